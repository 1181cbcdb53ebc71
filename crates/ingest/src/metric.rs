//! What loads count.

use bluestem_model::metric::Metric;
use bluestem_store::claims::PartOutcome;
use metrics::counter;

use crate::report::LoadReport;

const CLAIMS: &str = "bluestem_load_claims_total";
const PEOPLE: &str = "bluestem_load_people_total";
const REFUSED: &str = "bluestem_load_rows_refused_total";
const LOADS: &str = "bluestem_loads_total";

/// The metrics of loads.
pub const METRICS: &[Metric] = &[
    Metric::counter(
        CLAIMS,
        &["outcome"],
        "Claims that loads stored: `new`, `changed` or as before (`same`).",
    ),
    Metric::counter(PEOPLE, &["outcome"], "People that loads stored, likewise."),
    Metric::counter(REFUSED, &[], "Rows that loads refused."),
    Metric::counter(
        LOADS,
        &["outcome"],
        "Loads that ended: `complete`, or `faulty` when a file did not read to its end.",
    ),
];

/// Counts a part that was stored.
pub(crate) fn stored(part: PartOutcome) {
    let claims = [part.claims_new, part.claims_changed, part.claims_same];
    let people = [part.people_new, part.people_changed, part.people_same];
    for (place, outcome) in ["new", "changed", "same"].into_iter().enumerate() {
        counter!(CLAIMS, "outcome" => outcome).increment(claims.get(place).copied().unwrap_or_default());
        counter!(PEOPLE, "outcome" => outcome).increment(people.get(place).copied().unwrap_or_default());
    }
}

/// Counts and logs a load that ended, with or without faults; no cell of it is said.
pub(crate) fn ended(format: &'static str, report: &LoadReport) {
    let refused = report.refused().count();
    let outcome = if report.is_complete() { "complete" } else { "faulty" };
    counter!(REFUSED).increment(refused as u64);
    counter!(LOADS, "outcome" => outcome).increment(1);
    let PartOutcome { people_new, people_changed, claims_new, claims_changed, claims_same, .. } =
        report.outcome;
    tracing::info!(
        format,
        outcome,
        refused,
        people_new,
        people_changed,
        claims_new,
        claims_changed,
        claims_same,
        "a load ended"
    );
}
