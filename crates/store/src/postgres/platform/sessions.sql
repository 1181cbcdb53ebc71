-- What the server remembers of browsers. Times are microseconds since 1970, ids SHA-256.

CREATE TABLE platform.browser_session (
    id               bytea PRIMARY KEY,
    content          text NOT NULL,
    person_namespace smallint,
    person_number    bigint,
    created_at       bigint NOT NULL,
    seen_at          bigint NOT NULL,
    expires_at       bigint NOT NULL
);
CREATE INDEX browser_session_expires ON platform.browser_session (expires_at);
