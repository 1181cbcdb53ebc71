//! A record: the source rows that make one claim or one person, each with where it came from.
//!
//! Stored form, version 1 (numbers are LEB128 unless said otherwise):
//!
//! ```text
//! 1u8  row count
//! per row:  view u8   file   line   cell count
//! per cell: column place u8   length   UTF-8 bytes
//! ```
//!
//! Rows stand in the order (view, file, line); cells in the order of their columns. Absent cells (empty or `~`
//! in the source) are not stored.

mod builder;
mod claim;
mod codec;
mod merge;
mod reads;

pub use builder::{RecordBuilder, SourceRow};
pub use claim::{ClaimRecord, Line};
pub use merge::merge_by_key;
pub use reads::{Read, Reads};

use crate::column::{Column, View};
use crate::number::{Decimal, Money};
use crate::time::{Date, is_sentinel, parse_date};

/// Why stored bytes are not a record.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RecordError {
    /// The first byte names no version that this build knows.
    #[error("record version {0} is unknown")]
    Version(u8),
    /// The bytes end before the record does, or do not parse.
    #[error("record is damaged at byte {0}")]
    Damaged(usize),
}

/// A parsed record that borrows from the stored bytes.
#[derive(Debug, Default)]
pub struct Record<'a> {
    rows: Vec<RowHead>,
    cells: Vec<(u8, &'a str)>,
    reads: Option<&'a Reads>,
}

#[derive(Debug, Clone, Copy)]
struct RowHead {
    view: View,
    origin: Origin,
    first: usize,
    end: usize,
}

/// Where a row came from: the file (a number of the store) and the line in it, counted from 1 for the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// Number of the source file.
    pub file: u32,
    /// Line in the file.
    pub line: u32,
}

/// One row of a record.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    /// The view it is a row of.
    pub view: View,
    /// Where it came from.
    pub origin: Origin,
    /// Its place among the rows of the record, from 0: several may be of one line of a file.
    pub place: usize,
    cells: &'r [(u8, &'r str)],
    reads: Option<&'r Reads>,
}

impl<'a> Record<'a> {
    /// Reads stored bytes.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, RecordError> {
        codec::decode(bytes)
    }

    /// As [`Record::parse`]; every cell that is then read by its column is noted in `reads`.
    pub fn parse_noting(bytes: &'a [u8], reads: &'a Reads) -> Result<Self, RecordError> {
        Ok(Self { reads: Some(reads), ..codec::decode(bytes)? })
    }

    /// All rows in stored order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().enumerate().map(|(place, head)| self.row(place, head))
    }

    /// The rows of one view in stored order.
    pub fn rows_of(&self, view: View) -> impl Iterator<Item = Row<'_>> {
        let first = self.rows.partition_point(|head| head.view < view);
        let rows = self.rows.iter().enumerate().skip(first);
        rows.take_while(move |(_, head)| head.view == view).map(|(place, head)| self.row(place, head))
    }

    /// The first row of one view.
    pub fn first(&self, view: View) -> Option<Row<'_>> {
        self.rows_of(view).next()
    }

    /// The first row in `column`'s view whose cell in `column` is `value`.
    pub fn find(&self, column: Column, value: &str) -> Option<Row<'_>> {
        let view = View::from_number(column.view_number())?;
        self.rows_of(view).find(|row| row.text(column) == Some(value))
    }

    fn row<'r>(&'r self, place: usize, head: &RowHead) -> Row<'r> {
        let cells = self.cells.get(head.first..head.end).unwrap_or_default();
        Row { view: head.view, origin: head.origin, place, cells, reads: self.reads }
    }
}

impl<'r> Row<'r> {
    /// The cell's text; None when absent or when `column` is of another view.
    pub fn text(&self, column: Column) -> Option<&'r str> {
        if column.view_number() != self.view.number() {
            return None;
        }
        let place = self.cells.binary_search_by_key(&column.index(), |(index, _)| *index).ok()?;
        let (_, text) = self.cells.get(place)?;
        if let Some(reads) = self.reads {
            reads.note(Read { row: self.place, column });
        }
        Some(*text)
    }

    /// The cell as an integer.
    pub fn integer(&self, column: Column) -> Option<i64> {
        self.text(column)?.parse().ok()
    }

    /// The cell as a decimal number.
    pub fn decimal(&self, column: Column) -> Option<Decimal> {
        Decimal::parse(self.text(column)?)
    }

    /// The cell as an amount, rounded to cents.
    pub fn money(&self, column: Column) -> Option<Money> {
        self.decimal(column).map(Decimal::to_money)
    }

    /// The cell as a date; None also for the source's sentinels.
    pub fn date(&self, column: Column) -> Option<Date> {
        parse_date(self.text(column)?).filter(|date| !is_sentinel(*date))
    }

    /// The cell as `YYYY-MM-DD`, as [`Row::date`] but without reading it into a date.
    pub fn date_text(&self, column: Column) -> Option<&'r str> {
        self.date(column)?;
        self.text(column)?.get(..10)
    }

    /// The cells that are present, with their columns.
    pub fn cells(&self) -> impl Iterator<Item = (Column, &'r str)> + use<'r> {
        let view = self.view;
        self.cells.iter().map(move |(index, text)| (Column::new(view, *index), *text))
    }
}

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod tests;
