//! What the stores count and time.

use std::time::Instant;

use bluestem_model::metric::Metric;
use metrics::{Gauge, counter, gauge, histogram};
use tracing::{Span, field};

use crate::StoreError;

const CALL: &str = "bluestem_store_call_seconds";
const RETRIES: &str = "bluestem_store_retries_total";
const GROUP: &str = "bluestem_store_group_writes";
const OPEN: &str = "bluestem_pool_connections_open";
const USED: &str = "bluestem_pool_connections_used";
const WAITING: &str = "bluestem_pool_waiting";

/// The metrics of the stores.
pub const METRICS: &[Metric] = &[
    Metric::histogram(
        CALL,
        &["plane", "operation", "outcome"],
        "Calls of the stores, from asking for a connection to the answer; outcome `ok`, `unavailable` (away, full or too slow: the caller was told to come again) or `failed`.",
    ),
    Metric::counter(
        RETRIES,
        &["plane", "operation", "outcome"],
        "Transactions on PostgreSQL that met another one: `again` when run again, `gave-up` when that was tried ten times.",
    ),
    Metric::histogram(
        GROUP,
        &["plane"],
        "How many writes one commit of an embedded store held: they share one flush of the disk.",
    ),
    Metric::gauge(
        OPEN,
        &["endpoint"],
        "Connections to PostgreSQL that are open; endpoint `writer` or `reader`.",
    ),
    Metric::gauge(USED, &["endpoint"], "Connections to PostgreSQL that are at work."),
    Metric::gauge(WAITING, &["endpoint"], "Calls that wait for a connection to PostgreSQL."),
];

/// One call of a store, from its begin on.
pub(crate) struct Call {
    plane: &'static str,
    operation: &'static str,
    began: Instant,
    /// The same in a trace.
    span: Span,
}

impl Call {
    /// Begins now.
    pub(crate) fn begin(plane: &'static str, operation: &'static str) -> Self {
        let span = tracing::debug_span!("store", plane, operation, outcome = field::Empty);
        Self { plane, operation, began: Instant::now(), span }
    }

    /// Counts how it ended.
    pub(crate) fn end<T>(&self, result: &Result<T, StoreError>) {
        let outcome = match result {
            Ok(_) => "ok",
            Err(StoreError::Unavailable(_)) => "unavailable",
            Err(_) => "failed",
        };
        self.span.record("outcome", outcome);
        let labels = [("plane", self.plane), ("operation", self.operation), ("outcome", outcome)];
        histogram!(CALL, &labels).record(self.began.elapsed());
    }

    /// Counts that another transaction was in the way.
    pub(crate) fn conflict(&self, outcome: &'static str) {
        let labels = [("plane", self.plane), ("operation", self.operation), ("outcome", outcome)];
        counter!(RETRIES, &labels).increment(1);
    }
}

/// Counts a commit of so many writes.
pub(crate) fn group_committed(plane: &'static str, writes: usize) {
    histogram!(GROUP, "plane" => plane).record(u32::try_from(writes).unwrap_or(u32::MAX));
}

/// Notes how many connections an endpoint has open.
pub(crate) fn connections_open(endpoint: &'static str, count: usize) {
    gauge!(OPEN, "endpoint" => endpoint).set(u32::try_from(count).unwrap_or(u32::MAX));
}

/// Something that a gauge counts as long as it lives.
pub(crate) struct Held(Gauge);

impl Held {
    /// A connection at work.
    pub(crate) fn used(endpoint: &'static str) -> Self {
        Self::of(gauge!(USED, "endpoint" => endpoint))
    }

    /// A call that waits for one.
    pub(crate) fn waiting(endpoint: &'static str) -> Self {
        Self::of(gauge!(WAITING, "endpoint" => endpoint))
    }

    fn of(gauge: Gauge) -> Self {
        gauge.increment(1);
        Self(gauge)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}
