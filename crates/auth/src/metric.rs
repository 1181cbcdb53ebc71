//! What the authorization server counts.

use bluestem_model::metric::Metric;
use bluestem_store::audit::{EventKind, Outcome};
use metrics::{counter, gauge};

const EVENTS: &str = "bluestem_events_total";
const BACKLOG: &str = "bluestem_audit_backlog";

/// The metrics of the authorization server.
pub const METRICS: &[Metric] = &[
    Metric::counter(
        EVENTS,
        &["event", "outcome"],
        "What the audit trail records: sign-ins, consents (grants made and renewed), grants ended, tokens issued, refreshed, revoked and replayed, reads and searches; outcome `success` or `refused`.",
    ),
    Metric::gauge(BACKLOG, &[], "Data responses that are answered and not yet in the audit trail."),
];

/// Counts an event.
pub(crate) fn event(kind: EventKind, outcome: Outcome) {
    counter!(EVENTS, "event" => kind.word(), "outcome" => outcome.word()).increment(1);
}

/// Notes how many events are not yet written.
pub(crate) fn backlog(events: usize) {
    gauge!(BACKLOG).set(u32::try_from(events).unwrap_or(u32::MAX));
}
