-- Signing keys of the server, keys of apps, and what an identity token says of the sign-in.

CREATE TABLE platform.signing_key (
    kid        text PRIMARY KEY,
    algorithm  smallint NOT NULL,
    sealed     bytea NOT NULL,
    public_jwk text NOT NULL,
    created_at bigint NOT NULL,
    retired_at bigint
);
-- One of an algorithm is in use at a time.
CREATE UNIQUE INDEX signing_key_live ON platform.signing_key (algorithm) WHERE retired_at IS NULL;

-- Assertions of apps work once: SHA-256 of client id and `jti`, until they expire.
CREATE TABLE platform.used_assertion (
    hash       bytea PRIMARY KEY,
    expires_at bigint NOT NULL
);
CREATE INDEX used_assertion_expires ON platform.used_assertion (expires_at);

ALTER TABLE platform.app ADD COLUMN jwks text;
ALTER TABLE platform.app ADD COLUMN jwks_uri text;
ALTER TABLE platform.app ADD COLUMN identity_algorithm smallint NOT NULL DEFAULT 0;
ALTER TABLE platform.approval ADD COLUMN signed_in_at bigint;
ALTER TABLE platform.code ADD COLUMN nonce text;
ALTER TABLE platform.code ADD COLUMN signed_in_at bigint;
