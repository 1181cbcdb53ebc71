//! The first pass: reads every file once, checks every row and puts it where its record will find it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;

use bluestem_model::column::{View, prvdr_hstry};
use bluestem_store::claims::SourceFile;

use super::claims::Claims;
use super::delivery::{DeliveredFile, Delivery};
use super::digest::Digesting;
use super::header::{Checked, Header, JoinKey};
use super::join::{Belongs, belongs};
use super::people::People;
use super::reference::{References, plan, provider};
use super::row::RawRow;
use super::signature::Signatures;
use crate::csv::{Cells, Frame, FrameError, Frames};
use crate::report::{FileFault, LoadReport, Place, Reason, Warning};
use crate::{LoadError, Progress, Stage, Step};

/// Rows between two words about progress.
const PACE: u64 = 8192;

/// What the first pass found.
pub(super) struct Collected {
    pub(super) references: References,
    pub(super) signatures: Signatures,
    pub(super) people: People,
    pub(super) claims: Claims,
    pub(super) files: Vec<SourceFile>,
}

/// Reads a delivery. Where the report has a fault afterwards, what was collected is not whole.
pub(super) fn read(
    delivery: &Delivery,
    report: &mut LoadReport,
    progress: &dyn Progress,
) -> Result<Collected, LoadError> {
    let size_of = |wanted: fn(View) -> bool| {
        delivery.files.iter().filter(|file| wanted(file.view)).map(|file| file.size).sum::<u64>()
    };
    let mut pass = Pass {
        collected: Collected {
            references: References::default(),
            signatures: Signatures::default(),
            people: People::new(size_of(is_of_people)),
            claims: Claims::new(size_of(is_of_claims)),
            files: Vec::new(),
        },
        report,
        progress,
        total: size_of(|_| true),
        done: 0,
        rows: 0,
    };
    let mut files = vec![None; delivery.files.len()];
    for (number, file) in in_reading_order(delivery) {
        if let Some(slot) = files.get_mut(number as usize) {
            *slot = pass.read_file(number, file)?;
        }
    }
    let mut collected = pass.collected;
    collected.references.file_by_contract();
    collected.files = files.into_iter().flatten().collect();
    Ok(collected)
}

fn is_of_claims(view: View) -> bool {
    matches!(belongs(view), Belongs::Claim | Belongs::DateSignature)
}

fn is_of_people(view: View) -> bool {
    matches!(belongs(view), Belongs::Person | Belongs::Identifier | Belongs::CrossReference)
}

/// People's versions come before their identifiers, which are joined by them; the rest in the order of the views.
fn in_reading_order(delivery: &Delivery) -> Vec<(u32, &DeliveredFile)> {
    let mut files: Vec<_> = (0..).zip(&delivery.files).collect();
    files.sort_by_key(|(number, file)| (file.view != View::BeneHstry, file.view, *number));
    files
}

struct Pass<'p> {
    collected: Collected,
    report: &'p mut LoadReport,
    progress: &'p dyn Progress,
    total: u64,
    done: u64,
    rows: u64,
}

/// A file that is being read.
struct Open<'f> {
    number: u32,
    file: &'f DeliveredFile,
    header: Header,
    /// Numbers of cells that rows before had, where they had fewer than the header.
    short: BTreeSet<usize>,
}

