-- People, by every key that a source has for them. `survivor` is the key that stands for the person today.
CREATE TABLE person (
    namespace       INTEGER NOT NULL,
    number          INTEGER NOT NULL,
    survivor        INTEGER NOT NULL,
    mbi             TEXT,
    current         INTEGER NOT NULL,
    -- Behind an identifier that several people share: nobody can tell whose it is, so none of them is served.
    hidden          INTEGER NOT NULL DEFAULT 0,
    patient_updated INTEGER NOT NULL,
    part_a_updated  INTEGER NOT NULL,
    part_b_updated  INTEGER NOT NULL,
    part_c_updated  INTEGER NOT NULL,
    part_d_updated  INTEGER NOT NULL,
    dual_updated    INTEGER NOT NULL,
    slice_hashes    BLOB NOT NULL,
    record          BLOB NOT NULL,
    PRIMARY KEY (namespace, number)
);
CREATE INDEX person_by_survivor ON person (namespace, survivor);
CREATE INDEX person_by_mbi ON person (namespace, mbi);

-- Every identifier that a key has or had.
CREATE TABLE person_mbi (
    mbi       TEXT NOT NULL,
    namespace INTEGER NOT NULL,
    number    INTEGER NOT NULL,
    PRIMARY KEY (mbi, namespace, number)
) WITHOUT ROWID;
CREATE INDEX person_mbi_by_person ON person_mbi (namespace, number);

-- What searches need of a claim, in the order of a person's claims: filters and counts never touch records.
CREATE TABLE claim (
    namespace      INTEGER NOT NULL,
    subject        INTEGER NOT NULL,
    number         INTEGER NOT NULL,
    person         INTEGER NOT NULL,
    kind           INTEGER NOT NULL,
    type_code      INTEGER NOT NULL,
    source         INTEGER NOT NULL,
    phase          INTEGER NOT NULL,
    outcome        INTEGER NOT NULL,
    final_action   INTEGER NOT NULL,
    latest         INTEGER NOT NULL,
    served         INTEGER NOT NULL,
    from_day       INTEGER,
    thru_day       INTEGER,
    created_day    INTEGER,
    control_number TEXT,
    lines          INTEGER NOT NULL,
    labels         INTEGER NOT NULL,
    label_list     INTEGER NOT NULL,
    updated        INTEGER NOT NULL,
    body           INTEGER NOT NULL,
    PRIMARY KEY (namespace, subject, number)
) WITHOUT ROWID;
CREATE UNIQUE INDEX claim_by_number ON claim (namespace, number);
CREATE INDEX claim_by_person ON claim (namespace, person);

CREATE TABLE claim_body (
    id     INTEGER PRIMARY KEY,
    hash   BLOB NOT NULL,
    record BLOB NOT NULL
);

-- Providers and plans, for claims of later deliveries that name them.
CREATE TABLE reference_row (
    view   INTEGER NOT NULL,
    key    TEXT NOT NULL,
    record BLOB NOT NULL,
    PRIMARY KEY (view, key)
) WITHOUT ROWID;

CREATE TABLE load (
    id          INTEGER PRIMARY KEY,
    fingerprint BLOB NOT NULL UNIQUE,
    format      TEXT NOT NULL,
    parts       INTEGER NOT NULL,
    stamp       INTEGER NOT NULL,
    finished    INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE load_part (
    load INTEGER NOT NULL REFERENCES load (id),
    part INTEGER NOT NULL,
    PRIMARY KEY (load, part)
) WITHOUT ROWID;

-- Where rows came from. A file that is delivered again under the same path with the same content is the same.
CREATE TABLE source_file (
    id     INTEGER PRIMARY KEY,
    path   TEXT NOT NULL,
    size   INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    UNIQUE (path, sha256)
);
