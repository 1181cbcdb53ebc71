-- What the server remembers of browsers. Times are microseconds since 1970, ids SHA-256.

CREATE TABLE browser_session (
    id               BLOB PRIMARY KEY NOT NULL,
    content          TEXT NOT NULL,
    person_namespace SMALLINT,
    person_number    BIGINT,
    created_at       BIGINT NOT NULL,
    seen_at          BIGINT NOT NULL,
    expires_at       BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX browser_session_expires ON browser_session (expires_at);
