//! `bluestem load`: loads source files.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use bluestem_ingest::idr;
use bluestem_model::label::LabelList;
use bluestem_model::time::{Clock, ManualClock, Timestamp};
use bluestem_store::claims::ClaimsLoader;

use crate::cli::StoreArgs;
use crate::labels;
use crate::output::say;
use crate::place::Place;
use crate::progress::Shown;
use crate::system::SystemClock;
use crate::wiring::Stores;

pub(crate) async fn run(
    dir: &Path,
    store: &StoreArgs,
    clock: Option<&str>,
    labels: Option<&Path>,
) -> anyhow::Result<ExitCode> {
    let list = labels::list(store, labels)?;
    let stores = Stores::open(&Place::of(store)?)?;
    let clock: Arc<dyn Clock> = match clock {
        Some(text) => Arc::new(ManualClock::at(moment(text)?)),
        None => Arc::new(SystemClock),
    };
    let complete = load(stores.claims.as_ref(), clock.as_ref(), dir, &list).await?;
    Ok(if complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Loads a folder and prints the report. False when a file was unreadable or cut short.
pub(crate) async fn load(
    loader: &dyn ClaimsLoader,
    clock: &dyn Clock,
    dir: &Path,
    list: &LabelList,
) -> anyhow::Result<bool> {
    let progress = Shown::new();
    let result = idr::load(loader, clock, dir, list, &progress).await;
    progress.end();
    let report = result.with_context(|| format!("cannot load {}", dir.display()))?;
    say(report.to_string().trim_end());
    Ok(report.is_complete())
}

/// A moment given on the command line.
pub(crate) fn moment(text: &str) -> anyhow::Result<Timestamp> {
    Timestamp::parse(text)
        .with_context(|| format!("--clock takes a moment such as 2026-01-02T03:04:05Z, not `{text}`"))
}
