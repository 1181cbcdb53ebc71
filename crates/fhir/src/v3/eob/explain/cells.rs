//! Finding the cell of a record that a text is.

use std::collections::BTreeSet;

use bluestem_model::claim::ClaimIndex;
use bluestem_model::column::{Column, View};
use bluestem_model::id::Namespace;
use bluestem_model::record::{Origin, Record, Row};
use bluestem_model::rif::ClaimSource;

/// A cell as an explanation names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its row: the file's number in the store, and the line.
    pub origin: Origin,
    /// The place of its row in the record.
    pub(super) row: usize,
    /// Its column in the record.
    pub column: Column,
    /// What the source calls the files of its row: a view of the IDR, a file type of the CCW.
    pub view: &'static str,
    /// What the source calls its column.
    pub name: &'static str,
    /// What stands in it.
    pub value: String,
}

/// Every cell of a record by where its text lies in memory.
pub(super) struct Cells<'r> {
    /// Of a claim of the CCW: the file that it was made of.
    source: Option<ClaimSource<'r>>,
    by_address: Vec<Stored<'r>>,
}

/// A cell in its row.
#[derive(Clone, Copy)]
struct Stored<'r> {
    row: Row<'r>,
    column: Column,
    text: &'r str,
}

impl Stored<'_> {
    fn address(&self) -> usize {
        self.text.as_ptr().addr()
    }
}

impl<'r> Cells<'r> {
    pub(super) fn new(claim: &ClaimIndex, record: &'r Record<'r>) -> Self {
        let of_row = |row: Row<'r>| row.cells().map(move |(column, text)| Stored { row, column, text });
        let mut by_address: Vec<_> = record.rows().flat_map(of_row).collect();
        by_address.sort_unstable_by_key(Stored::address);
        let of_ccw = claim.id.namespace == Namespace::Ccw;
        let source = of_ccw.then(|| ClaimSource::of(claim.kind, record)).flatten();
        Self { source, by_address }
    }

    /// The cell that the text at `address` is a part of.
    pub(super) fn at(&self, address: usize) -> Option<Cell> {
        let place = self.by_address.partition_point(|stored| stored.address() <= address).checked_sub(1)?;
        let stored = self.by_address.get(place)?;
        (address < stored.address() + stored.text.len()).then(|| self.cell(stored))
    }

    /// The cell of a row, by the row's place in the record.
    pub(super) fn of(&self, row: usize, column: Column) -> Option<Cell> {
        let mut cells = self.by_address.iter();
        let found = cells.find(|stored| stored.row.place == row && stored.column == column);
        found.map(|stored| self.cell(stored))
    }

    /// The cells of these columns in these rows, else in the claim's one row of their view.
    pub(super) fn nearby(&self, rows: &BTreeSet<usize>, columns: &[Column]) -> Vec<Cell> {
        let wanted = self.by_address.iter().filter(|stored| columns.contains(&stored.column));
        let wanted: Vec<Cell> = wanted.map(|stored| self.cell(stored)).collect();
        let near: Vec<Cell> = wanted.iter().filter(|cell| rows.contains(&cell.row)).cloned().collect();
        if near.is_empty() {
            wanted.into_iter().filter(|cell| is_header(cell.column)).collect()
        } else {
            near
        }
    }

    fn cell(&self, stored: &Stored<'_>) -> Cell {
        let Stored { row, column, text } = stored;
        let (view, name) = self.named(row, *column).unwrap_or((row.view.spec().name, column.name()));
        Cell { origin: row.origin, row: row.place, column: *column, view, name, value: (*text).to_owned() }
    }

    /// What the CCW calls a cell of its claims.
    fn named(&self, row: &Row<'_>, column: Column) -> Option<(&'static str, &'static str)> {
        let source = self.source.as_ref()?;
        Some((source.file().name(), source.column(row, column)?))
    }
}

/// Whether a claim has one row of the column's view.
fn is_header(column: Column) -> bool {
    matches!(
        View::from_number(column.view_number()),
        Some(View::Clm | View::ClmInstnl | View::ClmPrfnl | View::ClmDcmtn | View::ClmDtSgntr)
    )
}
