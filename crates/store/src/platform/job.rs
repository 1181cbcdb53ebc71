//! Jobs: work that outlives the process that does it.
//!
//! A worker takes the next due job under a lease and extends the lease while it works. When it dies the lease runs
//! out and another worker takes the job. Every lease has a number of its own (a fencing token): who lost the lease
//! can neither extend it nor say how the job ended.

use async_trait::async_trait;
use bluestem_model::time::Timestamp;

use super::app::stored_number;
use crate::StoreError;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum JobState {
    /// It is to be done, for the first time or again.
    Waiting = 0,
    /// A worker has it under a lease.
    Running = 1,
    /// Something that it needs is not there, as [`Job::reason`] says; it goes on by itself.
    Paused = 2,
    /// It was done.
    Done = 3,
    /// It was given up.
    Failed = 4,
    /// Somebody called it off.
    Cancelled = 5,
}

stored_number!(JobState: Waiting, Running, Paused, Done, Failed, Cancelled);

impl JobState {
    /// Every state, in the order in which a job may come to them.
    pub const ALL: [Self; 6] =
        [Self::Waiting, Self::Running, Self::Paused, Self::Done, Self::Failed, Self::Cancelled];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing more happens to the job by itself.
    pub const fn ended(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// A job to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// Its kind, without spaces: which handler does it.
    pub kind: String,
    /// What the handler is told, as JSON.
    pub payload: String,
    /// Higher ones come first.
    pub priority: i16,
    /// Not to be taken before this moment.
    pub not_before: Timestamp,
    /// How often it is tried at most before it is given up.
    pub most_attempts: u32,
    /// Of the jobs with this key one at most is open at a time.
    pub single: Option<String>,
    /// Jobs of one sequence are done one after the other, by priority and then in the order of their numbers.
    pub sequence: Option<String>,
    /// The moment of the order.
    pub now: Timestamp,
}

/// What became of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enqueued {
    /// Number of the job.
    pub id: i64,
    /// Whether it is a new one; else an open job has the same key.
    pub new: bool,
}

/// How far a job is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobProgress {
    /// What it is doing, in a word.
    pub stage: String,
    /// How much of it is done, in the stage's own unit.
    pub done: u64,
    /// How much there is to do.
    pub total: u64,
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its number.
    pub id: i64,
    /// Which handler does it.
    pub kind: String,
    /// What the handler is told, as JSON.
    pub payload: String,
    /// Higher ones come first.
    pub priority: i16,
    /// Where it stands.
    pub state: JobState,
    /// Waiting or paused: when it may be taken. Running: when its lease ends.
    pub due_at: Timestamp,
    /// Attempts that count: those that failed, and one that is under way.
    pub attempts: u32,
    /// How often it is tried at most.
    pub most_attempts: u32,
    /// The worker that has it, or had it last.
    pub owner: Option<String>,
    /// Whether somebody called it off while it was running.
    pub cancel_asked: bool,
    /// How far it is, or was when it was last heard of.
    pub progress: Option<JobProgress>,
    /// Why it is paused or failed, or why the last attempt did.
    pub reason: Option<String>,
    /// What came of it, as JSON.
    pub result: Option<String>,
    /// When it was ordered.
    pub created_at: Timestamp,
    /// When it was first taken.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Number of its latest lease; 0 before the first.
    pub fence: i64,
}

/// The right to work on a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The job.
    pub job: i64,
    /// Which of its leases.
    pub fence: i64,
    /// Which attempt, from 1.
    pub attempt: u32,
}

impl Job {
    /// The lease under which a job was taken.
    pub fn lease(&self) -> Lease {
        Lease { job: self.id, fence: self.fence, attempt: self.attempts }
    }
}

/// Who asks for a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimant {
    /// Name of the worker.
    pub owner: String,
    /// The kinds that it can do.
    pub kinds: Vec<&'static str>,
    /// The present moment.
    pub now: Timestamp,
    /// Until when it wants the lease.
    pub until: Timestamp,
}

/// What a worker hears when it extends its lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beat {
    /// Go on.
    Go,
    /// Go on to the next place where you can stop: somebody called the job off.
    Cancel,
    /// The lease is another's now.
    Lost,
}

/// How a worker leaves a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It is done.
    Done {
        /// What came of it, as JSON.
        result: String,
    },
    /// It is done for this time.
    Again {
        /// What came of it, as JSON.
        result: String,
        /// When it is due the next time.
        at: Timestamp,
    },
    /// It cannot be done.
    Failed {
        /// Why.
        reason: String,
        /// What came of it all the same, as JSON.
        result: Option<String>,
    },
    /// The attempt failed.
    Retry {
        /// Why.
        reason: String,
        /// When to try again.
        at: Timestamp,
    },
    /// What it needs is not there; the attempt does not count.
    Paused {
        /// What is not there.
        reason: String,
        /// When to go on.
        at: Timestamp,
    },
    /// The worker stops; the attempt does not count.
    GivenBack,
    /// It stopped because it was called off.
    Cancelled,
}

/// What became of a wish to call a job off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelOutcome {
    /// It will not be done.
    Cancelled,
    /// It is running, and stops at its next step.
    Asked,
    /// There is no such job, or it has ended.
    NotOpen,
}

/// The jobs of the platform plane. Every write is durable when it returns.
#[async_trait]
pub trait Jobs: Send + Sync {
    /// Orders a job, unless one with the same [`NewJob::single`] is open.
    async fn enqueue(&self, job: &NewJob) -> Result<Enqueued, StoreError>;

    /// Takes the next due job of the claimant's kinds, a running one whose lease ended included. Of any number of
    /// racing claimants each gets another job.
    async fn claim(&self, claimant: &Claimant) -> Result<Option<Job>, StoreError>;

    /// Extends a lease until `until` and notes how far the job is. A lease that ran out and that nobody took is
    /// extended like any.
    async fn heartbeat(
        &self,
        lease: &Lease,
        until: Timestamp,
        progress: Option<&JobProgress>,
    ) -> Result<Beat, StoreError>;

    /// Leaves a job. False, and nothing done, when the lease is another's now.
    async fn leave(&self, lease: &Lease, ending: &Ending, now: Timestamp) -> Result<bool, StoreError>;

    /// Calls a job off.
    async fn cancel(&self, id: i64, now: Timestamp) -> Result<CancelOutcome, StoreError>;

    /// Makes a job that waits, is paused, failed or was called off due now, with all its attempts before it. False
    /// when there is no such job, or another one with its key is open.
    async fn retry(&self, id: i64, now: Timestamp) -> Result<bool, StoreError>;

    /// The job with this number.
    async fn job(&self, id: i64) -> Result<Option<Job>, StoreError>;

    /// At most `count` jobs, those ordered last first, without [`Job::result`]; those in one state alone when it is
    /// given.
    async fn jobs(&self, state: Option<JobState>, count: u32) -> Result<Vec<Job>, StoreError>;

    /// Forgets some jobs that ended before this moment. Returns how many; 0 when there are no more.
    async fn purge_jobs(&self, ended_before: Timestamp) -> Result<u64, StoreError>;
}
