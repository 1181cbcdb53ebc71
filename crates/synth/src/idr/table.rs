//! One file: a view's columns, one row at a time.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use bluestem_model::column::{Column, View, ViewSpec};

use crate::cell::Cell;
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

/// A timestamp of the source at a day's first moment: `2020-09-27T00:00:00.000000`.
pub(super) struct Moment(pub(super) Day);

impl Cell for Moment {
    fn write(self, text: &mut Vec<u8>) {
        self.0.write(text);
        text.extend_from_slice(b"T00:00:00.000000");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_the_first_of_its_day() {
        let mut text = Vec::new();
        Moment(Day::civil(2020, 9, 27)).write(&mut text);
        assert_eq!(text, b"2020-09-27T00:00:00.000000");
    }

    #[test]
    fn fields_with_commas_and_quotes_are_quoted() {
        let mut row = Vec::new();
        quote(b"Oak, \"Old\"", &mut row);
        assert_eq!(row, b"\"Oak, \"\"Old\"\"\"");
    }
}
