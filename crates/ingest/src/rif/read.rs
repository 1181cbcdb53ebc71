//! The first pass: reads every file once, checks every row and puts it where its record will find it.

use std::collections::HashSet;
use std::fs::File;

use bluestem_model::column::View;
use bluestem_model::id::ClaimId;
use bluestem_model::rif::RifType;
use bluestem_store::claims::SourceFile;

use super::cells::{RifCells, has_delimiter};
use super::delivery::{Delivery, RifFile};
use super::header::{Dialect, Header};
use super::row::put_value;
use super::value::value;
use crate::csv::{Frame, FrameError, Frames};
use crate::digest::Digesting;
use crate::reading::{BYTE_ORDER_MARK, PACE, Stop};
use crate::report::{FileFault, LoadReport, Place, Reason, Warning};
use crate::row::RawRow;
use crate::spill::Spill;
use crate::{LoadError, Progress, Stage, Step};

/// Rows of one sort, put aside by record.
pub(super) struct Pile {
    pub(super) spill: Spill,
    /// Records that each partition has at most.
    most: Vec<u64>,
    last: Option<i64>,
}

impl Pile {
    fn new(bytes: u64) -> Self {
        let spill = Spill::new(bytes);
        Self { most: vec![0; spill.len()], spill, last: None }
    }

    /// Counts the record of a row, unless the row before it was of the same.
    fn count(&mut self, number: i64) {
        if self.last != Some(number)
            && let Some(most) = self.most.get_mut(self.spill.partition_of(&[number, 0, 0, 0]))
        {
            *most += 1;
        }
        self.last = Some(number);
    }

    fn push(&mut self, number: i64, row: &RawRow<'_>) -> Result<(), LoadError> {
        self.count(number);
        self.spill.push(&[number, 0, 0, 0], row)
    }

    fn push_refused(&mut self, number: i64, place: Place) -> Result<(), LoadError> {
        self.count(number);
        self.spill.push_refused(&[number, 0, 0, 0], place)
    }

    /// How many parts of `size` records each partition has at most.
    pub(super) fn parts(&self, size: usize) -> Vec<u64> {
        self.most.iter().map(|records| records.div_ceil(size as u64)).collect()
    }
}

/// What is known of a file that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileKind {
    pub(super) kind: RifType,
    pub(super) dialect: Dialect,
}

/// What the first pass found.
pub(super) struct Collected {
    pub(super) people: Pile,
    pub(super) claims: Pile,
    /// Who has a row in the delivery.
    pub(super) delivered: HashSet<i64>,
    pub(super) files: Vec<SourceFile>,
    /// By number of the file.
    pub(super) kinds: Vec<Option<FileKind>>,
}

/// Reads a delivery. Where the report has a fault afterwards, what was collected is not whole.
pub(super) fn read(
    delivery: &Delivery,
    report: &mut LoadReport,
    progress: &dyn Progress,
) -> Result<Collected, LoadError> {
    let total: u64 = delivery.files.iter().map(|file| file.size).sum();
    let mut pass = Pass {
        collected: Collected {
            people: Pile::new(total / 4),
            claims: Pile::new(total),
            delivered: HashSet::new(),
            files: Vec::new(),
            kinds: vec![None; delivery.files.len()],
        },
        report,
        progress,
        total,
        done: 0,
        rows: 0,
    };
    for (number, file) in (0..).zip(&delivery.files) {
        let read = match pass.read_file(number, file) {
            Ok(read) => read,
            Err(Stop::Load(error)) => return Err(error),
            Err(Stop::File(fault)) => {
                pass.report.fault(&file.path, fault);
                continue;
            }
        };
        pass.collected.files.push(read);
    }
    Ok(pass.collected)
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
    file: &'f RifFile,
    header: Header,
    /// The record of the row before.
    last: Option<i64>,
}

