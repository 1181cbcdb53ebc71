//! Finding the cell of a record that a text is.

use std::collections::BTreeSet;

use bluestem_model::column::{Column, View};
use bluestem_model::record::{Origin, Record};

/// A cell as an explanation names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its row: the file's number in the store, and the line.
    pub origin: Origin,
    /// Its column.
    pub column: Column,
    /// What stands in it.
    pub value: String,
}

/// Every cell of a record by where its text lies in memory.
pub(super) struct Cells<'r> {
    by_address: Vec<(usize, Origin, Column, &'r str)>,
}

impl<'r> Cells<'r> {
    pub(super) fn new(record: &'r Record<'r>) -> Self {
        let cells =
            record.rows().flat_map(|row| row.cells().map(move |(column, text)| (row.origin, column, text)));
        let mut by_address: Vec<_> =
            cells.map(|(origin, column, text)| (text.as_ptr().addr(), origin, column, text)).collect();
        by_address.sort_unstable_by_key(|(address, ..)| *address);
        Self { by_address }
    }

    /// The cell that the text at `address` is a part of.
    pub(super) fn at(&self, address: usize) -> Option<Cell> {
        let place = self.by_address.partition_point(|(start, ..)| *start <= address).checked_sub(1)?;
        let (start, origin, column, text) = self.by_address.get(place)?;
        (address < start + text.len()).then(|| cell(*origin, *column, text))
    }

    /// The cell of a row.
    pub(super) fn of(&self, origin: Origin, column: Column) -> Option<Cell> {
        let mut cells = self.by_address.iter();
        let found = cells.find(|(_, row, own, _)| *row == origin && *own == column);
        found.map(|(_, origin, column, text)| cell(*origin, *column, text))
    }

    /// The cells of these columns in these rows, else in the claim's one row of their view.
    pub(super) fn nearby(&self, rows: &BTreeSet<Origin>, columns: &[Column]) -> Vec<Cell> {
        let wanted = self.by_address.iter().filter(|(_, _, column, _)| columns.contains(column));
        let wanted: Vec<Cell> =
            wanted.map(|(_, origin, column, text)| cell(*origin, *column, text)).collect();
        let near: Vec<Cell> = wanted.iter().filter(|cell| rows.contains(&cell.origin)).cloned().collect();
        if near.is_empty() {
            wanted.into_iter().filter(|cell| is_header(cell.column)).collect()
        } else {
            near
        }
    }
}

/// Whether a claim has one row of the column's view.
fn is_header(column: Column) -> bool {
    matches!(
        View::from_number(column.view_number()),
        Some(View::Clm | View::ClmInstnl | View::ClmPrfnl | View::ClmDcmtn | View::ClmDtSgntr)
    )
}

fn cell(origin: Origin, column: Column, text: &str) -> Cell {
    Cell { origin, column, value: text.to_owned() }
}
