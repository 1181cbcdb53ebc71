-- Pushed authorization requests (RFC 9126), and the keys that tokens are bound to (RFC 9449).

CREATE TABLE platform.pushed_request (
    id         bytea PRIMARY KEY,
    client_id  text NOT NULL,
    content    text NOT NULL,
    expires_at bigint NOT NULL
);
CREATE INDEX pushed_request_expires ON platform.pushed_request (expires_at);

-- JWK SHA-256 thumbprints (RFC 7638); null: a bearer token.
ALTER TABLE platform.code ADD COLUMN key_thumbprint text;
ALTER TABLE platform.token_family ADD COLUMN key_thumbprint text;
ALTER TABLE platform.access_token ADD COLUMN key_thumbprint text;

-- To forget families that nothing refers to any more, and those of consent that ran out.
CREATE INDEX code_family ON platform.code (family_id) WHERE family_id IS NOT NULL;
CREATE INDEX access_grant_expires ON platform.access_grant (expires_at) WHERE expires_at IS NOT NULL;
