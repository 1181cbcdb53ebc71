-- Failed attempts, counted for all processes. A place stands for whoever fails; there are only so many.

CREATE TABLE failure_count (
    place    BIGINT PRIMARY KEY NOT NULL,
    failures BIGINT NOT NULL,
    until    BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX failure_count_until ON failure_count (until);
