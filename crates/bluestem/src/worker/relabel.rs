//! Jobs that label the stored claims by another code list.

use std::sync::Arc;

use async_trait::async_trait;
use bluestem_ingest::relabel::{Mode, relabel};
use bluestem_jobs::{Failure, Handler, Success, Work};
use bluestem_model::time::Clock;
use bluestem_store::claims::ClaimsLoader;
use serde_json::json;

use super::failure::of_load;
use super::load::Lists;
use super::order::{Order, read};
use super::progress::Reported;

/// The kind.
pub(crate) const KIND: &str = "relabel";

/// Labels the stored claims.
pub(super) struct Relabel {
    pub(super) loader: Arc<dyn ClaimsLoader>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) lists: Arc<Lists>,
}

#[async_trait]
impl Handler for Relabel {
    fn kind(&self) -> &'static str {
        KIND
    }

    async fn run(&self, work: &Work) -> Result<Success, Failure> {
        let order: Order = read(work.payload())?;
        let list = self.lists.of(&order)?;
        let progress = Reported(work);
        let done = relabel(self.loader.as_ref(), self.clock.as_ref(), &list, Mode::Change, &progress).await;
        let report = done.map_err(of_load)?;
        let result = json!({
            "version": report.version,
            "claims": report.claims,
            "gained": report.gained,
            "lost": report.lost,
            "report": report.to_string(),
        });
        Ok(Success::Done { result: result.to_string() })
    }
}
