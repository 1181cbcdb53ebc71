//! The job that forgets what is long void.

use std::sync::Arc;

use async_trait::async_trait;
use bluestem_auth::forget_void;
use bluestem_jobs::{Failure, Handler, Success, Work};
use bluestem_model::time::Clock;
use bluestem_store::platform::{Jobs, Platform};
use serde_json::json;

use super::failure::of_store;
use crate::system::SystemClock;

/// The kind.
pub(super) const KIND: &str = "clean-up";
/// Before loads that nobody put before it: it is short.
pub(super) const PRIORITY: i16 = 1;
/// Seconds between two of them.
const AGAIN: i64 = 600;
/// Seconds for which jobs that ended can be looked at.
const JOBS_KEPT: i64 = 30 * 24 * 3600;

/// Forgets void requests, sessions and tokens, and jobs that ended long ago.
pub(super) struct CleanUp {
    pub(super) platform: Arc<dyn Platform>,
    pub(super) jobs: Arc<dyn Jobs>,
    pub(super) clock: Arc<dyn Clock>,
}

#[async_trait]
impl Handler for CleanUp {
    fn kind(&self) -> &'static str {
        KIND
    }

    async fn run(&self, work: &Work) -> Result<Success, Failure> {
        let (mut rows, mut jobs) = (0, 0);
        loop {
            work.step()?;
            let some = forget_void(self.platform.as_ref(), self.clock.now()).await;
            let some = some.map_err(|error| of_store(&error))?;
            let ended_before = SystemClock.now().plus_seconds(-JOBS_KEPT);
            let old = self.jobs.purge_jobs(ended_before).await.map_err(|error| of_store(&error))?;
            (rows, jobs) = (rows + some, jobs + old);
            work.report("forgetting", rows + jobs, rows + jobs);
            if some + old == 0 {
                let result = json!({ "rows": rows, "jobs": jobs }).to_string();
                return Ok(Success::Again { result, after: AGAIN });
            }
        }
    }
}
