-- Signing keys of the server, keys of apps, and what an identity token says of the sign-in.

CREATE TABLE signing_key (
    kid        TEXT PRIMARY KEY NOT NULL,
    algorithm  SMALLINT NOT NULL,
    sealed     BLOB NOT NULL,
    public_jwk TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    retired_at BIGINT
) WITHOUT ROWID;
-- One of an algorithm is in use at a time.
CREATE UNIQUE INDEX signing_key_live ON signing_key (algorithm) WHERE retired_at IS NULL;

-- Assertions of apps work once: SHA-256 of client id and `jti`, until they expire.
CREATE TABLE used_assertion (
    hash       BLOB PRIMARY KEY NOT NULL,
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX used_assertion_expires ON used_assertion (expires_at);

ALTER TABLE app ADD COLUMN jwks TEXT;
ALTER TABLE app ADD COLUMN jwks_uri TEXT;
ALTER TABLE app ADD COLUMN identity_algorithm SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE approval ADD COLUMN signed_in_at BIGINT;
ALTER TABLE code ADD COLUMN nonce TEXT;
ALTER TABLE code ADD COLUMN signed_in_at BIGINT;
