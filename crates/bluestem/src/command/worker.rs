//! `bluestem worker`: does jobs until it is told to stop.

use std::process::ExitCode;
use std::sync::Arc;

use crate::cli::ConfigArgs;
use crate::config;
use crate::metrics;
use crate::output::say;
use crate::place::Place;
use crate::system::SystemClock;
use crate::wiring::{self, Stores, limits, served, stop_signal};
use crate::worker::Worker;

pub(crate) async fn run(args: ConfigArgs) -> anyhow::Result<ExitCode> {
    let config = config::read(args.config.as_deref(), std::env::vars())?;
    wiring::log(config.log.as_deref(), None);
    metrics::show(config.metrics.listen).await?;
    let worker = Worker::configured(&config, limits(&config.limits, served()).drain_time)?;
    let stores = Stores::open(&Place::configured(&config)?).await?;
    let stop = stop_signal("stopping: jobs are given back at their next step")?;
    say(&format!("working on up to {} jobs at once", worker.jobs));
    worker.runner(&stores, Arc::new(SystemClock)).run(stop).await;
    Ok(ExitCode::SUCCESS)
}
