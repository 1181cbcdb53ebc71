//! `bluestem load reference`: loads what providers, drugs and codes are called.

use std::fs::File;
use std::process::ExitCode;

use anyhow::Context;
use bluestem_ingest::reference::{self, ReferenceReport};
use bluestem_model::reference::ReferenceSet;
use bluestem_model::time::Clock as _;
use bluestem_store::files::Files;
use bluestem_store::reference::{edition, name};
use bytes::BytesMut;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

use crate::cli::{ReferenceArgs, ReferenceKind};
use crate::files::FilesPlace;
use crate::output::say;
use crate::place::Place;
use crate::system::SystemClock;
use crate::wiring::make_private;

/// Bytes that are sent at a time.
const CHUNK: usize = 1 << 20;
/// Age at which what a writer left is that of one that died.
const STALE_SECONDS: i64 = 24 * 3600;

pub(crate) async fn run(args: &ReferenceArgs) -> anyhow::Result<ExitCode> {
    let place = Place::of(&args.store)?.files;
    let files = place.open()?;
    let set = match args.kind {
        ReferenceKind::Nppes => ReferenceSet::Providers,
        ReferenceKind::Ndc => ReferenceSet::Drugs,
        ReferenceKind::Diagnoses => ReferenceSet::Diagnoses,
        ReferenceKind::Procedures => ReferenceSet::Procedures,
        ReferenceKind::Nucc => ReferenceSet::Taxonomy,
    };
    let file_name = || args.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let edition_name = args.edition.clone().unwrap_or_else(file_name);
    // One that does not read is no reason against a new one.
    let before = edition(&files, set).await.ok().flatten();
    let (made, report) = make(&place, args, set, &edition_name)
        .await
        .with_context(|| format!("{} stays as it was", set.name()))?;
    put(&files, set, made)
        .await
        .with_context(|| format!("{} is not loaded: the edition before is in place, if any", set.name()))?;
    let before =
        before.map_or("nothing".to_owned(), |(before, codes)| format!("{before} with {codes} codes"));
    say(&format!("{} {edition_name}: {report}\nin place of {before}", set.name()));
    Ok(ExitCode::SUCCESS)
}

/// Makes the set as a file without a name on this machine: nothing is sent that does not read.
async fn make(
    place: &FilesPlace,
    args: &ReferenceArgs,
    set: ReferenceSet,
    edition: &str,
) -> anyhow::Result<(File, ReferenceReport)> {
    make_private(&place.cache).with_context(|| format!("cannot make {}", place.cache.display()))?;
    let made = tempfile::tempfile_in(&place.cache)
        .with_context(|| format!("cannot write in {}", place.cache.display()))?;
    let (source, edition) = (args.file.clone(), edition.to_owned());
    let work = tokio::task::spawn_blocking(move || {
        let report = reference::load(&made, set, &source, &edition)?;
        anyhow::Ok((made, report))
    });
    work.await?
}

/// Puts the set in force for all processes.
async fn put(files: &Files, set: ReferenceSet, made: File) -> anyhow::Result<()> {
    files.sweep(SystemClock.now().plus_seconds(-STALE_SECONDS)).await?;
    let mut made = tokio::fs::File::from_std(made);
    made.rewind().await?;
    let mut writer = files.write(&name(set)).await?;
    loop {
        let mut bytes = BytesMut::with_capacity(CHUNK);
        if made.read_buf(&mut bytes).await? == 0 {
            break;
        }
        writer.write(bytes.freeze()).await?;
    }
    writer.finish().await?;
    Ok(())
}
