//! A job in the hands of its handler.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};

use bluestem_store::platform::{Job, JobProgress, Lease};
use tokio::sync::Notify;

use crate::Failure;

/// Why a handler is to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Stop {
    /// Somebody called the job off.
    Cancel = 1,
    /// The worker stops.
    Drain = 2,
    /// The lease ran out while the store was away.
    Away = 3,
    /// The lease is another's now.
    Lost = 4,
}

/// A job in the hands of its handler.
pub struct Work {
    job: Job,
    /// 0, or the number of a [`Stop`].
    stop: AtomicU8,
    progress: Mutex<Option<JobProgress>>,
    abandoned: Notify,
}

impl Work {
    pub(crate) fn new(job: Job) -> Self {
        Self { job, stop: AtomicU8::new(0), progress: Mutex::default(), abandoned: Notify::new() }
    }

    pub(crate) fn kind(&self) -> &str {
        &self.job.kind
    }

    pub(crate) fn lease(&self) -> Lease {
        self.job.lease()
    }

    /// Number of the job. What a handler keeps between attempts can be kept under it.
    pub fn job(&self) -> i64 {
        self.job.id
    }

    /// What is to be done, as JSON.
    pub fn payload(&self) -> &str {
        &self.job.payload
    }

    /// Which attempt this is, from 1.
    pub fn attempt(&self) -> u32 {
        self.job.attempts
    }

    /// Notes how far the job is: what it is doing, how much of that is done, and how much there is. Cheap; it is
    /// stored with the next extension of the lease.
    pub fn report(&self, stage: &str, done: u64, total: u64) {
        let progress = JobProgress { stage: stage.to_owned(), done, total };
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = Some(progress);
    }

    /// Whether to go on: [`Failure::Stopped`] when not.
    pub fn step(&self) -> Result<(), Failure> {
        if self.stop().is_some() { Err(Failure::Stopped) } else { Ok(()) }
    }

    pub(crate) fn progress(&self) -> Option<JobProgress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn stop(&self) -> Option<Stop> {
        let number = self.stop.load(Ordering::SeqCst);
        [Stop::Cancel, Stop::Drain, Stop::Away, Stop::Lost].into_iter().find(|stop| *stop as u8 == number)
    }

    /// Tells the handler to stop. A lost lease outweighs every other reason, which each stand against later ones.
    pub(crate) fn tell(&self, stop: Stop) {
        if stop == Stop::Lost || self.stop().is_none() {
            self.stop.store(stop as u8, Ordering::SeqCst);
        }
    }

    /// Drops the handler wherever it waits.
    pub(crate) fn abandon(&self) {
        self.abandoned.notify_one();
    }

    pub(crate) async fn abandoned(&self) {
        self.abandoned.notified().await;
    }
}
