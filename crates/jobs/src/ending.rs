//! From what a handler says to how its job goes on.

use std::time::Duration;

use bluestem_model::chance::Random;
use bluestem_model::time::Timestamp;
use bluestem_store::platform::{Ending, Job};

use crate::work::Stop;
use crate::{Failure, Success, backoff};

/// Why a job pauses whose lease could not be extended.
const AWAY: &str = "the store is not available";

/// How an attempt went.
pub(crate) struct Attempt<'a> {
    pub(crate) job: &'a Job,
    pub(crate) result: Result<Success, Failure>,
    /// Why the handler was told to stop, if it was.
    pub(crate) stop: Option<Stop>,
    /// How long it took.
    pub(crate) spent: Duration,
    pub(crate) now: Timestamp,
}

impl Attempt<'_> {
    /// How the job goes on. What was done is done, whatever the handler was told meanwhile; a job that was called
    /// off is not tried again.
    pub(crate) fn ending(self, random: &dyn Random) -> Ending {
        let Self { job, result, stop, spent, now } = self;
        let paused = |reason| Ending::Paused { reason, at: later(now, backoff::pause(spent, random)) };
        match (result, stop) {
            (Ok(Success::Done { result }), _) => Ending::Done { result },
            (Ok(Success::Again { result, after }), _) => {
                Ending::Again { result, at: now.plus_seconds(after) }
            }
            (Err(Failure::Final { reason, result }), _) => Ending::Failed { reason, result },
            (Err(_), Some(Stop::Cancel)) => Ending::Cancelled,
            (Err(Failure::Unavailable { reason }), _) => paused(reason),
            (Err(Failure::Attempt { reason }), _) if job.attempts >= job.most_attempts => {
                Ending::Failed { reason, result: None }
            }
            (Err(Failure::Attempt { reason }), _) => {
                Ending::Retry { reason, at: later(now, backoff::after(job.attempts, random)) }
            }
            (Err(Failure::Stopped), Some(Stop::Away)) => paused(AWAY.to_owned()),
            (Err(Failure::Stopped), _) => Ending::GivenBack,
        }
    }
}

/// What ends a job before its handler is asked: it was called off, or one worker after the other was lost over it.
pub(crate) fn beforehand(job: &Job) -> Option<Ending> {
    if job.cancel_asked {
        return Some(Ending::Cancelled);
    }
    (job.attempts > job.most_attempts).then(|| {
        let reason = format!("its worker was lost in the last of {} attempts", job.most_attempts);
        Ending::Failed { reason, result: None }
    })
}

fn later(now: Timestamp, by: Duration) -> Timestamp {
    Timestamp(now.0.saturating_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX)))
}
