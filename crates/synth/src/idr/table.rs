//! One file: a view's columns, one row at a time.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use bluestem_model::column::{Column, View, ViewSpec};
use bluestem_model::number::Money;

use crate::day::Day;

/// Bytes gathered before they go to the file.
const BUFFER: usize = 1 << 18;

/// The file of a view. Cells are set in any order; [`Table::end`] writes the row. A cell that was not set is
/// empty.
pub(super) struct Table {
    path: PathBuf,
    spec: &'static ViewSpec,
    file: BufWriter<File>,
    text: Vec<u8>,
    cells: Vec<(usize, usize)>,
    row: Vec<u8>,
    pub(super) rows: u64,
    pub(super) bytes: u64,
}

impl Table {
    /// Creates `SYNTHETIC_<stem>.csv` in `dir` with its header.
    pub(super) fn create(dir: &Path, view: View) -> Result<Self, (PathBuf, io::Error)> {
        let spec = view.spec();
        let path = dir.join(format!("SYNTHETIC_{}.csv", spec.stem));
        let mut table = match File::create(&path) {
            Ok(file) => Self {
                path,
                spec,
                file: BufWriter::with_capacity(BUFFER, file),
                text: Vec::new(),
                cells: vec![(0, 0); spec.columns.len()],
                row: Vec::new(),
                rows: 0,
                bytes: 0,
            },
            Err(error) => return Err((path, error)),
        };
        for (column, spec) in spec.columns.iter().enumerate() {
            table.write(column, spec.name);
        }
        table.end()?;
        table.rows = 0;
        Ok(table)
    }

    /// Sets a cell of the row.
    pub(super) fn set(&mut self, column: Column, value: impl Cell) -> &mut Self {
        debug_assert_eq!(column.view_number(), self.spec.view.number(), "{column:?}");
        self.write(usize::from(column.index()), value);
        self
    }

    fn write(&mut self, column: usize, value: impl Cell) {
        let start = self.text.len();
        value.write(&mut self.text);
        if let Some(cell) = self.cells.get_mut(column) {
            *cell = (start, self.text.len());
        }
    }

    /// Writes the row and begins the next.
    pub(super) fn end(&mut self) -> Result<(), (PathBuf, io::Error)> {
        self.row.clear();
        for (place, (start, end)) in self.cells.iter_mut().enumerate() {
            if place > 0 {
                self.row.push(b',');
            }
            quote(self.text.get(*start..*end).unwrap_or_default(), &mut self.row);
            (*start, *end) = (0, 0);
        }
        self.row.push(b'\n');
        self.text.clear();
        self.rows += 1;
        self.bytes += self.row.len() as u64;
        self.file.write_all(&self.row).map_err(|error| (self.path.clone(), error))
    }

    /// Brings everything to the file.
    pub(super) fn close(&mut self) -> Result<(), (PathBuf, io::Error)> {
        self.file.flush().map_err(|error| (self.path.clone(), error))
    }
}

/// Appends a field, in quotes where RFC 4180 asks for them.
fn quote(field: &[u8], row: &mut Vec<u8>) {
    if !field.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        row.extend_from_slice(field);
        return;
    }
    row.push(b'"');
    for byte in field {
        if *byte == b'"' {
            row.push(b'"');
        }
        row.push(*byte);
    }
    row.push(b'"');
}

/// A value that can stand in a cell.
pub(super) trait Cell {
    fn write(self, text: &mut Vec<u8>);
}

impl Cell for &str {
    fn write(self, text: &mut Vec<u8>) {
        text.extend_from_slice(self.as_bytes());
    }
}

impl Cell for &String {
    fn write(self, text: &mut Vec<u8>) {
        text.extend_from_slice(self.as_bytes());
    }
}

impl<T: Cell> Cell for Option<T> {
    fn write(self, text: &mut Vec<u8>) {
        if let Some(value) = self {
            value.write(text);
        }
    }
}

impl Cell for u64 {
    #[allow(clippy::cast_possible_truncation)] // a remainder by 10
    fn write(self, text: &mut Vec<u8>) {
        let start = text.len();
        let mut rest = self;
        loop {
            text.push(b'0' + (rest % 10) as u8);
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if let Some(digits) = text.get_mut(start..) {
            digits.reverse();
        }
    }
}

impl Cell for i64 {
    fn write(self, text: &mut Vec<u8>) {
        if self < 0 {
            text.push(b'-');
        }
        self.unsigned_abs().write(text);
    }
}

impl Cell for u16 {
    fn write(self, text: &mut Vec<u8>) {
        u64::from(self).write(text);
    }
}

/// Dollars with two places: `12.50`.
impl Cell for Money {
    fn write(self, text: &mut Vec<u8>) {
        if self.0 < 0 {
            text.push(b'-');
        }
        (self.0.unsigned_abs() / 100).write(text);
        text.push(b'.');
        padded(self.0.unsigned_abs() % 100, 2, text);
    }
}

/// A number in thousandths: `30`, `2.5`.
pub(super) struct Thousandths(pub(super) i64);

impl Cell for Thousandths {
    fn write(self, text: &mut Vec<u8>) {
        (self.0 / 1000).write(text);
        let fraction = self.0.unsigned_abs() % 1000;
        if fraction > 0 {
            text.push(b'.');
            padded(fraction, 3, text);
        }
    }
}

/// ISO 8601 date.
impl Cell for Day {
    fn write(self, text: &mut Vec<u8>) {
        let (year, month, day) = self.parts();
        padded(year.unsigned_abs(), 4, text);
        text.push(b'-');
        padded(month.unsigned_abs(), 2, text);
        text.push(b'-');
        padded(day.unsigned_abs(), 2, text);
    }
}

/// A timestamp of the source at a day's first moment: `2020-09-27T00:00:00.000000`.
pub(super) struct Moment(pub(super) Day);

impl Cell for Moment {
    fn write(self, text: &mut Vec<u8>) {
        self.0.write(text);
        text.extend_from_slice(b"T00:00:00.000000");
    }
}

#[allow(clippy::cast_possible_truncation)] // a remainder by 10
fn padded(number: u64, width: u32, text: &mut Vec<u8>) {
    for place in (0..width).rev() {
        text.push(b'0' + (number / 10_u64.pow(place) % 10) as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: impl Cell) -> String {
        let mut text = Vec::new();
        value.write(&mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn cells_have_the_forms_of_the_source() {
        assert_eq!(text(-42_i64), "-42");
        assert_eq!(text(0_u64), "0");
        assert_eq!(text(Money(1205)), "12.05");
        assert_eq!(text(Thousandths(2500)), "2.500");
        assert_eq!(text(Thousandths(30_000)), "30");
        assert_eq!(text(Day::NEVER), "9999-12-31");
        assert_eq!(text(Moment(Day::civil(2020, 9, 27))), "2020-09-27T00:00:00.000000");
    }

    #[test]
    fn fields_with_commas_and_quotes_are_quoted() {
        let mut row = Vec::new();
        quote(b"Oak, \"Old\"", &mut row);
        assert_eq!(row, b"\"Oak, \"\"Old\"\"\"");
    }
}
