//! `bluestem serve`: runs the server as the configuration says.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, ensure};
use tokio::net::TcpListener;

use crate::cli::ConfigArgs;
use crate::config::{self, Config};
use crate::database::Database;
use crate::fetch::WebFetch;
use crate::identity;
use crate::metrics;
use crate::networks;
use crate::output::say;
use crate::place::Place;
use crate::reference::Source;
use crate::system::SystemClock;
use crate::traces::Traces;
use crate::wiring::{self, Server, Stores, limits};
use crate::worker::Worker;

pub(crate) async fn run(args: ConfigArgs) -> anyhow::Result<ExitCode> {
    let config = config::read(args.config.as_deref(), std::env::vars())?;
    refuse_sandbox(&config)?;
    let traces = Traces::configured(&config.traces)?;
    wiring::log(config.log.as_deref(), traces.as_ref());
    metrics::show(config.metrics.listen).await?;
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {}", config.listen))?;
    let (fetch, clock) = (Arc::new(WebFetch::new(config.fetch.loopback)?), Arc::new(SystemClock));
    let place = Place::configured(&config)?;
    let limits = limits(&config.limits);
    let in_serve = config.worker.in_serve.unwrap_or(matches!(place.database, Database::Embedded(_)));
    let worker = in_serve.then(|| Worker::configured(&config, limits.drain_time)).transpose()?;
    let server = Server {
        stores: Stores::open(&place).await?,
        identity: identity::provider(&config, fetch.clone(), clock.clone())?,
        credentials: networks::credentials(config.networks.credentials.as_deref())?,
        clock,
        base_url: config.public_url.parse()?,
        fetch,
        sandbox: None,
        displays: Source::open(&place, config.displays)?,
        hashes: config.mbi_hash.pepper_file.is_some(),
        defects: wiring::defects(config.v2.defects.as_deref())?,
        limits,
        traces,
        proxies: wiring::proxies(config.trusted_proxies.as_deref())?,
        worker,
    };
    say(&format!("serving {} on {}", config.public_url, config.listen));
    server.run(vec![listener]).await
}

/// The sandbox's passwords are public: with other people's data behind them anybody would be let in.
pub(super) fn refuse_sandbox(config: &Config) -> anyhow::Result<()> {
    ensure!(
        !config.sandbox.sign_in,
        "`sandbox.sign_in` is on: its passwords are public, so `serve` does not start with it. \
         Remove the key, or run `bluestem sandbox` to try things out"
    );
    Ok(())
}
