//! How far a job on claims is.

use bluestem_ingest::{Progress, Stage, Step, Stopped};
use bluestem_jobs::Work;

/// Hands on how far a load is, and whether it is to stop.
pub(super) struct Reported<'w>(pub(super) &'w Work);

impl Progress for Reported<'_> {
    fn step(&self, step: Step) -> Result<(), Stopped> {
        let stage = match step.stage {
            Stage::Reading => "reading",
            Stage::Storing => "storing",
        };
        self.0.report(stage, step.done, step.total);
        self.0.step().map_err(|_| Stopped)
    }
}
