-- Jobs. Times are microseconds since 1970, booleans 0 or 1. States: 0 waiting, 1 running, 2 paused, 3 done, 4 failed,
-- 5 cancelled; below 3 a job is open.

CREATE TABLE job (
    id            INTEGER PRIMARY KEY AUTOINCREMENT, -- a number is never used again
    kind          TEXT NOT NULL,
    payload       TEXT NOT NULL,
    priority      SMALLINT NOT NULL,
    state         SMALLINT NOT NULL,
    due_at        BIGINT NOT NULL, -- running: when the lease ends
    attempts      BIGINT NOT NULL,
    most_attempts BIGINT NOT NULL,
    owner         TEXT,
    cancel_asked  SMALLINT NOT NULL,
    stage         TEXT,
    done          BIGINT,
    total         BIGINT,
    reason        TEXT,
    result        TEXT,
    single_key    TEXT,
    sequence      TEXT,
    created_at    BIGINT NOT NULL,
    started_at    BIGINT,
    ended_at      BIGINT,
    fence         BIGINT NOT NULL -- how many leases there were
);
CREATE INDEX job_due ON job (due_at) WHERE state < 3;
CREATE INDEX job_sequence ON job (sequence, id) WHERE state < 3;
CREATE UNIQUE INDEX job_running ON job (sequence) WHERE state = 1; -- of a sequence one runs
CREATE UNIQUE INDEX job_single ON job (single_key) WHERE state < 3;
CREATE INDEX job_state ON job (state, id);
CREATE INDEX job_ended ON job (ended_at) WHERE ended_at IS NOT NULL;
