-- Jobs. Times are microseconds since 1970, booleans 0 or 1. States: 0 waiting, 1 running, 2 paused, 3 done, 4 failed,
-- 5 cancelled; below 3 a job is open.

CREATE TABLE platform.job (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind          text NOT NULL,
    payload       text NOT NULL,
    priority      smallint NOT NULL,
    state         smallint NOT NULL,
    due_at        bigint NOT NULL, -- running: when the lease ends
    attempts      bigint NOT NULL,
    most_attempts bigint NOT NULL,
    owner         text,
    cancel_asked  smallint NOT NULL,
    stage         text,
    done          bigint,
    total         bigint,
    reason        text,
    result        text,
    single_key    text,
    sequence      text,
    created_at    bigint NOT NULL,
    started_at    bigint,
    ended_at      bigint,
    fence         bigint NOT NULL -- how many leases there were
);
CREATE INDEX job_due ON platform.job (due_at) WHERE state < 3;
CREATE INDEX job_sequence ON platform.job (sequence, id) WHERE state < 3;
-- Of a sequence one runs, whatever two who ask at once have seen.
CREATE UNIQUE INDEX job_running ON platform.job (sequence) WHERE state = 1;
CREATE UNIQUE INDEX job_single ON platform.job (single_key) WHERE state < 3;
CREATE INDEX job_state ON platform.job (state, id);
CREATE INDEX job_ended ON platform.job (ended_at) WHERE ended_at IS NOT NULL;
