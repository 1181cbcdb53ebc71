//! The synthetic truth as IDR files: one `SYNTHETIC_<view>.csv` a view.

mod authorization;
mod claim;
mod coverage;
mod facility;
mod line;
mod people;
mod pharmacy;
mod professional;
mod reference;
mod shared_system;
mod signature;
mod table;
mod tables;

use std::fs;
use std::path::Path;

use tables::Tables;

use crate::truth::authorization::authorizations;
use crate::truth::history;
use crate::truth::making::Maker;
use crate::truth::person::{Person, Sketch};
use crate::truth::provider::Directory;
use crate::{Options, Summary, SynthError};

/// Writes people, coverage and claims as IDR-style CSV files into `dir`, which is created if it is absent;
/// files of the same names are replaced. `progress` is called after each person with what was written so far.
///
/// The same options give the same bytes on any machine. Person `n` and their claims depend on the seed, the
/// reference date and `n` only, so the files of fewer members are the beginning of those of more. Memory does
/// not grow with the number of members.
///
/// Fails with [`SynthError::Members`] or [`SynthError::Big`] on options out of range and with
/// [`SynthError::Write`] when a file cannot be written.
pub fn write(
    dir: &Path,
    options: &Options,
    progress: &mut dyn FnMut(&Summary),
) -> Result<Summary, SynthError> {
    options.check()?;
    fs::create_dir_all(dir).map_err(|error| SynthError::Write { path: dir.to_owned(), error })?;
    let mut tables = Tables::create(dir)?;
    let directory = Directory::new(options.seed);
    reference::write(&mut tables, &directory, options.reference_day())?;
    let mut summary = Summary::default();
    for number in 0..options.members {
        let exactly = options.big.filter(|_| number + 1 == options.members);
        let sketch = Sketch::new(options.seed, number, options.reference_day(), exactly.is_some());
        let person = Person::of(sketch);
        people::write(&mut tables, &person)?;
        coverage::write(&mut tables, &person)?;
        for request in authorizations(&person, &directory) {
            authorization::write(&mut tables, &person, &request)?;
        }
        let mut maker = Maker::new(&person, &directory);
        let mut signatures = signature::Signatures::new(&person);
        for (from, kind) in history::plan(&person, exactly) {
            for record in maker.versions(from, kind) {
                claim::write(&mut tables, &person, &record, &mut signatures)?;
                summary.claims += 1;
                summary.lines += record.lines.len() as u64;
            }
        }
        summary.members += 1;
        (summary.rows, summary.bytes) = tables.written();
        progress(&summary);
    }
    tables.close()?;
    Ok(summary)
}
