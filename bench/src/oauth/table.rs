//! The figures of the authorization server, as a table that can stand in docs/performance.md as it is.

use super::Figures;
use crate::generator::Measured;

/// One path.
pub(crate) struct Row {
    path: String,
    ours: Measured,
    bare: Measured,
    toolkit: Option<Measured>,
}

/// The rows of what three servers did with so many codes.
pub(super) fn rows(codes: usize, ours: Figures, bare: Figures, toolkit: Option<Figures>) -> Vec<Row> {
    let (exchange, check, refresh) = match toolkit {
        Some(figures) => (Some(figures.exchange), Some(figures.check), Some(figures.refresh)),
        None => (None, None, None),
    };
    let row = |path: &str, ours, bare, toolkit| Row { path: path.to_owned(), ours, bare, toolkit };
    vec![
        row(&format!("code -> token, {codes} codes"), ours.exchange, bare.exchange, exchange),
        row("refresh, the token rotated each time", ours.refresh, bare.refresh, refresh),
        row("token check (introspection)", ours.check, bare.check, check),
    ]
}

/// The table of all rows.
pub(crate) fn render(rows: &[Row]) -> String {
    let mut lines = vec![
        "| Path | ours /s | bare /s | ratio | django-oauth-toolkit /s | times as fast | ours p99 ms | theirs p99 ms |"
            .to_owned(),
        "|---|---|---|---|---|---|---|---|".to_owned(),
    ];
    lines.extend(rows.iter().map(line));
    lines.join("\n")
}

fn line(row: &Row) -> String {
    let ours = row.ours.rate();
    let slowest = |measured: &Measured| format!("{:.2}", measured.percentile(99).as_secs_f64() * 1000.0);
    let none = || ("-".to_owned(), "-".to_owned(), "-".to_owned());
    let (rate, times, theirs) = row.toolkit.as_ref().map_or_else(none, |theirs| {
        let rate = theirs.rate();
        (format!("{rate:.0}"), format!("{:.1}", ours / rate.max(f64::EPSILON)), slowest(theirs))
    });
    let (bare, mine) = (row.bare.rate(), slowest(&row.ours));
    let ratio = ours / bare.max(f64::EPSILON);
    format!("| {} | {ours:.0} | {bare:.0} | {ratio:.2} | {rate} | {times} | {mine} | {theirs} |", row.path)
}
