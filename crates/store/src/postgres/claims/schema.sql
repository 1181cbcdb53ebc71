-- Wide columns first: PostgreSQL pads small ones before them.

-- People, by every key that a source has for them. `survivor` is the key that stands for the person today.
CREATE TABLE claims.person (
    number          bigint NOT NULL,
    survivor        bigint NOT NULL,
    patient_updated bigint NOT NULL,
    part_a_updated  bigint NOT NULL,
    part_b_updated  bigint NOT NULL,
    part_c_updated  bigint NOT NULL,
    part_d_updated  bigint NOT NULL,
    dual_updated    bigint NOT NULL,
    namespace       smallint NOT NULL,
    current         smallint NOT NULL,
    -- Behind an identifier that several people share: nobody can tell whose it is, so none of them is served.
    hidden          smallint NOT NULL DEFAULT 0,
    -- Whether this key ever had another survivor: only then can claims stand under another key.
    merged          smallint NOT NULL,
    mbi             text,
    slice_hashes    bytea NOT NULL,
    record          bytea NOT NULL,
    PRIMARY KEY (namespace, number)
);
CREATE INDEX person_by_survivor ON claims.person (namespace, survivor);
CREATE INDEX person_by_mbi ON claims.person (namespace, mbi);
CREATE INDEX person_merged ON claims.person (namespace, number) WHERE merged = 1;

-- Every identifier that a key has or had.
CREATE TABLE claims.person_mbi (
    number    bigint NOT NULL,
    namespace smallint NOT NULL,
    mbi       text NOT NULL,
    PRIMARY KEY (mbi, namespace, number)
);
CREATE INDEX person_mbi_by_person ON claims.person_mbi (namespace, number);

-- What searches need of a claim, in the order of a person's claims: filters and counts never touch records.
-- Divided by the surviving person, so that whatever is asked about a person is in one place.
CREATE TABLE claims.claim (
    subject        bigint NOT NULL,
    number         bigint NOT NULL,
    person         bigint NOT NULL,
    updated        bigint NOT NULL,
    labels         bigint NOT NULL,
    from_day       integer,
    thru_day       integer,
    created_day    integer,
    lines          integer NOT NULL,
    label_list     integer NOT NULL,
    type_code      integer NOT NULL,
    namespace      smallint NOT NULL,
    kind           smallint NOT NULL,
    source         smallint NOT NULL,
    phase          smallint NOT NULL,
    outcome        smallint NOT NULL,
    final_action   smallint NOT NULL,
    latest         smallint NOT NULL,
    served         smallint NOT NULL,
    control_number text,
    PRIMARY KEY (namespace, subject, number)
) PARTITION BY HASH (subject);
CREATE INDEX claim_by_person ON claims.claim (namespace, person);

-- The records, apart from what is searched.
CREATE TABLE claims.claim_body (
    subject   bigint NOT NULL,
    number    bigint NOT NULL,
    namespace smallint NOT NULL,
    record    bytea NOT NULL,
    PRIMARY KEY (namespace, subject, number)
) PARTITION BY HASH (subject);

-- Where each claim is, by its number; and what it holds, so that a delivery that changes nothing is seen here.
CREATE TABLE claims.claim_key (
    number    bigint NOT NULL,
    subject   bigint NOT NULL,
    namespace smallint NOT NULL,
    hash      bytea NOT NULL,
    PRIMARY KEY (namespace, number)
) PARTITION BY HASH (number);

DO $$
BEGIN
    FOR part IN 0..31 LOOP
        EXECUTE format('CREATE TABLE claims.claim_%s PARTITION OF claims.claim
                        FOR VALUES WITH (MODULUS 32, REMAINDER %s)', part, part);
        EXECUTE format('CREATE TABLE claims.claim_body_%s PARTITION OF claims.claim_body
                        FOR VALUES WITH (MODULUS 32, REMAINDER %s)', part, part);
        EXECUTE format('CREATE TABLE claims.claim_key_%s PARTITION OF claims.claim_key
                        FOR VALUES WITH (MODULUS 32, REMAINDER %s)', part, part);
    END LOOP;
END
$$;

-- Providers and plans, for claims of later deliveries that name them.
CREATE TABLE claims.reference_row (
    view   smallint NOT NULL,
    key    text NOT NULL,
    record bytea NOT NULL,
    PRIMARY KEY (view, key)
);

CREATE TABLE claims.load (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    fingerprint bytea NOT NULL UNIQUE,
    format      text NOT NULL,
    parts       bigint NOT NULL,
    stamp       bigint NOT NULL,
    finished    smallint NOT NULL DEFAULT 0
);

CREATE TABLE claims.load_part (
    load bigint NOT NULL REFERENCES claims.load (id),
    part bigint NOT NULL,
    PRIMARY KEY (load, part)
);

-- Where rows came from. A file that is delivered again under the same path with the same content is the same.
CREATE TABLE claims.source_file (
    id     integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    path   text NOT NULL,
    size   bigint NOT NULL,
    sha256 bytea NOT NULL,
    UNIQUE (path, sha256)
);
