//! Orders: what is to be done, as it is handed to whichever worker comes first.

use std::path::{Path, PathBuf};

use anyhow::Context;
use bluestem_jobs::Failure;
use bluestem_model::time::Clock;
use bluestem_store::platform::{Jobs, NewJob};
use clap::Args;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::system::SystemClock;

/// Loads and changes of labels follow each other: a later delivery must not be overtaken by an earlier one.
const SEQUENCE: &str = "claims";
/// How often work on claims is tried: the last waits are of a minute and more.
const ATTEMPTS: u32 = 8;

/// Whether to do it here and now, or to leave it to a worker.
#[derive(Args)]
pub(crate) struct Urgency {
    /// Leave it to a worker: print the number of the job and go.
    #[arg(long)]
    pub(crate) queue: bool,
    /// Jobs of a higher priority come first.
    #[arg(long, requires = "queue", default_value_t = 0, allow_negative_numbers = true)]
    pub(crate) priority: i16,
}

/// What is to be done. Paths are absolute: they must lead to the same files wherever workers are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Order {
    /// What to load; of a change of labels nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) paths: Vec<PathBuf>,
    /// The codes that make a claim sensitive, where not those that the worker is configured with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) labels: Option<PathBuf>,
}

impl Order {
    /// An order by someone who stands in the present folder.
    pub(crate) fn new(paths: &[PathBuf], labels: Option<&Path>) -> anyhow::Result<Self> {
        let absolute = |path: &Path| {
            std::path::absolute(path).with_context(|| format!("cannot tell where {} is", path.display()))
        };
        Ok(Self {
            paths: paths.iter().map(|path| absolute(path)).collect::<Result<_, _>>()?,
            labels: labels.map(absolute).transpose()?,
        })
    }
}

/// Puts an order; the number of its job.
pub(crate) async fn enqueue(
    jobs: &dyn Jobs,
    kind: &str,
    order: &Order,
    urgency: &Urgency,
) -> anyhow::Result<i64> {
    let now = SystemClock.now();
    let job = NewJob {
        kind: kind.to_owned(),
        payload: serde_json::to_string(order).context("a path is not text")?,
        priority: urgency.priority,
        not_before: now,
        most_attempts: ATTEMPTS,
        single: None,
        sequence: Some(SEQUENCE.to_owned()),
        now,
    };
    Ok(jobs.enqueue(&job).await?.id)
}

/// What a job is about.
pub(super) fn read<T: DeserializeOwned>(payload: &str) -> Result<T, Failure> {
    serde_json::from_str(payload)
        .map_err(|error| Failure::Final { reason: format!("the order does not read: {error}"), result: None })
}