impl Pass<'_> {
    fn read_file(&mut self, number: u32, file: &RifFile) -> Result<SourceFile, Stop> {
        let source = File::open(&file.absolute).map_err(FrameError::Io)?;
        let mut frames = Frames::delimited(Digesting::new(source), b'|');
        let mut cells = RifCells::default();
        let first = frames.next()?.ok_or(Stop::File(FileFault::NoHeader))?;
        cells.split(first.bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(first.bytes));
        let header = match Header::read(&cells) {
            None => return Err(Stop::File(FileFault::UnknownHeader)),
            Some(header) => header.map_err(Stop::File)?,
        };
        if let Some(expected) = file.kind.filter(|kind| *kind != header.kind) {
            return Err(Stop::File(FileFault::OtherType(expected.name(), header.kind.name())));
        }
        for name in &header.unknown {
            let name = name.clone();
            self.report.warnings.add(Warning::UnknownColumn { file: file.path.clone(), name });
        }
        if let Some(slot) = self.collected.kinds.get_mut(number as usize) {
            *slot = Some(FileKind { kind: header.kind, dialect: header.dialect });
        }
        let mut open = Open { number, file, header, last: None };
        let mut row = Vec::new();
        while let Some(frame) = frames.next()? {
            self.read_row(&mut open, &frame, &mut cells, &mut row)?;
            self.rows += 1;
            if self.rows.is_multiple_of(PACE) {
                self.tell(frames.source().bytes())?;
            }
        }
        let (size, sha256) = frames.into_source().finish();
        if size != file.size {
            return Err(Stop::File(FileFault::Changed(file.size, size)));
        }
        self.done += size;
        self.tell(0)?;
        Ok(SourceFile { path: file.path.clone(), size, sha256 })
    }

    fn tell(&self, read: u64) -> Result<(), LoadError> {
        let done = (self.done + read).min(self.total);
        let step = Step { stage: Stage::Reading, done, total: self.total, rows: self.rows };
        Ok(self.progress.step(step)?)
    }

    fn read_row(
        &mut self,
        open: &mut Open<'_>,
        frame: &Frame<'_>,
        cells: &mut RifCells,
        row: &mut Vec<u8>,
    ) -> Result<(), Stop> {
        if frame.bytes.trim_ascii().is_empty() {
            return Ok(());
        }
        if frame.multiline && has_delimiter(frame.bytes) && frame.bytes.len() > 1 << 16 {
            return Err(Stop::File(FileFault::OpenQuote(frame.line)));
        }
        let kind = open.header.kind;
        let place = Place { file: open.number, line: frame.line };
        cells.split(frame.bytes);
        if cells.len() < open.header.width {
            let short = cells.len();
            cells.split_plainly(frame.bytes);
            if cells.len() != open.header.width || short == cells.len() {
                cells.split(frame.bytes);
            }
        }
        self.report.rows_of(kind).read += 1;
        if cells.iter().skip(open.header.width).any(|cell| !cell.trim_ascii().is_empty()) {
            let (file, line) = (open.file.path.clone(), frame.line);
            self.report.warnings.add(Warning::ExtraCells { file, line });
        }
        let is_cut = !frame.ended && cells.len() < open.header.width;
        let number = record_number(&open.header, cells, is_cut);
        let wrong = if is_cut { Some((None, Reason::CutOff)) } else { check(&open.header, cells, row) };
        let number = match number {
            Ok(number) => number,
            Err(reason) => {
                // Whose row it is nobody can tell; where it was cut off it may be of the record before.
                if let Some(last) = open.last.filter(|_| is_cut) {
                    self.note_refused(kind, last, place)?;
                }
                let (column, reason) = wrong.unwrap_or((Some(kind.key()), reason));
                self.refuse(open, place, column, reason);
                return Ok(());
            }
        };
        open.last = Some(number);
        if let Some((column, reason)) = wrong {
            self.refuse(open, place, column, reason);
            return Ok(self.note_refused(kind, number, place)?);
        }
        let view = if kind.claim_kind().is_some() { View::CcwClm } else { View::CcwBene };
        let raw = RawRow { view, place, cells: row };
        let Collected { people, claims, delivered, .. } = &mut self.collected;
        if kind.claim_kind().is_some() {
            claims.push(number, &raw)?;
        } else {
            if kind == RifType::Beneficiary {
                delivered.insert(number);
            }
            people.push(number, &raw)?;
        }
        Ok(())
    }

    fn refuse(&mut self, open: &Open<'_>, place: Place, column: Option<&'static str>, reason: Reason) {
        self.report.rows_of(open.header.kind).refused += 1;
        self.report.refuse_cell(place, column, reason);
        if reason == Reason::CutOff {
            self.report.cut_off(&open.file.path, place.line);
        }
    }

    /// A refused row takes its claim with it; of people the row alone is missing.
    fn note_refused(&mut self, kind: RifType, number: i64, place: Place) -> Result<(), LoadError> {
        if kind.claim_kind().is_some() { self.collected.claims.push_refused(number, place) } else { Ok(()) }
    }
}

/// The number of the row's record, as the store keeps it. Of a row that was cut off only where the number itself
/// cannot have been.
fn record_number(header: &Header, cells: &RifCells, is_cut: bool) -> Result<i64, Reason> {
    let kind = header.kind;
    let key = kind.columns().iter().position(|column| column.name == kind.key());
    let key = key.and_then(|place| u16::try_from(place).ok());
    let position = header.places.iter().position(|place| place.is_some() && *place == key).unwrap_or(0);
    if is_cut && position + 1 >= cells.len() {
        return Err(Reason::CutOff);
    }
    let text = cells.get(position).and_then(|cell| std::str::from_utf8(cell).ok()).unwrap_or_default().trim();
    if text.is_empty() {
        return Err(Reason::Required);
    }
    let number = text.parse::<i64>().map_err(|_| Reason::NotRif("an integer of 64 bits"))?;
    if kind.claim_kind().is_none() {
        return Ok(number);
    }
    let id = if kind == RifType::Pde { ClaimId::ccw_event(number) } else { ClaimId::ccw_claim(number) };
    id.map(|id| id.number).ok_or(Reason::TooManyDigits)
}

/// Checks every cell and puts the values that are present into `row`; what is wrong with the first that is.
fn check(header: &Header, cells: &RifCells, row: &mut Vec<u8>) -> Option<(Option<&'static str>, Reason)> {
    row.clear();
    if cells.len() < header.width {
        return Some((None, Reason::Width));
    }
    let columns = header.kind.columns();
    for (place, cell) in header.places.iter().zip(cells.iter()) {
        let Some((place, column)) = place.and_then(|place| Some((place, columns.get(usize::from(place))?)))
        else {
            continue;
        };
        match value(column, cell) {
            Ok(Some(text)) => {
                if column.name == "DML_IND"
                    && let Some(reason) = wrong_operation(&text)
                {
                    return Some((Some(column.name), reason));
                }
                put_value(row, place, &text);
            }
            Ok(None) => {}
            Err(reason) => return Some((Some(column.name), reason)),
        }
    }
    None
}

fn wrong_operation(text: &str) -> Option<Reason> {
    match text {
        "INSERT" | "UPDATE" => None,
        "DELETE" => Some(Reason::Delete),
        _ => Some(Reason::Operation),
    }
}
