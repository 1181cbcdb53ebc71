-- Pushed authorization requests (RFC 9126), and the keys that tokens are bound to (RFC 9449).

CREATE TABLE pushed_request (
    id         BLOB PRIMARY KEY NOT NULL,
    client_id  TEXT NOT NULL,
    content    TEXT NOT NULL,
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX pushed_request_expires ON pushed_request (expires_at);

-- JWK SHA-256 thumbprints (RFC 7638); null: a bearer token.
ALTER TABLE code ADD COLUMN key_thumbprint TEXT;
ALTER TABLE token_family ADD COLUMN key_thumbprint TEXT;
ALTER TABLE access_token ADD COLUMN key_thumbprint TEXT;

-- To forget families that nothing refers to any more, and those of consent that ran out.
CREATE INDEX code_family ON code (family_id) WHERE family_id IS NOT NULL;
CREATE INDEX access_grant_expires ON access_grant (expires_at) WHERE expires_at IS NOT NULL;
