//! One RIF file: the columns of its layout, one row at a time.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use bluestem_model::rif::{RifColumn, RifKind, RifType};

use super::Dialect;
use crate::cell::{Cell, padded};
use crate::day::Day;

/// Bytes gathered before they go to the file.
const BUFFER: usize = 1 << 18;

/// A file of one type. Cells are set by column name in any order; [`Sheet::end`] writes the row. A cell that was
/// not set is empty, or `0` where the layout demands a number.
pub(super) struct Sheet {
    path: PathBuf,
    file: BufWriter<File>,
    columns: &'static [RifColumn],
    places: HashMap<&'static str, usize>,
    /// Columns that the dialect has, in order.
    shown: Vec<usize>,
    text: Vec<u8>,
    cells: Vec<(usize, usize)>,
    /// Length of the text that the rows of a claim have in common.
    kept: usize,
    row: Vec<u8>,
    pub(super) rows: u64,
    pub(super) bytes: u64,
}

impl Sheet {
    /// Creates `name` in `dir` with its header.
    pub(super) fn create(
        dir: &Path,
        name: &str,
        kind: RifType,
        dialect: Dialect,
    ) -> Result<Self, (PathBuf, io::Error)> {
        let path = dir.join(name);
        let columns = kind.columns();
        let file = match File::create(&path) {
            Ok(file) => BufWriter::with_capacity(BUFFER, file),
            Err(error) => return Err((path, error)),
        };
        let heading = |column: &RifColumn| dialect.heading(column);
        let mut sheet = Self {
            path,
            file,
            columns,
            places: columns.iter().enumerate().map(|(place, column)| (column.name, place)).collect(),
            shown: (0..columns.len())
                .filter(|place| columns.get(*place).is_some_and(|column| heading(column).is_some()))
                .collect(),
            text: Vec::new(),
            cells: vec![(0, 0); columns.len()],
            kept: 0,
            row: Vec::new(),
            rows: 0,
            bytes: 0,
        };
        let headings: Vec<&str> = columns.iter().filter_map(heading).collect();
        sheet.row.extend_from_slice(headings.join("|").as_bytes());
        sheet.send()?;
        Ok(sheet)
    }

    /// Sets a cell of the row.
    pub(super) fn set(&mut self, column: &str, value: impl Cell) -> &mut Self {
        let place = self.places.get(column).copied();
        debug_assert!(place.is_some(), "{}: no {column}", self.path.display());
        let start = self.text.len();
        value.write(&mut self.text);
        if let Some(cell) = place.and_then(|place| self.cells.get_mut(place)) {
            *cell = (start, self.text.len());
        }
        self
    }

    /// Sets the `number`-th column of a family: `ICD_DGNS_CD` and 3 are `ICD_DGNS_CD3`.
    pub(super) fn set_numbered(&mut self, family: &str, number: i64, value: impl Cell) -> &mut Self {
        self.set(&format!("{family}{number}"), value)
    }

    /// What was set so far stands in all rows until [`Sheet::clear`]: the header of a claim.
    pub(super) fn keep(&mut self) {
        self.kept = self.text.len();
    }

    /// Forgets what was kept.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.kept = 0;
        self.cells.fill((0, 0));
    }

    /// Writes the row and begins the next.
    pub(super) fn end(&mut self) -> Result<(), (PathBuf, io::Error)> {
        self.row.clear();
        for (order, place) in self.shown.iter().enumerate() {
            if order > 0 {
                self.row.push(b'|');
            }
            let (start, end) = self.cells.get(*place).copied().unwrap_or_default();
            let field = self.text.get(start..end).unwrap_or_default();
            if field.is_empty() && self.columns.get(*place).is_some_and(is_required_number) {
                self.row.push(b'0');
            }
            escape(field, &mut self.row);
        }
        for cell in self.cells.iter_mut().filter(|(start, _)| *start >= self.kept) {
            *cell = (0, 0);
        }
        self.text.truncate(self.kept);
        self.rows += 1;
        self.send()
    }

    fn send(&mut self) -> Result<(), (PathBuf, io::Error)> {
        self.row.push(b'\n');
        self.bytes += self.row.len() as u64;
        self.file.write_all(&self.row).map_err(|error| (self.path.clone(), error))
    }

    /// Brings everything to the file.
    pub(super) fn close(&mut self) -> Result<(), (PathBuf, io::Error)> {
        self.file.flush().map_err(|error| (self.path.clone(), error))
    }
}

fn is_required_number(column: &RifColumn) -> bool {
    column.required && matches!(column.kind, RifKind::Decimal(..) | RifKind::Integer)
}

/// Appends a field; the delimiter, the escape and the quote are escaped.
fn escape(field: &[u8], row: &mut Vec<u8>) {
    for byte in field {
        if matches!(byte, b'|' | b'\\' | b'"') {
            row.push(b'\\');
        }
        row.push(*byte);
    }
}

/// A day as RIF writes it: `17-Jan-1942`.
#[derive(Clone, Copy)]
pub(super) struct On(pub(super) Day);

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Cell for On {
    fn write(self, text: &mut Vec<u8>) {
        let (year, month, day) = self.0.parts();
        let month = usize::try_from(month - 1).ok().and_then(|place| MONTHS.get(place));
        padded(day.unsigned_abs(), 2, text);
        text.push(b'-');
        text.extend_from_slice(month.unwrap_or(&"Jan").as_bytes());
        text.push(b'-');
        padded(year.unsigned_abs(), 4, text);
    }
}

/// A day that may be open: [`Day::NEVER`] is empty.
pub(super) fn bounded(day: Day) -> Option<On> {
    (day < Day::NEVER).then_some(On(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_the_form_of_the_source() {
        let mut text = Vec::new();
        On(Day::civil(1942, 1, 7)).write(&mut text);
        bounded(Day::NEVER).write(&mut text);
        assert_eq!(text, b"07-Jan-1942");
    }

    #[test]
    fn delimiters_are_escaped() {
        let mut row = Vec::new();
        escape(b"a|b\\c\"d", &mut row);
        assert_eq!(row, br#"a\|b\\c\"d"#);
    }
}
