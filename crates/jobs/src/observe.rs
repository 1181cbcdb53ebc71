//! What is said about jobs to those who watch: one place for each thing that happens.

use bluestem_store::StoreError;
use bluestem_store::platform::{Ending, Job};

use crate::{Work, metric};

pub(crate) fn began(job: &Job) {
    tracing::info!(job = job.id, kind = job.kind, attempt = job.attempts, "a job begins");
}

pub(crate) fn ended(job: &Job, ending: &Ending) {
    metric::ended(job, Some(ending));
    let (job, kind) = (job.id, job.kind.as_str());
    match ending {
        Ending::Done { .. } | Ending::Again { .. } => tracing::info!(job, kind, "a job is done"),
        Ending::Failed { reason, .. } => tracing::error!(job, kind, reason, "a job failed"),
        Ending::Retry { reason, .. } => tracing::warn!(job, kind, reason, "a job will be tried again"),
        Ending::Paused { reason, .. } => tracing::warn!(job, kind, reason, "a job pauses"),
        Ending::GivenBack => tracing::info!(job, kind, "a job is given back"),
        Ending::Cancelled => tracing::info!(job, kind, "a job was called off"),
    }
}

pub(crate) fn lost(job: &Job) {
    metric::ended(job, None);
    tracing::warn!(job = job.id, kind = job.kind, "another worker has taken a job");
}

pub(crate) fn left(job: &Job) {
    tracing::warn!(job = job.id, kind = job.kind, "a job did not stop in time and is left to its lease");
}

pub(crate) fn unrecorded(job: &Job, error: &StoreError) {
    tracing::warn!(job = job.id, kind = job.kind, %error, "how a job ended cannot be noted yet");
}

pub(crate) fn unextended(work: &Work, error: &StoreError) {
    tracing::warn!(job = work.job(), kind = work.kind(), %error, "the lease of a job cannot be extended");
}

pub(crate) fn away(error: &StoreError) {
    tracing::warn!(%error, "no jobs can be taken");
}

pub(crate) fn back() {
    tracing::info!("jobs can be taken again");
}
