-- What people are found by: hashes of their normalised names, dates of birth, addresses and numbers.
CREATE TABLE person_match (
    key       BLOB NOT NULL,
    namespace INTEGER NOT NULL,
    number    INTEGER NOT NULL,
    PRIMARY KEY (key, namespace, number)
) WITHOUT ROWID;
CREATE INDEX person_match_by_person ON person_match (namespace, number);

-- The rules that the keys were made by; without a row they have to be made for everybody.
CREATE TABLE match_rules (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    rules    INTEGER NOT NULL
);
