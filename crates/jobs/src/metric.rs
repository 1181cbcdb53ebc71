//! What the runner counts.

use bluestem_model::metric::Metric;
use bluestem_store::platform::{Ending, Job};
use metrics::{Gauge, counter, gauge};

const ENDED: &str = "bluestem_jobs_total";
const RUNNING: &str = "bluestem_jobs_running";

/// The metrics of jobs.
pub const METRICS: &[Metric] = &[
    Metric::counter(
        ENDED,
        &["kind", "outcome"],
        "Attempts at jobs that ended here: `done`, `failed` for good, `retry` later, `paused` because something is away, `given-back` at the stop, `cancelled`, or `lost` to another worker because the lease ran out.",
    ),
    Metric::gauge(RUNNING, &["kind"], "Jobs that this process is at."),
];

/// A job that this process is at.
pub(crate) struct Running(Gauge);

impl Running {
    pub(crate) fn new(job: &Job) -> Self {
        let running = gauge!(RUNNING, "kind" => job.kind.clone());
        running.increment(1);
        Self(running)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}

/// Counts how an attempt ended; None: another worker has the job.
pub(crate) fn ended(job: &Job, ending: Option<&Ending>) {
    counter!(ENDED, "kind" => job.kind.clone(), "outcome" => outcome(ending)).increment(1);
}

fn outcome(ending: Option<&Ending>) -> &'static str {
    match ending {
        None => "lost",
        Some(Ending::Done { .. } | Ending::Again { .. }) => "done",
        Some(Ending::Failed { .. }) => "failed",
        Some(Ending::Retry { .. }) => "retry",
        Some(Ending::Paused { .. }) => "paused",
        Some(Ending::GivenBack) => "given-back",
        Some(Ending::Cancelled) => "cancelled",
    }
}
