//! The statements about jobs, one text for every backend. States stand in them as numbers: below 3 a job is open.

/// Columns of `job`, in the order in which [`super::use_case::jobs`] reads them; what came of it follows last.
macro_rules! job_columns {
    () => {
        "id, kind, payload, priority, state, due_at, attempts, most_attempts, owner, cancel_asked, stage, done, \
         total, reason, created_at, started_at, ended_at, fence"
    };
}

pub(crate) const ENQUEUE: &str = "/* enqueue */ \
    INSERT INTO main.job (kind, payload, priority, state, due_at, attempts, most_attempts, cancel_asked, \
        single_key, sequence, created_at, fence) \
    VALUES (:kind, :payload, :priority, 0, :due_at, 0, :most_attempts, 0, :single, :sequence, :now, 0) \
    ON CONFLICT DO NOTHING RETURNING id";

pub(crate) const OPEN_SINGLE: &str = "/* enqueue */ \
    SELECT id FROM main.job WHERE single_key = :single AND state < 3";

/// Whether a job may be taken now: whatever its kind and sequence.
pub(crate) const ANY_DUE: &str =
    "/* claim */ SELECT 1 FROM main.job WHERE state < 3 AND due_at <= :now LIMIT 1";

// One that runs without a lease is taken whatever else of its sequence is open: it was the first.
pub(crate) const CLAIM: &str = concat!(
    "/* claim */ UPDATE main.job SET state = 1, due_at = :until, owner = :owner, fence = fence + 1, \
        attempts = attempts + 1, started_at = COALESCE(started_at, :now) WHERE id = ( \
     SELECT j.id FROM main.job j WHERE j.state < 3 AND j.due_at <= :now \
        AND :kinds LIKE '% ' || j.kind || ' %' \
        AND (j.state = 1 OR NOT EXISTS ( \
            SELECT 1 FROM main.job o WHERE o.sequence = j.sequence AND o.state < 3 AND o.id <> j.id \
                AND (o.state = 1 OR o.priority > j.priority OR (o.priority = j.priority AND o.id < j.id)))) \
     ORDER BY j.priority DESC, j.due_at, j.id LIMIT 1 /* skip locked */) RETURNING ",
    job_columns!(),
    ", result"
);

pub(crate) const HEARTBEAT: &str = "/* heartbeat */ \
    UPDATE main.job SET due_at = :until, stage = :stage, done = :done, total = :total \
    WHERE id = :id AND fence = :fence AND state = 1 RETURNING cancel_asked";

pub(crate) const LEAVE: &str = "/* leave */ \
    UPDATE main.job SET state = :state, due_at = :due_at, attempts = :attempts, reason = :reason, \
        result = COALESCE(:result, result), ended_at = :ended_at \
    WHERE id = :id AND fence = :fence AND state = 1";

pub(crate) const CANCEL: &str = "/* cancel */ \
    UPDATE main.job SET cancel_asked = 1, state = CASE WHEN state = 1 THEN 1 ELSE 5 END, \
        ended_at = CASE WHEN state = 1 THEN ended_at ELSE :now END \
    WHERE id = :id AND state < 3 RETURNING state";

pub(crate) const RETRY: &str = "/* retry */ \
    UPDATE main.job SET state = 0, due_at = :now, attempts = 0, cancel_asked = 0, ended_at = NULL, reason = NULL \
    WHERE id = :id AND state IN (0, 2, 4, 5) AND NOT EXISTS ( \
        SELECT 1 FROM main.job o WHERE o.single_key = job.single_key AND o.state < 3 AND o.id <> job.id)";

pub(crate) const JOB: &str =
    concat!("/* job */ SELECT ", job_columns!(), ", result FROM main.job WHERE id = :id");

// Along the primary key from its end. Lists are without results, each of which may be a mebibyte long.
pub(crate) const JOBS: &str = concat!(
    "/* jobs */ SELECT ",
    job_columns!(),
    ", NULL AS result FROM main.job ORDER BY id DESC LIMIT :count"
);

pub(crate) const JOBS_IN: &str = concat!(
    "/* jobs */ SELECT ",
    job_columns!(),
    ", NULL AS result FROM main.job WHERE state = :state ORDER BY id DESC LIMIT :count"
);

pub(crate) const PURGE_JOBS: &str = "/* purge_jobs */ DELETE FROM main.job WHERE id IN ( \
    SELECT id FROM main.job WHERE ended_at < :before LIMIT 2000)";
