//! `bluestem load reference`: loads what providers, drugs and codes are called.

use std::process::ExitCode;

use anyhow::Context;
use bluestem_ingest::reference;
use bluestem_model::reference::ReferenceSet;
use bluestem_store::reference::ReferenceFile;

use crate::cli::{ReferenceArgs, ReferenceKind};
use crate::output::say;
use crate::place::Place;

pub(crate) fn run(args: &ReferenceArgs) -> anyhow::Result<ExitCode> {
    let folder = Place::of(&args.store)?.reference;
    let set = match args.kind {
        ReferenceKind::Nppes => ReferenceSet::Providers,
        ReferenceKind::Ndc => ReferenceSet::Drugs,
        ReferenceKind::Diagnoses => ReferenceSet::Diagnoses,
        ReferenceKind::Procedures => ReferenceSet::Procedures,
        ReferenceKind::Nucc => ReferenceSet::Taxonomy,
    };
    let file_name = || args.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let edition = args.edition.clone().unwrap_or_else(file_name);
    // One that does not read is no reason against a new one.
    let before = ReferenceFile::open(&folder, set).ok().flatten();
    let report = reference::load(&folder, set, &args.file, &edition)
        .with_context(|| format!("{} stays as it was", set.name()))?;
    let before = before
        .map_or("nothing".to_owned(), |before| format!("{} with {} codes", before.edition(), before.codes()));
    say(&format!("{} {edition}: {report}\nin place of {before}", set.name()));
    Ok(ExitCode::SUCCESS)
}
