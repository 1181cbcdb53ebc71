//! Jobs in SQLite.

use async_trait::async_trait;
use bluestem_model::time::Timestamp;

use super::EmbeddedPlatform;
use crate::StoreError;
use crate::embedded::values::{Sqlite, run};
use crate::platform::use_case::jobs;
use crate::platform::{
    Beat, CancelOutcome, Claimant, Ending, Enqueued, Job, JobProgress, JobState, Jobs, Lease, NewJob,
};

#[async_trait]
impl Jobs for EmbeddedPlatform {
    async fn enqueue(&self, job: &NewJob) -> Result<Enqueued, StoreError> {
        let job = job.clone();
        self.database.write("enqueue", move |connection| run(jobs::enqueue(&Sqlite(connection), &job))).await
    }

    async fn claim(&self, claimant: &Claimant) -> Result<Option<Job>, StoreError> {
        // An idle worker writes nothing.
        let now = claimant.now;
        if !self.database.read("claim", |connection| run(jobs::any_due(&Sqlite(connection), now)))? {
            return Ok(None);
        }
        let claimant = claimant.clone();
        self.database.write("claim", move |connection| run(jobs::claim(&Sqlite(connection), &claimant))).await
    }

    async fn heartbeat(
        &self,
        lease: &Lease,
        until: Timestamp,
        progress: Option<&JobProgress>,
    ) -> Result<Beat, StoreError> {
        let (lease, progress) = (*lease, progress.cloned());
        let beat =
            move |connection: &_| run(jobs::heartbeat(&Sqlite(connection), &lease, until, progress.as_ref()));
        self.database.write("heartbeat", beat).await
    }

    async fn leave(&self, lease: &Lease, ending: &Ending, now: Timestamp) -> Result<bool, StoreError> {
        let (lease, ending) = (*lease, ending.clone());
        self.database
            .write("leave", move |connection| run(jobs::leave(&Sqlite(connection), &lease, &ending, now)))
            .await
    }

    async fn cancel(&self, id: i64, now: Timestamp) -> Result<CancelOutcome, StoreError> {
        self.database.write("cancel", move |connection| run(jobs::cancel(&Sqlite(connection), id, now))).await
    }

    async fn retry(&self, id: i64, now: Timestamp) -> Result<bool, StoreError> {
        self.database.write("retry", move |connection| run(jobs::retry(&Sqlite(connection), id, now))).await
    }

    async fn job(&self, id: i64) -> Result<Option<Job>, StoreError> {
        self.database.read("job", |connection| run(jobs::one(&Sqlite(connection), id)))
    }

    async fn jobs(&self, state: Option<JobState>, count: u32) -> Result<Vec<Job>, StoreError> {
        self.database.read("jobs", |connection| run(jobs::list(&Sqlite(connection), state, count)))
    }

    async fn purge_jobs(&self, ended_before: Timestamp) -> Result<u64, StoreError> {
        self.database
            .write("purge_jobs", move |connection| run(jobs::purge(&Sqlite(connection), ended_before)))
            .await
    }
}
