//! `bluestem load`: loads source files.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use bluestem_ingest::rif::SetReport;
use bluestem_ingest::{hash_identifiers, idr, rif};
use bluestem_model::label::LabelList;
use bluestem_model::time::{Clock, ManualClock, Timestamp};
use bluestem_store::claims::ClaimsLoader;

use crate::cli::{LoadCommand, StoreArgs};
use crate::codes::Rendered;
use crate::command::load_reference;
use crate::output::say;
use crate::place::Place;
use crate::progress::Shown;
use crate::system::SystemClock;
use crate::wiring::Stores;
use crate::{labels, mbi_hash};

/// What to load.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Delivery<'p> {
    /// A folder of files of the Integrated Data Repository.
    Idr(&'p Path),
    /// Files and folders in the research format.
    Rif(&'p [PathBuf]),
}

impl fmt::Display for Delivery<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Idr(dir) => dir.display().fmt(f),
            Self::Rif(paths) => {
                let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
                f.write_str(&names.join(", "))
            }
        }
    }
}

pub(crate) async fn run(command: &LoadCommand) -> anyhow::Result<ExitCode> {
    match command {
        LoadCommand::Idr { dir, store, clock, labels } => {
            deliver(Delivery::Idr(dir), store, clock.as_deref(), labels.as_deref()).await
        }
        LoadCommand::Rif { paths, store, clock, labels } => {
            deliver(Delivery::Rif(paths), store, clock.as_deref(), labels.as_deref()).await
        }
        LoadCommand::Reference(args) => load_reference::run(args),
    }
}

async fn deliver(
    delivery: Delivery<'_>,
    store: &StoreArgs,
    clock: Option<&str>,
    labels: Option<&Path>,
) -> anyhow::Result<ExitCode> {
    let list = labels::list(store, labels)?;
    let stores = Stores::open(&Place::of(store)?).await?;
    let clock: Arc<dyn Clock> = match clock {
        Some(text) => Arc::new(ManualClock::at(moment(text)?)),
        None => Arc::new(SystemClock),
    };
    let hasher = mbi_hash::hasher(store)?;
    let complete = load(stores.loader.as_ref(), clock.as_ref(), delivery, &list).await?;
    if let Some(hasher) = hasher {
        hash_identifiers(stores.loader.as_ref(), &hasher).await.context("cannot hash identifiers")?;
    }
    Ok(if complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Loads a delivery and prints the report. False when a file was unreadable or cut short, or a data set refused.
pub(crate) async fn load(
    loader: &dyn ClaimsLoader,
    clock: &dyn Clock,
    delivery: Delivery<'_>,
    list: &LabelList,
) -> anyhow::Result<bool> {
    let progress = Shown::new();
    let result = match delivery {
        Delivery::Idr(dir) => {
            let report = idr::load(loader, clock, dir, list, &Rendered, &progress).await;
            report.map(|report| (report.is_complete(), report.to_string()))
        }
        Delivery::Rif(paths) => {
            rif::load(loader, clock, paths, list, &Rendered, &progress).await.map(|sets| {
                let texts: Vec<String> = sets.iter().map(ToString::to_string).collect();
                (sets.iter().all(SetReport::is_complete), texts.join("\n"))
            })
        }
    };
    progress.end();
    let (complete, report) = result.with_context(|| format!("cannot load {delivery}"))?;
    say(report.trim_end());
    Ok(complete)
}

/// A moment given on the command line.
pub(crate) fn moment(text: &str) -> anyhow::Result<Timestamp> {
    Timestamp::parse(text)
        .with_context(|| format!("--clock takes a moment such as 2026-01-02T03:04:05Z, not `{text}`"))
}
