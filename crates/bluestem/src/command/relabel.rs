//! `bluestem relabel`: labels the stored claims by another code list.

use std::process::ExitCode;

use anyhow::Context;
use bluestem_ingest::relabel::{Mode, relabel};

use crate::cli::RelabelArgs;
use crate::labels;
use crate::output::say;
use crate::place::Place;
use crate::progress::Shown;
use crate::system::SystemClock;
use crate::wiring::Stores;
use crate::worker::{self, Order, enqueue};

pub(crate) async fn run(args: &RelabelArgs) -> anyhow::Result<ExitCode> {
    let list = labels::list(&args.store, args.labels.as_deref())?;
    let stores = Stores::open(&Place::of(&args.store)?).await?;
    if args.urgency.queue {
        let order = Order::new(&[], args.labels.as_deref())?;
        let id = enqueue(stores.jobs.as_ref(), worker::RELABEL, &order, &args.urgency).await?;
        say(&format!("job {id}"));
        return Ok(ExitCode::SUCCESS);
    }
    let mode = if args.dry_run { Mode::DryRun } else { Mode::Change };
    let progress = Shown::new();
    let result = relabel(stores.loader.as_ref(), &SystemClock, &list, mode, &progress).await;
    progress.end();
    let report = result.context("cannot relabel")?;
    say(report.to_string().trim_end());
    Ok(ExitCode::SUCCESS)
}
