//! Jobs that load source files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use bluestem_ingest::{MbiHasher, hash_identifiers};
use bluestem_jobs::{Failure, Handler, Success, Work};
use bluestem_model::label::LabelList;
use bluestem_model::time::Clock;
use bluestem_store::claims::ClaimsLoader;
use serde_json::json;

use super::failure::of_load;
use super::order::{Order, read};
use super::progress::Reported;
use crate::delivery::{self, Delivery, Loaded};
use crate::labels;

/// Bytes of a report that are kept with its job at most.
const REPORT: usize = 1 << 20;

/// The formats of deliveries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Of the Integrated Data Repository.
    Idr,
    /// The research format.
    Rif,
}

impl Format {
    /// The kind of job that loads it.
    pub(crate) const fn kind(self) -> &'static str {
        match self {
            Self::Idr => "load-idr",
            Self::Rif => "load-rif",
        }
    }
}

/// The lists of sensitive codes.
pub(super) struct Lists {
    /// The file that the configuration names.
    pub(super) configured: Option<PathBuf>,
}

impl Lists {
    /// The list in the file that an order names, else in the configured one, else the built-in one.
    pub(super) fn of(&self, order: &Order) -> Result<LabelList, Failure> {
        let file = order.labels.as_deref().or(self.configured.as_deref());
        labels::of_file(file).map_err(|error| Failure::Attempt { reason: format!("{error:#}") })
    }
}

/// Loads deliveries of one format.
pub(super) struct Load {
    pub(super) format: Format,
    pub(super) loader: Arc<dyn ClaimsLoader>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) lists: Arc<Lists>,
    pub(super) hasher: Option<Arc<MbiHasher>>,
}

#[async_trait]
impl Handler for Load {
    fn kind(&self) -> &'static str {
        self.format.kind()
    }

    // The same delivery is recognised: what an attempt before this one stored is not stored again.
    async fn run(&self, work: &Work) -> Result<Success, Failure> {
        let order: Order = read(work.payload())?;
        let list = self.lists.of(&order)?;
        let delivery = match (self.format, order.paths.as_slice()) {
            (Format::Idr, [folder]) => Delivery::Idr(Path::new(folder)),
            (Format::Idr, _) => {
                let reason = "one folder is loaded at a time".to_owned();
                return Err(Failure::Final { reason, result: None });
            }
            (Format::Rif, paths) => Delivery::Rif(paths),
        };
        let (loader, progress) = (self.loader.as_ref(), Reported(work));
        let done = delivery::load(loader, self.clock.as_ref(), delivery, &list, &progress).await;
        let done = done.map_err(of_load)?;
        if let Some(hasher) = &self.hasher {
            work.report("hashing identifiers", 0, 1);
            hash_identifiers(loader, hasher).await.map_err(of_load)?;
        }
        let result = result(&done);
        if done.complete {
            return Ok(Success::Done { result });
        }
        let reason = "files are unreadable, or data sets were refused; the report says which".to_owned();
        Err(Failure::Final { reason, result: Some(result) })
    }
}

fn result(loaded: &Loaded) -> String {
    let outcome = loaded.outcome;
    json!({
        "complete": loaded.complete,
        "people": {
            "new": outcome.people_new,
            "changed": outcome.people_changed,
            "same": outcome.people_same,
        },
        "claims": {
            "new": outcome.claims_new,
            "changed": outcome.claims_changed,
            "same": outcome.claims_same,
        },
        "report": shortened(&loaded.report, REPORT),
    })
    .to_string()
}

/// The lines that stand in the first `most` bytes, and how many more there are.
pub(super) fn shortened(report: &str, most: usize) -> String {
    let mut kept = String::new();
    let mut lines = report.lines();
    for line in lines.by_ref() {
        if kept.len() + line.len() > most {
            return format!("{kept}... and {} more lines\n", lines.count() + 1);
        }
        kept.push_str(line);
        kept.push('\n');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_reports_say_how_much_is_left_out() {
        assert_eq!(shortened("one\ntwo\n", 100), "one\ntwo\n");
        assert_eq!(shortened("one\ntwo\nthree\nfour", 8), "one\ntwo\n... and 2 more lines\n");
    }
}
