//! `bluestem load`: loads source files, or leaves it to a worker.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use bluestem_ingest::hash_identifiers;
use bluestem_model::label::LabelList;
use bluestem_model::time::{Clock, ManualClock, Timestamp};
use bluestem_store::claims::ClaimsLoader;

use crate::cli::{LoadCommand, StoreArgs};
use crate::command::load_reference;
use crate::delivery::{self, Delivery};
use crate::output::say;
use crate::place::Place;
use crate::progress::Shown;
use crate::system::SystemClock;
use crate::wiring::Stores;
use crate::worker::{Format, Order, Urgency, enqueue};
use crate::{labels, mbi_hash};

pub(crate) async fn run(command: &LoadCommand) -> anyhow::Result<ExitCode> {
    match command {
        LoadCommand::Idr { dir, store, clock, labels, urgency } => {
            let paths = std::slice::from_ref(dir);
            if urgency.queue {
                return queue(Format::Idr, paths, store, labels.as_deref(), urgency).await;
            }
            deliver(Delivery::Idr(dir), store, clock.as_deref(), labels.as_deref()).await
        }
        LoadCommand::Rif { paths, store, clock, labels, urgency } => {
            if urgency.queue {
                return queue(Format::Rif, paths, store, labels.as_deref(), urgency).await;
            }
            deliver(Delivery::Rif(paths), store, clock.as_deref(), labels.as_deref()).await
        }
        LoadCommand::Reference(args) => load_reference::run(args).await,
    }
}

/// Leaves it to a worker. What does not read is refused here already.
async fn queue(
    format: Format,
    paths: &[PathBuf],
    store: &StoreArgs,
    labels: Option<&Path>,
    urgency: &Urgency,
) -> anyhow::Result<ExitCode> {
    labels::list(store, labels)?;
    for path in paths {
        std::fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    }
    let stores = Stores::open(&Place::of(store)?).await?;
    let id = enqueue(stores.jobs.as_ref(), format.kind(), &Order::new(paths, labels)?, urgency).await?;
    say(&format!("job {id}"));
    Ok(ExitCode::SUCCESS)
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
    let result = delivery::load(loader, clock, delivery, list, &progress).await;
    progress.end();
    let done = result.with_context(|| format!("cannot load {delivery}"))?;
    say(done.report.trim_end());
    Ok(done.complete)
}

/// A moment given on the command line.
pub(crate) fn moment(text: &str) -> anyhow::Result<Timestamp> {
    Timestamp::parse(text)
        .with_context(|| format!("--clock takes a moment such as 2026-01-02T03:04:05Z, not `{text}`"))
}