impl Pass<'_> {
    /// Reads one file to its end; None when it has a fault, which is then in the report.
    fn read_file(&mut self, number: u32, file: &DeliveredFile) -> Result<Option<SourceFile>, LoadError> {
        let source = match File::open(&file.absolute) {
            Ok(source) => Digesting::new(source),
            Err(error) => return Ok(self.fault(file, FileFault::Io(error.kind()))),
        };
        let mut frames = Frames::new(source);
        let mut cells = Cells::default();
        match frames.next() {
            Ok(Some(frame)) => cells.split(frame.bytes),
            Ok(None) => return Ok(self.fault(file, FileFault::NoHeader)),
            Err(error) => return Ok(self.fault(file, fault_of(error))),
        }
        let header = match Header::read(file.view, &cells) {
            Ok(header) => header,
            Err(fault) => return Ok(self.fault(file, fault)),
        };
        for name in &header.unknown {
            let name = name.clone();
            self.report.warnings.add(Warning::UnknownColumn { file: file.path.clone(), name });
        }
        let mut open = Open { number, file, header, short: BTreeSet::new() };
        let mut scratch = Vec::new();
        loop {
            let read = match frames.next() {
                Ok(Some(frame)) => self.read_row(&mut open, &frame, &mut cells, &mut scratch)?,
                Ok(None) => break,
                Err(error) => Err(fault_of(error)),
            };
            if let Err(fault) = read {
                return Ok(self.fault(file, fault));
            }
            self.rows += 1;
            if self.rows.is_multiple_of(PACE) {
                self.tell(frames.source().bytes());
            }
        }
        let (size, sha256) = frames.into_source().finish();
        self.done += size;
        self.tell(0);
        Ok(Some(SourceFile { path: file.path.clone(), size, sha256 }))
    }

    fn tell(&self, read: u64) {
        let done = (self.done + read).min(self.total);
        self.progress.step(Step { stage: Stage::Reading, done, total: self.total, rows: self.rows });
    }

    fn fault(&mut self, file: &DeliveredFile, fault: FileFault) -> Option<SourceFile> {
        self.report.fault(&file.path, fault);
        None
    }

    /// Reads one row. A fault of the row that makes the file unreadable comes back as the inner error.
    fn read_row(
        &mut self,
        open: &mut Open<'_>,
        frame: &Frame<'_>,
        cells: &mut Cells,
        scratch: &mut Vec<u8>,
    ) -> Result<Result<(), FileFault>, LoadError> {
        if frame.bytes.is_empty() {
            return Ok(Ok(()));
        }
        cells.split(frame.bytes);
        if frame.multiline && swallowed_rows(open, cells) {
            return Ok(Err(FileFault::OpenQuote(frame.line)));
        }
        let place = Place { file: open.number, line: frame.line };
        let view = open.file.view;
        self.report.view(view).read += 1;
        if is_cut(open, frame, cells) {
            self.report.view(view).refused += 1;
            self.report.refuse(place, None, Reason::CutOff);
            return Ok(Err(FileFault::CutOff(frame.line)));
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
            self.note_refused(view, key, place)?;
            if reason == Reason::NotUtf8 {
                return Ok(Err(FileFault::NotUtf8(frame.line)));
            }
            return Ok(Ok(()));
        }
        if let Some(column) = odd_timestamp {
            let (file, line) = (open.file.path.clone(), frame.line);
            self.report.warnings.add(Warning::OddTimestamp { file, line, column: column.name() });
        }
        self.keep(key.unwrap_or_default(), &RawRow { view, place, cells: scratch })?;
        Ok(Ok(()))
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

    /// A refused row takes its claim with it; of other records the row alone is missing.
    fn note_refused(&mut self, view: View, key: Option<JoinKey>, place: Place) -> Result<(), LoadError> {
        if view == View::Clm {
            self.report.claims.read += 1;
            self.report.claims.refused += 1;
        }
        let Some(key) = key else { return Ok(()) };
        match belongs(view) {
            Belongs::Claim => self.collected.claims.push_refused(&key, place),
            Belongs::DateSignature => self.collected.claims.push_refused_signature(key[0], place),
            Belongs::Signature => {
                self.collected.signatures.refuse(view, key[0], place);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn keep(&mut self, key: JoinKey, row: &RawRow<'_>) -> Result<(), LoadError> {
        let Collected { references, signatures, people, claims, .. } = &mut self.collected;
        let counts = self.report.view(row.view);
        match belongs(row.view) {
            Belongs::Claim => claims.push(&key, row)?,
            Belongs::DateSignature => claims.push_signature(key[0], row)?,
            Belongs::Signature => {
                if !signatures.add(key[0], row) {
                    counts.repeated += 1;
                }
            }
            Belongs::Person => people.push(key[0], row)?,
            Belongs::CrossReference => people.push_cross_reference(key[0], key[1], row)?,
            Belongs::Identifier => {
                if people.push_identifier(row)? {
                    counts.used += 1;
                } else if self.report.is_complete() {
                    let counts = self.report.view(row.view);
                    counts.orphaned += 1;
                    self.report.refuse(row.place, None, Reason::NoPerson);
                }
            }
            Belongs::Provider => match row.text(prvdr_hstry::PRVDR_NPI_NUM) {
                Some(npi) if references.add(provider(npi), row) => counts.used += 1,
                Some(_) => counts.repeated += 1,
                None => {
                    counts.refused += 1;
                    self.report.refuse(row.place, Some(prvdr_hstry::PRVDR_NPI_NUM), Reason::MissingKey);
                }
            },
            Belongs::Plan if references.add(plan(key[0]), row) => counts.used += 1,
            Belongs::Plan => counts.repeated += 1,
            Belongs::Nothing => counts.unused += 1,
        }
        Ok(())
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

fn fault_of(error: FrameError) -> FileFault {
    match error {
        FrameError::Io(error) => FileFault::Io(io::Error::kind(&error)),
        FrameError::OpenQuote(line) => FileFault::OpenQuote(line),
    }
}
