//! Merging a later delivery into a stored record.

use std::collections::BTreeMap;

use super::{Record, RecordBuilder, Row, SourceRow};

/// The rows of `stored` with those of `delivered` laid over them: a delivered row replaces the stored row of
/// the same view with the same natural key, all others stay.
pub fn merge_by_key(stored: &Record<'_>, delivered: &Record<'_>) -> RecordBuilder {
    let mut rows: BTreeMap<(u8, Vec<String>), Row<'_>> = BTreeMap::new();
    for row in stored.rows().chain(delivered.rows()) {
        rows.insert((row.view.number(), natural_key(&row)), row);
    }
    let mut merged = RecordBuilder::default();
    for row in rows.into_values() {
        merged.push(SourceRow::from(row));
    }
    merged
}

fn natural_key(row: &Row<'_>) -> Vec<String> {
    row.cells()
        .filter(|(column, _)| column.spec().is_some_and(|spec| spec.key))
        .map(|(column, text)| format!("{}={text}", column.index()))
        .collect()
}
