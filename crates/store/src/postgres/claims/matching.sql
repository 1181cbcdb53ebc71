-- What people are found by: hashes of their normalised names, dates of birth, addresses and numbers.
CREATE TABLE claims.person_match (
    number    bigint NOT NULL,
    namespace smallint NOT NULL,
    key       bytea NOT NULL,
    PRIMARY KEY (key, namespace, number)
);
CREATE INDEX person_match_by_person ON claims.person_match (namespace, number);

-- The rules that the keys were made by; without a row they have to be made for everybody.
CREATE TABLE claims.match_rules (
    only_row smallint PRIMARY KEY CHECK (only_row = 1),
    rules    bigint NOT NULL
);
