-- Apps, approvals, grants and tokens. Times are microseconds since 1970, booleans 0 or 1, secrets SHA-256.

CREATE TABLE platform.app (
    client_id            text PRIMARY KEY,
    name                 text NOT NULL,
    kind                 smallint NOT NULL,
    secret               bytea,
    redirect_uris        text NOT NULL, -- one a line
    scopes               text NOT NULL,
    authorization_code   smallint NOT NULL,
    client_credentials   smallint NOT NULL,
    access_type          smallint NOT NULL,
    personal_information smallint NOT NULL,
    claims               smallint NOT NULL,
    active               smallint NOT NULL,
    description          text,
    website_uri          text,
    policy_uri           text,
    terms_uri            text,
    created_at           bigint NOT NULL
);

CREATE TABLE platform.approval (
    id               bytea PRIMARY KEY,
    browser          bytea NOT NULL,
    client_id        text NOT NULL REFERENCES platform.app (client_id),
    request          text NOT NULL,
    person_namespace smallint,
    person_number    bigint,
    created_at       bigint NOT NULL,
    expires_at       bigint NOT NULL
);
CREATE INDEX approval_expires ON platform.approval (expires_at);

CREATE TABLE platform.access_grant (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client_id        text NOT NULL REFERENCES platform.app (client_id),
    person_namespace smallint NOT NULL,
    person_number    bigint NOT NULL,
    scope            text NOT NULL,
    withheld         bigint NOT NULL,
    created_at       bigint NOT NULL,
    renewed_at       bigint NOT NULL,
    expires_at       bigint,
    ended_at         bigint,
    end_reason       smallint
);
-- One grant of a person to an app at a time.
CREATE UNIQUE INDEX access_grant_open ON platform.access_grant (client_id, person_namespace, person_number)
    WHERE ended_at IS NULL;
CREATE INDEX access_grant_person ON platform.access_grant (person_namespace, person_number) WHERE ended_at IS NULL;

-- The tokens that came, one after the other, of one exchange of a code.
CREATE TABLE platform.token_family (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    grant_id   bigint NOT NULL REFERENCES platform.access_grant (id),
    scope      text NOT NULL,
    created_at bigint NOT NULL,
    revoked_at bigint
);
-- One live family of a grant at a time.
CREATE UNIQUE INDEX token_family_live ON platform.token_family (grant_id) WHERE revoked_at IS NULL;
CREATE INDEX token_family_revoked ON platform.token_family (revoked_at) WHERE revoked_at IS NOT NULL;

CREATE TABLE platform.code (
    hash           bytea PRIMARY KEY,
    client_id      text NOT NULL,
    grant_id       bigint NOT NULL REFERENCES platform.access_grant (id),
    scope          text NOT NULL,
    redirect_uri   text NOT NULL,
    redirect_given smallint NOT NULL,
    challenge      text NOT NULL,
    expires_at     bigint NOT NULL,
    used_at        bigint,
    family_id      bigint REFERENCES platform.token_family (id)
);
CREATE INDEX code_expires ON platform.code (expires_at);

CREATE TABLE platform.access_token (
    hash       bytea PRIMARY KEY,
    client_id  text NOT NULL REFERENCES platform.app (client_id),
    family_id  bigint REFERENCES platform.token_family (id), -- null: the app's own
    scope      text NOT NULL,
    issued_at  bigint NOT NULL,
    expires_at bigint NOT NULL
);
CREATE INDEX access_token_expires ON platform.access_token (expires_at);
CREATE INDEX access_token_family ON platform.access_token (family_id);

CREATE TABLE platform.refresh_token (
    hash       bytea PRIMARY KEY,
    family_id  bigint NOT NULL REFERENCES platform.token_family (id),
    rotated_at bigint,
    seed       bytea -- what its successors were derived from, besides itself
);
CREATE INDEX refresh_token_family ON platform.refresh_token (family_id);
CREATE INDEX refresh_token_rotated ON platform.refresh_token (rotated_at) WHERE rotated_at IS NOT NULL;
