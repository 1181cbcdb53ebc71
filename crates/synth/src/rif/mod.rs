//! The synthetic truth as RIF files of the Chronic Conditions Warehouse: people by reference year, claims by type.

mod beneficiary;
mod claim;
mod codes;
mod facility;
mod manifest;
mod month;
mod pharmacy;
mod professional;
mod revenue;
mod sheet;
mod sheets;

use std::fs;
use std::path::Path;

use bluestem_model::claim::Phase;
use bluestem_model::rif::RifColumn;

use claim::Group;
use sheets::Sheets;

use crate::truth::claim::{Claim, Detail};
use crate::truth::history;
use crate::truth::making::Maker;
use crate::truth::person::{Person, Sketch};
use crate::truth::provider::Directory;
use crate::{Options, Summary, SynthError};

/// Whose column names the files have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The CMS back end's: all columns, the operation first; with the history of people and a manifest.
    BackEnd,
    /// The public research files': columns renamed and left out, final claims only, no history, no manifest.
    Public,
}

impl Dialect {
    /// The heading of a column; None where the dialect lacks it.
    fn heading(self, column: &RifColumn) -> Option<&'static str> {
        match self {
            Self::BackEnd => Some(column.name),
            Self::Public => column.public,
        }
    }
}

/// Writes the people, coverage and claims of [`crate::idr::write`] with the same options as RIF files into `dir`,
/// which is created if it is absent; files of the same names are replaced. Keys and claim numbers are the same
/// numbers. What RIF cannot say is listed in docs/synthetic-data.md: claims in process and prior authorizations
/// above all.
///
/// The same options give the same bytes on any machine, and the files of fewer members are the beginning of those
/// of more. Memory does not grow with the number of members. `progress` is called after each person.
///
/// Fails as [`crate::idr::write`] does.
pub fn write(
    dir: &Path,
    options: &Options,
    dialect: Dialect,
    progress: &mut dyn FnMut(&Summary),
) -> Result<Summary, SynthError> {
    options.check()?;
    fs::create_dir_all(dir).map_err(|error| SynthError::Write { path: dir.to_owned(), error })?;
    let as_of = options.reference_day();
    let (last, ..) = as_of.parts();
    let mut sheets = Sheets::create(dir, last, dialect)?;
    let directory = Directory::new(options.seed);
    let mut summary = Summary::default();
    for number in 0..options.members {
        let exactly = options.big.filter(|_| number + 1 == options.members);
        let person = Person::of(Sketch::new(options.seed, number, as_of, exactly.is_some()));
        write_person(&mut sheets, &person, last)?;
        let mut maker = Maker::new(&person, &directory);
        for (from, kind) in history::plan(&person, exactly) {
            let versions = maker.versions(from, kind);
            let Some(group) = versions.first().map(|first| Group(first.number)) else { continue };
            for version in versions.iter().filter(|version| is_written(version, dialect)) {
                write_claim(&mut sheets, &person, version, group)?;
                summary.claims += 1;
                summary.lines += version.lines.len() as u64;
            }
        }
        summary.members += 1;
        (summary.rows, summary.bytes) = sheets.written();
        progress(&summary);
    }
    sheets.close()?;
    if dialect == Dialect::BackEnd {
        summary.bytes += manifest::write(dir, as_of, &sheets::files(last, dialect))?;
    }
    Ok(summary)
}

fn write_person(sheets: &mut Sheets, person: &Person, last: i64) -> Result<(), SynthError> {
    for (year, place) in beneficiary::years(person, last).into_iter().zip(0..) {
        if let Some(sheet) = sheets.year(year) {
            beneficiary::write(sheet, person, year, place == 0)?;
        }
    }
    match &mut sheets.history {
        Some(history) => beneficiary::write_history(history, person),
        None => Ok(()),
    }
}

/// The warehouse holds what the National Claims History and Part D plans have settled.
fn is_written(claim: &Claim<'_>, dialect: Dialect) -> bool {
    claim.phase == Phase::Adjudicated && (dialect == Dialect::BackEnd || claim.version.final_action)
}

fn write_claim(
    sheets: &mut Sheets,
    person: &Person,
    claim: &Claim<'_>,
    group: Group,
) -> Result<(), SynthError> {
    let Some(sheet) = sheets.claims(claim.kind) else { return Ok(()) };
    sheet.clear();
    claim::identity(sheet, claim, person.key, group);
    match &claim.detail {
        Detail::Facility(facility) => facility::write(sheet, claim, facility),
        Detail::Professional(professional) => professional::write(sheet, claim, professional),
        Detail::Pharmacy(event) => pharmacy::write(sheet, claim, event),
    }
}
