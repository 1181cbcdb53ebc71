//! Builds the stored form of a record from source rows.

use super::codec::{VERSION, cells_of, put_number};
use super::{Origin, Row};
use crate::column::{Column, View};

/// One row on its way into a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    view: View,
    origin: Origin,
    cell_count: u32,
    cells: Vec<u8>,
}

impl SourceRow {
    /// A row of `view` from `origin` with `cells` in the order of their columns. Cells of other views, empty
    /// cells and `~` (the source's "missing") are left out; blanks around a value and NUL bytes are dropped.
    pub fn new<'a>(view: View, origin: Origin, cells: impl IntoIterator<Item = (Column, &'a str)>) -> Self {
        let mut row = Self { view, origin, cell_count: 0, cells: Vec::new() };
        for (column, text) in cells {
            row.push(column, text);
        }
        row
    }

    fn push(&mut self, column: Column, text: &str) {
        let cleaned;
        let text = if text.contains('\0') {
            cleaned = text.replace('\0', "");
            cleaned.trim()
        } else {
            text.trim()
        };
        if column.view_number() != self.view.number() || text.is_empty() || text == "~" {
            return;
        }
        self.cell_count += 1;
        self.cells.push(column.index());
        put_number(&mut self.cells, text.len() as u64);
        self.cells.extend_from_slice(text.as_bytes());
    }

    /// Which view it is a row of.
    pub fn view(&self) -> View {
        self.view
    }

    /// Its cells.
    pub fn cells(&self) -> impl Iterator<Item = (Column, &str)> {
        let view = self.view;
        cells_of(&self.cells).map(move |(place, text)| (Column::new(view, place), text))
    }

    /// Bytes that it takes in memory, about.
    pub fn weight(&self) -> usize {
        self.cells.len() + 64
    }
}

impl From<Row<'_>> for SourceRow {
    fn from(row: Row<'_>) -> Self {
        Self::new(row.view, row.origin, row.cells())
    }
}

/// Collects the rows of one record.
#[derive(Clone, Debug, Default)]
pub struct RecordBuilder {
    rows: Vec<SourceRow>,
}

impl RecordBuilder {
    /// Adds a row.
    pub fn push(&mut self, row: SourceRow) {
        self.rows.push(row);
    }

    /// Every cell of every row.
    pub fn cells(&self) -> impl Iterator<Item = (Column, &str)> {
        self.rows.iter().flat_map(SourceRow::cells)
    }

    /// Whether a row of `view` is in it.
    pub fn has(&self, view: View) -> bool {
        self.rows.iter().any(|row| row.view == view)
    }

    /// The stored form with every row's origin.
    pub fn encode(mut self) -> Vec<u8> {
        self.rows.sort_by_key(|row| (row.view, row.origin));
        let size: usize = self.rows.iter().map(|row| row.cells.len() + 12).sum();
        let mut bytes = Vec::with_capacity(size + 4);
        bytes.push(VERSION);
        put_number(&mut bytes, self.rows.len() as u64);
        for row in &self.rows {
            bytes.push(row.view.number());
            put_number(&mut bytes, u64::from(row.origin.file));
            put_number(&mut bytes, u64::from(row.origin.line));
            put_number(&mut bytes, u64::from(row.cell_count));
            bytes.extend_from_slice(&row.cells);
        }
        bytes
    }

    /// The content alone, without origins: equal for equal rows whatever files they came from. For hashing.
    pub fn content(&self) -> Vec<u8> {
        self.content_of(|_| true)
    }

    /// As [`RecordBuilder::content`], of the views that `wanted` accepts.
    pub fn content_of(&self, wanted: impl Fn(View) -> bool) -> Vec<u8> {
        let mut rows: Vec<&SourceRow> = self.rows.iter().filter(|row| wanted(row.view)).collect();
        rows.sort_by_key(|row| (row.view, row.origin));
        let mut bytes = Vec::new();
        for row in rows {
            bytes.push(row.view.number());
            put_number(&mut bytes, u64::from(row.cell_count));
            bytes.extend_from_slice(&row.cells);
        }
        bytes
    }
}
