//! The first pass: reads every file once, checks every row and puts it where its record will find it.

mod keep;
mod row;

use std::fs::File;

use bluestem_model::column::View;
use bluestem_store::claims::SourceFile;

use self::row::Open;
use super::claims::Claims;
use super::delivery::{DeliveredFile, Delivery};
use super::header::Header;
use super::join::{Belongs, belongs};
use super::people::People;
use super::prior_auth::PriorAuths;
use super::reference::References;
use super::signature::Signatures;
use super::stray::Strays;
use crate::csv::{Cells, FrameError, Frames};
use crate::digest::Digesting;
use crate::reading::{BYTE_ORDER_MARK, PACE, Stop};
use crate::report::{FileFault, LoadReport, Warning};
use crate::{LoadError, Progress, Stage, Step};

/// What the first pass found.
pub(super) struct Collected {
    pub(super) references: References,
    pub(super) signatures: Signatures,
    pub(super) people: People,
    pub(super) strays: Strays,
    pub(super) claims: Claims,
    pub(super) prior_auths: PriorAuths,
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
            strays: Strays::new(size_of(|view| belongs(view) == Belongs::Identifier)),
            claims: Claims::new(size_of(is_of_claims)),
            prior_auths: PriorAuths::new(size_of(|view| belongs(view) == Belongs::PriorAuth)),
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

impl Pass<'_> {
    /// Reads one file to its end; None when it has a fault, which is then in the report.
    fn read_file(&mut self, number: u32, file: &DeliveredFile) -> Result<Option<SourceFile>, LoadError> {
        match self.read_rows(number, file) {
            Ok(read) => Ok(Some(read)),
            Err(Stop::Load(error)) => Err(error),
            Err(Stop::File(fault)) => {
                self.report.fault(&file.path, fault);
                Ok(None)
            }
        }
    }

    fn read_rows(&mut self, number: u32, file: &DeliveredFile) -> Result<SourceFile, Stop> {
        let source = File::open(&file.absolute).map_err(FrameError::Io)?;
        let mut frames = Frames::new(Digesting::new(source));
        let mut cells = Cells::default();
        let first = frames.next()?.ok_or(Stop::File(FileFault::NoHeader))?;
        cells.split(first.bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(first.bytes));
        let header = Header::read(file.view, &cells).map_err(Stop::File)?;
        for name in &header.unknown {
            let name = name.clone();
            self.report.warnings.add(Warning::UnknownColumn { file: file.path.clone(), name });
        }
        let mut open = Open::new(number, file, header);
        let mut scratch = Vec::new();
        while let Some(frame) = frames.next()? {
            self.read_row(&mut open, &frame, &mut cells, &mut scratch)?;
            self.rows += 1;
            if self.rows.is_multiple_of(PACE) {
                self.tell(frames.source().bytes())?;
            }
        }
        let (size, sha256) = frames.into_source().finish();
        self.done += size;
        self.tell(0)?;
        Ok(SourceFile { path: file.path.clone(), size, sha256 })
    }

    fn tell(&self, read: u64) -> Result<(), LoadError> {
        let done = (self.done + read).min(self.total);
        let step = Step { stage: Stage::Reading, done, total: self.total, rows: self.rows };
        Ok(self.progress.step(step)?)
    }
}
