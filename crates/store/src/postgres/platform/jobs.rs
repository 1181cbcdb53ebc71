//! Jobs in PostgreSQL. Each use case is one statement, or statements that each stand alone.

use async_trait::async_trait;
use bluestem_model::time::Timestamp;

use super::{PostgresPlatform, on};
use crate::StoreError;
use crate::platform::use_case::jobs;
use crate::platform::{
    Beat, CancelOutcome, Claimant, Ending, Enqueued, Job, JobProgress, JobState, Jobs, Lease, NewJob,
};
use crate::postgres::failure::Failure;

#[async_trait]
impl Jobs for PostgresPlatform {
    async fn enqueue(&self, job: &NewJob) -> Result<Enqueued, StoreError> {
        self.pool.get("enqueue").await?.run(async |client| jobs::enqueue(&on(client), job).await).await
    }

    async fn claim(&self, claimant: &Claimant) -> Result<Option<Job>, StoreError> {
        let claim = async |client| match jobs::claim(&on(client), claimant).await {
            // Whoever asked at the same moment has taken another one of its sequence.
            Err(Failure::Duplicate(_)) => Ok(None),
            other => other,
        };
        self.pool.get("claim").await?.run(claim).await
    }

    async fn heartbeat(
        &self,
        lease: &Lease,
        until: Timestamp,
        progress: Option<&JobProgress>,
    ) -> Result<Beat, StoreError> {
        let connection = self.pool.get("heartbeat").await?;
        connection.run(async |client| jobs::heartbeat(&on(client), lease, until, progress).await).await
    }

    async fn leave(&self, lease: &Lease, ending: &Ending, now: Timestamp) -> Result<bool, StoreError> {
        self.pool
            .get("leave")
            .await?
            .run(async |client| jobs::leave(&on(client), lease, ending, now).await)
            .await
    }

    async fn cancel(&self, id: i64, now: Timestamp) -> Result<CancelOutcome, StoreError> {
        self.pool.get("cancel").await?.run(async |client| jobs::cancel(&on(client), id, now).await).await
    }

    async fn retry(&self, id: i64, now: Timestamp) -> Result<bool, StoreError> {
        self.pool.get("retry").await?.run(async |client| jobs::retry(&on(client), id, now).await).await
    }

    async fn job(&self, id: i64) -> Result<Option<Job>, StoreError> {
        self.pool.get("job").await?.run(async |client| jobs::one(&on(client), id).await).await
    }

    async fn jobs(&self, state: Option<JobState>, count: u32) -> Result<Vec<Job>, StoreError> {
        self.pool.get("jobs").await?.run(async |client| jobs::list(&on(client), state, count).await).await
    }

    async fn purge_jobs(&self, ended_before: Timestamp) -> Result<u64, StoreError> {
        self.pool
            .get("purge_jobs")
            .await?
            .run(async |client| jobs::purge(&on(client), ended_before).await)
            .await
    }
}
