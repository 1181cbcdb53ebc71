//! Checks one row.

use std::collections::BTreeSet;

use super::super::delivery::DeliveredFile;
use super::super::header::{Checked, Header};
use super::Pass;
use crate::csv::{Cells, Frame};
use crate::reading::Stop;
use crate::report::{FileFault, Place, Reason, Warning};
use crate::row::RawRow;

/// A file that is being read.
pub(super) struct Open<'f> {
    pub(super) number: u32,
    pub(super) file: &'f DeliveredFile,
    pub(super) header: Header,
    /// Numbers of cells that rows before had, where they had fewer than the header.
    short: BTreeSet<usize>,
}

impl<'f> Open<'f> {
    pub(super) fn new(number: u32, file: &'f DeliveredFile, header: Header) -> Self {
        Self { number, file, header, short: BTreeSet::new() }
    }
}

impl Pass<'_> {
    /// Reads one row.
    pub(super) fn read_row(
        &mut self,
        open: &mut Open<'_>,
        frame: &Frame<'_>,
        cells: &mut Cells,
        scratch: &mut Vec<u8>,
    ) -> Result<(), Stop> {
        if frame.bytes.is_empty() {
            return Ok(());
        }
        cells.split(frame.bytes);
        if frame.multiline && swallowed_rows(open, cells) {
            return Err(Stop::File(FileFault::OpenQuote(frame.line)));
        }
        let place = Place { file: open.number, line: frame.line };
        let view = open.file.view;
        self.report.view(view).read += 1;
        if is_cut(open, frame, cells) {
            self.report.view(view).refused += 1;
            self.report.refuse(place, None, Reason::CutOff);
            return Err(Stop::File(FileFault::CutOff(frame.line)));
        }
        self.warn_of_width(open, cells, frame.line);
        let key = open.header.join_key(cells);
        let Checked { wrong, odd_timestamp } = open.header.check(cells, scratch);
        let (key, wrong) = match key {
            Ok(key) => (Some(key), wrong),
            Err(wrong) => (None, Some(wrong)),
        };
        if let Some((column, reason)) = wrong {
            self.report.view(view).refused += 1;
            self.report.refuse(place, Some(column), reason);
            self.note_refused(key, &RawRow { view, place, cells: scratch })?;
            return match reason {
                Reason::NotUtf8 => Err(Stop::File(FileFault::NotUtf8(frame.line))),
                _ => Ok(()),
            };
        }
        if let Some(column) = odd_timestamp {
            let (file, line) = (open.file.path.clone(), frame.line);
            self.report.warnings.add(Warning::OddTimestamp { file, line, column: column.name() });
        }
        self.keep(key.unwrap_or_default(), &RawRow { view, place, cells: scratch })?;
        Ok(())
    }

    fn warn_of_width(&mut self, open: &mut Open<'_>, cells: &Cells, line: u32) {
        let file = || open.file.path.clone();
        if cells.len() < open.header.width {
            self.report.warnings.add(Warning::ShortRow { file: file(), line });
            open.short.insert(cells.len());
        } else if cells.iter().skip(open.header.width).any(|cell| !cell.trim_ascii().is_empty()) {
            self.report.warnings.add(Warning::ExtraCells { file: file(), line });
        }
    }
}

/// Whether the last line was cut off: it has no line end and fewer cells than the header. Not when rows before
/// it are as short, for then the file's writer leaves empty cells away.
fn is_cut(open: &Open<'_>, frame: &Frame<'_>, cells: &Cells) -> bool {
    !frame.ended && !open.header.may_end_with(cells) && !open.short.contains(&cells.len())
}

/// Whether a quote that was never meant to open took rows into a cell: the record has another number of cells
/// than the header, or a cell with line ends has as many commas as a row.
fn swallowed_rows(open: &Open<'_>, cells: &Cells) -> bool {
    let commas = |cell: &[u8]| memchr::memchr_iter(b',', cell).count();
    let swallows = |cell: &[u8]| cell.contains(&b'\n') && commas(cell) + 1 >= open.header.width;
    cells.len() != open.header.width || cells.iter().any(swallows)
}
