//! Metrics: what every crate counts, as Prometheus reads it.

mod process;
#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use bluestem_model::metric::{Kind, Metric};
use bluestem_model::time::Clock as _;
use bluestem_web::server::page::{self, Page};
use metrics::{describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;

pub(crate) use process::most_files;

use crate::system::SystemClock;

const BUILD: &str = "bluestem_build_info";
const STARTED: &str = "process_start_time_seconds";

/// What the process itself shows.
const METRICS: &[Metric] = &[
    Metric::gauge(BUILD, &["version"], "Always 1; the release that runs."),
    Metric::gauge(STARTED, &[], "When the process started, seconds since 1970."),
    Metric::gauge(process::MEMORY, &[], "Memory that the process holds (resident set)."),
    Metric::gauge(process::FILES, &[], "Files and sockets that are open."),
    Metric::gauge(process::MOST_FILES, &[], "How many of them may be open."),
];

/// Upper bounds of the buckets of times, seconds.
const SECONDS: [f64; 15] =
    [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// Those of numbers of writes.
const WRITES: [f64; 10] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0];
/// Recorded times are gathered until they are put into buckets: often enough to keep them few.
const UPKEEP: Duration = Duration::from_secs(5);

/// Every metric there is.
fn all() -> impl Iterator<Item = &'static Metric> {
    let crates = [
        bluestem_web::metric::METRICS,
        bluestem_auth::metric::METRICS,
        bluestem_store::metric::METRICS,
        bluestem_ingest::METRICS,
        bluestem_jobs::METRICS,
        METRICS,
    ];
    crates.into_iter().flatten()
}

/// Counts from now on and shows it at `/metrics` of this address; without an address nothing is counted. To be called
/// before the stores are opened.
pub(crate) async fn show(listen: Option<SocketAddr>) -> anyhow::Result<()> {
    let Some(address) = listen else { return Ok(()) };
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("`metrics.listen`: cannot listen on {address}"))?;
    let handle = install()?;
    describe();
    gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    gauge!(STARTED).set(Duration::from_micros(SystemClock.now().0.unsigned_abs()));
    tokio::spawn(keep_up(handle.clone()));
    let render: Page = Arc::new(move || {
        process::sample();
        handle.render()
    });
    tokio::spawn(page::serve(listener, render));
    Ok(())
}

fn install() -> anyhow::Result<PrometheusHandle> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
        .set_buckets_for_metric(Matcher::Suffix("_writes".to_owned()), &WRITES)?
        .install_recorder()
        .context("metrics cannot be counted")
}

async fn keep_up(handle: PrometheusHandle) {
    let mut time = tokio::time::interval(UPKEEP);
    loop {
        time.tick().await;
        handle.run_upkeep();
    }
}

fn describe() {
    for metric in all() {
        match metric.kind {
            Kind::Counter => describe_counter!(metric.name, metric.meaning),
            Kind::Gauge => describe_gauge!(metric.name, metric.meaning),
            Kind::Histogram => describe_histogram!(metric.name, metric.meaning),
        }
    }
}
