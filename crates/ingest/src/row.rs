//! A checked row on its way from file to record: its cells in a compact form that can be put aside on disk.

use bluestem_model::column::{Column, View};
use bluestem_model::record::{Origin, SourceRow};

use crate::report::Place;

/// Cells: per cell that is present the column's place (one byte), the length (four bytes, little-endian) and
/// the text; in the order of the columns.
pub(crate) fn put_cell(cells: &mut Vec<u8>, column: Column, text: &str) {
    cells.push(column.index());
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    cells.extend_from_slice(&length.to_le_bytes());
    cells.extend_from_slice(text.as_bytes());
}

/// A row that borrows its cells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawRow<'a> {
    pub(crate) view: View,
    /// The file by its number in the delivery.
    pub(crate) place: Place,
    pub(crate) cells: &'a [u8],
}

/// A row that is kept.
#[derive(Clone, Debug)]
pub(crate) struct KeptRow {
    view: View,
    place: Place,
    cells: Box<[u8]>,
}

impl KeptRow {
    pub(crate) fn raw(&self) -> RawRow<'_> {
        RawRow { view: self.view, place: self.place, cells: &self.cells }
    }
}

impl<'a> RawRow<'a> {
    pub(crate) fn keep(&self) -> KeptRow {
        KeptRow { view: self.view, place: self.place, cells: self.cells.into() }
    }

    /// Whether it says the same, wherever it stands.
    pub(crate) fn is_same(&self, other: &RawRow<'_>) -> bool {
        (self.view, self.cells) == (other.view, other.cells)
    }

    /// The cells that are present.
    pub(crate) fn cells(&self) -> impl Iterator<Item = (Column, &'a str)> + use<'a> {
        let view = self.view;
        let mut rest = self.cells;
        std::iter::from_fn(move || {
            let (&place, behind) = rest.split_first()?;
            let (length, behind) = behind.split_first_chunk::<4>()?;
            let (text, behind) = behind.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            rest = behind;
            Some((Column::new(view, place), std::str::from_utf8(text).unwrap_or_default()))
        })
    }

    /// The text of one cell; None when absent.
    pub(crate) fn text(&self, column: Column) -> Option<&'a str> {
        self.cells().find(|(candidate, _)| *candidate == column).map(|(_, text)| text)
    }

    /// One cell as an integer.
    pub(crate) fn integer(&self, column: Column) -> Option<i64> {
        self.text(column)?.parse().ok()
    }

    /// The row as records take it; `files` are the numbers that the store gave to the delivery's files.
    pub(crate) fn source_row(&self, files: &[u32]) -> SourceRow {
        let file = files.get(self.place.file as usize).copied().unwrap_or_default();
        SourceRow::new(self.view, Origin { file, line: self.place.line }, self.cells())
    }
}
