//! Source files to load, whatever their format.

use std::fmt;
use std::path::{Path, PathBuf};

use bluestem_ingest::rif::{SetOutcome, SetReport};
use bluestem_ingest::{LoadError, Progress, idr, rif};
use bluestem_model::label::LabelList;
use bluestem_model::time::Clock;
use bluestem_store::claims::{ClaimsLoader, PartOutcome};

use crate::codes::Rendered;

/// What to load.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Delivery<'p> {
    /// A folder of files of the Integrated Data Repository.
    Idr(&'p Path),
    /// Files and folders in the research format.
    Rif(&'p [PathBuf]),
}

impl fmt::Display for Delivery<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Idr(dir) => dir.display().fmt(f),
            Self::Rif(paths) => {
                let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
                f.write_str(&names.join(", "))
            }
        }
    }
}

/// A delivery that was loaded.
pub(crate) struct Loaded {
    /// Whether every file was read to its end, and no data set was refused.
    pub(crate) complete: bool,
    /// What changed in the store.
    pub(crate) outcome: PartOutcome,
    /// What is to be said about it, for people.
    pub(crate) report: String,
}

/// Loads a delivery.
pub(crate) async fn load(
    loader: &dyn ClaimsLoader,
    clock: &dyn Clock,
    delivery: Delivery<'_>,
    list: &LabelList,
    progress: &dyn Progress,
) -> Result<Loaded, LoadError> {
    match delivery {
        Delivery::Idr(dir) => {
            let report = idr::load(loader, clock, dir, list, &Rendered, progress).await?;
            let (complete, outcome) = (report.is_complete(), report.outcome);
            Ok(Loaded { complete, outcome, report: report.to_string() })
        }
        Delivery::Rif(paths) => {
            let sets = rif::load(loader, clock, paths, list, &Rendered, progress).await?;
            let mut outcome = PartOutcome::default();
            for set in &sets {
                if let SetOutcome::Loaded(report) = &set.outcome {
                    outcome += report.outcome;
                }
            }
            let texts: Vec<String> = sets.iter().map(ToString::to_string).collect();
            let complete = sets.iter().all(SetReport::is_complete);
            Ok(Loaded { complete, outcome, report: texts.join("\n") })
        }
    }
}
