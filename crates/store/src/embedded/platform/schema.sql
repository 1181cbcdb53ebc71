-- Apps, approvals, grants and tokens. Times are microseconds since 1970, booleans 0 or 1, secrets SHA-256.

CREATE TABLE app (
    client_id            TEXT PRIMARY KEY NOT NULL,
    name                 TEXT NOT NULL,
    kind                 SMALLINT NOT NULL,
    secret               BLOB,
    redirect_uris        TEXT NOT NULL, -- one a line
    scopes               TEXT NOT NULL,
    authorization_code   SMALLINT NOT NULL,
    client_credentials   SMALLINT NOT NULL,
    access_type          SMALLINT NOT NULL,
    personal_information SMALLINT NOT NULL,
    claims               SMALLINT NOT NULL,
    active               SMALLINT NOT NULL,
    description          TEXT,
    website_uri          TEXT,
    policy_uri           TEXT,
    terms_uri            TEXT,
    created_at           BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE approval (
    id               BLOB PRIMARY KEY NOT NULL,
    browser          BLOB NOT NULL,
    client_id        TEXT NOT NULL REFERENCES app (client_id),
    request          TEXT NOT NULL,
    person_namespace SMALLINT,
    person_number    BIGINT,
    created_at       BIGINT NOT NULL,
    expires_at       BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX approval_expires ON approval (expires_at);

CREATE TABLE access_grant (
    id               INTEGER PRIMARY KEY,
    client_id        TEXT NOT NULL REFERENCES app (client_id),
    person_namespace SMALLINT NOT NULL,
    person_number    BIGINT NOT NULL,
    scope            TEXT NOT NULL,
    withheld         BIGINT NOT NULL,
    created_at       BIGINT NOT NULL,
    renewed_at       BIGINT NOT NULL,
    expires_at       BIGINT,
    ended_at         BIGINT,
    end_reason       SMALLINT
);
-- One grant of a person to an app at a time.
CREATE UNIQUE INDEX access_grant_open ON access_grant (client_id, person_namespace, person_number)
    WHERE ended_at IS NULL;
CREATE INDEX access_grant_person ON access_grant (person_namespace, person_number) WHERE ended_at IS NULL;

-- The tokens that came, one after the other, of one exchange of a code.
CREATE TABLE token_family (
    id         INTEGER PRIMARY KEY,
    grant_id   BIGINT NOT NULL REFERENCES access_grant (id),
    scope      TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX token_family_live ON token_family (grant_id) WHERE revoked_at IS NULL;
CREATE INDEX token_family_revoked ON token_family (revoked_at) WHERE revoked_at IS NOT NULL;

CREATE TABLE code (
    hash           BLOB PRIMARY KEY NOT NULL,
    client_id      TEXT NOT NULL,
    grant_id       BIGINT NOT NULL REFERENCES access_grant (id),
    scope          TEXT NOT NULL,
    redirect_uri   TEXT NOT NULL,
    redirect_given SMALLINT NOT NULL,
    challenge      TEXT NOT NULL,
    expires_at     BIGINT NOT NULL,
    used_at        BIGINT,
    family_id      BIGINT REFERENCES token_family (id)
) WITHOUT ROWID;
CREATE INDEX code_expires ON code (expires_at);

CREATE TABLE access_token (
    hash       BLOB PRIMARY KEY NOT NULL,
    client_id  TEXT NOT NULL REFERENCES app (client_id),
    family_id  BIGINT REFERENCES token_family (id), -- null: the app's own
    scope      TEXT NOT NULL,
    issued_at  BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX access_token_expires ON access_token (expires_at);
CREATE INDEX access_token_family ON access_token (family_id);

CREATE TABLE refresh_token (
    hash       BLOB PRIMARY KEY NOT NULL,
    family_id  BIGINT NOT NULL REFERENCES token_family (id),
    rotated_at BIGINT,
    seed       BLOB -- what its successors were derived from, besides itself
) WITHOUT ROWID;
CREATE INDEX refresh_token_family ON refresh_token (family_id);
CREATE INDEX refresh_token_rotated ON refresh_token (rotated_at) WHERE rotated_at IS NOT NULL;
