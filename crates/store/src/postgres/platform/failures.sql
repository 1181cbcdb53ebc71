-- Failed attempts, counted for all processes. A place stands for whoever fails; there are only so many.

CREATE TABLE platform.failure_count (
    place    bigint PRIMARY KEY,
    failures bigint NOT NULL,
    until    bigint NOT NULL
);
CREATE INDEX failure_count_until ON platform.failure_count (until);
