//! The figures, as tables that can stand in docs/performance.md as they are.

use super::{Loaded, Serving};
use crate::generator::Measured;

/// A column for each size, then what was seen on the largest.
pub(crate) fn render(loads: &[&Loaded], serving: &Serving) -> String {
    let row = |name: &str, cell: &dyn Fn(&Loaded) -> String| {
        let cells: Vec<String> = loads.iter().map(|load| cell(load)).collect();
        format!("| {name} | {} |", cells.join(" | "))
    };
    let mut lines = vec![
        row("Load into an empty store", &|load| format!("{} claims", grouped(f64::from(load.claims)))),
        format!("|---|{}", "---|".repeat(loads.len())),
        row("files to searchable, claims/s", &|load| grouped(load.rate)),
        row("storing, claims/s by tenths of the work", &tenths),
        row("last tenth to first", &|load| format!("{:.2}", load.last_to_first())),
        row("the same records into a bare table, records/s", &|load| grouped(load.raw)),
        row("load to that", &|load| format!("{:.2}", load.rate / load.raw.max(f64::EPSILON))),
        row("bytes on disk a claim, all included", &|load| grouped(load.disk.per_claim())),
        row("of these, written at scattered places", &|load| grouped(load.disk.scattered_per_claim())),
        row("memory of the load at most, MB", &|load| grouped(load.memory)),
    ];
    lines.extend([String::new(), "| Serving the larger | Figure |".to_owned(), "|---|---|".to_owned()]);
    let milliseconds = |measured: &Measured| measured.percentile(99).as_secs_f64() * 1000.0;
    let (started, mixed) = (&serving.started, &serving.mixed);
    let mut figure = |name: &str, value: String| lines.push(format!("| {name} | {value} |"));
    figure(
        "start to the end of the first answer, a claim",
        format!("{} ms", started.first_answer.as_millis()),
    );
    figure("idle memory", format!("{:.0} MB", started.idle_memory));
    figure(
        "100 reads a second, p99 with nothing beside, beside a load, ratio",
        format!(
            "{:.1} ms, {:.1} ms, {:.1}",
            milliseconds(&mixed.quiet),
            milliseconds(&mixed.busy),
            mixed.ratio()
        ),
    );
    figure("that load, of changed claims", format!("{} claims/s", grouped(mixed.load)));
    lines.join("\n")
}

fn tenths(load: &Loaded) -> String {
    let rates: Vec<String> = load.tenths.iter().map(|rate| grouped(*rate)).collect();
    rates.join(" ")
}

/// A whole number in groups of three digits.
pub(crate) fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
