//! The figures, as a table that can stand in docs/performance.md as it is.

use crate::generator::Measured;

/// One line: our figure, the bare server's beside it.
pub(crate) struct Row {
    pub(crate) path: String,
    pub(crate) ours: Measured,
    pub(crate) bare: Measured,
    /// Bytes of the answer's body.
    pub(crate) bytes: usize,
}

/// The table of all rows.
pub(crate) fn render(rows: &[Row]) -> String {
    let mut lines = vec![
        "| Path | body bytes | ours /s | bare /s | ratio | ours p50 ms | ours p99 ms |".to_owned(),
        "|---|---|---|---|---|---|---|".to_owned(),
    ];
    lines.extend(rows.iter().map(line));
    lines.join("\n")
}

/// How the slowest answers of the last page compare with those of the first.
pub(crate) fn last_to_first(rows: &[Row]) -> Option<f64> {
    let p99 = |place: &str| {
        let row = rows.iter().find(|row| row.path.contains(place))?;
        Some(row.ours.percentile(99).as_secs_f64())
    };
    Some(p99("last of")? / p99("first of")?.max(f64::EPSILON))
}

fn line(row: &Row) -> String {
    let milliseconds = |percent| row.ours.percentile(percent).as_secs_f64() * 1000.0;
    format!(
        "| {} | {} | {:.0} | {:.0} | {:.2} | {:.2} | {:.2} |",
        row.path,
        row.bytes,
        row.ours.rate(),
        row.bare.rate(),
        row.ours.rate() / row.bare.rate().max(f64::EPSILON),
        milliseconds(50),
        milliseconds(99),
    )
}
