//! The lines of a claim as items.

use bluestem_model::record::Line;

/// A line with its number as FHIR counts.
pub(crate) struct Item<'c> {
    pub(crate) sequence: i64,
    pub(crate) line: &'c Line<'c>,
}

/// The line of a claim without lines: CARIN demands an item.
static NO_LINE: Line<'static> = Line::UNKNOWN;

/// The lines by number. FHIR numbers from 1: a line that the source numbers 0 follows behind the last.
pub(crate) fn items<'c>(lines: &'c [Line<'c>]) -> Vec<Item<'c>> {
    if lines.is_empty() {
        return vec![Item { sequence: 1, line: &NO_LINE }];
    }
    let (unnumbered, numbered): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line.number < 1);
    let last = numbered.last().map_or(0, |line| line.number);
    let numbered = numbered.into_iter().map(|line| Item { sequence: line.number, line });
    let rest = unnumbered.into_iter().zip(last + 1..).map(|(line, sequence)| Item { sequence, line });
    numbered.chain(rest).collect()
}
