//! Jobs and their leases.

use bluestem_model::time::Timestamp;

use crate::StoreError;
use crate::platform::job_sql as sql;
use crate::platform::{
    Beat, CancelOutcome, Claimant, Ending, Enqueued, Job, JobProgress, JobState, Lease, NewJob,
};
use crate::sql::{Cells, Parameters, Session};

/// How often an order is tried while jobs with its key end and begin.
const ATTEMPTS: u32 = 10;

pub(crate) async fn enqueue<S: Session>(session: &S, job: &NewJob) -> Result<Enqueued, S::Error> {
    for _ in 0..ATTEMPTS {
        if let Some(id) = session.first(sql::ENQUEUE, ordered(job), |row| row.number(0)).await? {
            return Ok(Enqueued { id, new: true });
        }
        let key = vec![(":single", job.single.as_deref().into())];
        if let Some(id) = session.first(sql::OPEN_SINGLE, key, |row| row.number(0)).await? {
            return Ok(Enqueued { id, new: false });
        }
    }
    Err(StoreError::Backend("a job was neither stored nor there".to_owned()).into())
}

/// Whether any job is due, for those to whom a look costs less than an attempt to take one.
pub(crate) async fn any_due<S: Session>(session: &S, now: Timestamp) -> Result<bool, S::Error> {
    Ok(session.first(sql::ANY_DUE, vec![(":now", now.into())], |_| Ok(())).await?.is_some())
}

pub(crate) async fn claim<S: Session>(session: &S, claimant: &Claimant) -> Result<Option<Job>, S::Error> {
    // A space before and behind each: kinds have none.
    let kinds = format!(" {} ", claimant.kinds.join(" "));
    let parameters = vec![
        (":owner", claimant.owner.as_str().into()),
        (":kinds", kinds.as_str().into()),
        (":now", claimant.now.into()),
        (":until", claimant.until.into()),
    ];
    session.first(sql::CLAIM, parameters, job).await
}

pub(crate) async fn heartbeat<S: Session>(
    session: &S,
    lease: &Lease,
    until: Timestamp,
    progress: Option<&JobProgress>,
) -> Result<Beat, S::Error> {
    let mut parameters = of_lease(lease);
    parameters.extend([
        (":until", until.into()),
        (":stage", progress.map(|progress| progress.stage.as_str()).into()),
        (":done", progress.map(|progress| stored(progress.done)).into()),
        (":total", progress.map(|progress| stored(progress.total)).into()),
    ]);
    let cancel_asked = session.first(sql::HEARTBEAT, parameters, |row| row.flag(0)).await?;
    Ok(match cancel_asked {
        None => Beat::Lost,
        Some(true) => Beat::Cancel,
        Some(false) => Beat::Go,
    })
}

pub(crate) async fn leave<S: Session>(
    session: &S,
    lease: &Lease,
    ending: &Ending,
    now: Timestamp,
) -> Result<bool, S::Error> {
    let uncounted = lease.attempt.saturating_sub(1);
    let (state, due_at, attempts, reason, result) = match ending {
        Ending::Done { result } => (JobState::Done, now, lease.attempt, None, Some(result)),
        Ending::Again { result, at } => (JobState::Waiting, *at, 0, None, Some(result)),
        Ending::Failed { reason, result } => {
            (JobState::Failed, now, lease.attempt, Some(reason), result.as_ref())
        }
        Ending::Retry { reason, at } => (JobState::Waiting, *at, lease.attempt, Some(reason), None),
        Ending::Paused { reason, at } => (JobState::Paused, *at, uncounted, Some(reason), None),
        Ending::GivenBack => (JobState::Waiting, now, uncounted, None, None),
        Ending::Cancelled => (JobState::Cancelled, now, lease.attempt, None, None),
    };
    let mut parameters = of_lease(lease);
    parameters.extend([
        (":state", state.number().into()),
        (":due_at", due_at.into()),
        (":attempts", attempts.into()),
        (":reason", reason.map(String::as_str).into()),
        (":result", result.map(String::as_str).into()),
        (":ended_at", state.ended().then_some(now).into()),
    ]);
    Ok(session.execute(sql::LEAVE, parameters).await? == 1)
}

pub(crate) async fn cancel<S: Session>(
    session: &S,
    id: i64,
    now: Timestamp,
) -> Result<CancelOutcome, S::Error> {
    let parameters = vec![(":id", id.into()), (":now", now.into())];
    let state = session.first(sql::CANCEL, parameters, |row| state(row, 0)).await?;
    Ok(match state {
        None => CancelOutcome::NotOpen,
        Some(JobState::Running) => CancelOutcome::Asked,
        Some(_) => CancelOutcome::Cancelled,
    })
}

pub(crate) async fn retry<S: Session>(session: &S, id: i64, now: Timestamp) -> Result<bool, S::Error> {
    Ok(session.execute(sql::RETRY, vec![(":id", id.into()), (":now", now.into())]).await? == 1)
}

pub(crate) async fn one<S: Session>(session: &S, id: i64) -> Result<Option<Job>, S::Error> {
    session.first(sql::JOB, vec![(":id", id.into())], job).await
}

pub(crate) async fn list<S: Session>(
    session: &S,
    state: Option<JobState>,
    count: u32,
) -> Result<Vec<Job>, S::Error> {
    let mut parameters = vec![(":count", count.into())];
    let Some(state) = state else { return session.rows(sql::JOBS, parameters, job).await };
    parameters.push((":state", state.number().into()));
    session.rows(sql::JOBS_IN, parameters, job).await
}

pub(crate) async fn purge<S: Session>(session: &S, before: Timestamp) -> Result<u64, S::Error> {
    session.execute(sql::PURGE_JOBS, vec![(":before", before.into())]).await
}

fn of_lease(lease: &Lease) -> Parameters {
    vec![(":id", lease.job.into()), (":fence", lease.fence.into())]
}

fn ordered(job: &NewJob) -> Parameters {
    vec![
        (":kind", job.kind.as_str().into()),
        (":payload", job.payload.as_str().into()),
        (":priority", i64::from(job.priority).into()),
        (":due_at", job.not_before.into()),
        (":most_attempts", job.most_attempts.into()),
        (":single", job.single.as_deref().into()),
        (":sequence", job.sequence.as_deref().into()),
        (":now", job.now.into()),
    ]
}

fn stored(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn state(row: &dyn Cells, place: usize) -> Result<JobState, StoreError> {
    let unknown = || StoreError::Damaged("the state of a job has no meaning".to_owned());
    JobState::from_number(row.number(place)?).ok_or_else(unknown)
}

fn job(row: &dyn Cells) -> Result<Job, StoreError> {
    let progress = match row.text(10)? {
        Some(stage) => Some(JobProgress { stage, done: row.number(11)?, total: row.number(12)? }),
        None => None,
    };
    Ok(Job {
        id: row.number(0)?,
        kind: row.string(1)?,
        payload: row.string(2)?,
        priority: row.number(3)?,
        state: state(row, 4)?,
        due_at: Timestamp(row.number(5)?),
        attempts: row.number(6)?,
        most_attempts: row.number(7)?,
        owner: row.text(8)?,
        cancel_asked: row.flag(9)?,
        progress,
        reason: row.text(13)?,
        result: row.text(18)?,
        created_at: Timestamp(row.number(14)?),
        started_at: row.integer(15)?.map(Timestamp),
        ended_at: row.integer(16)?.map(Timestamp),
        fence: row.number(17)?,
    })
}
