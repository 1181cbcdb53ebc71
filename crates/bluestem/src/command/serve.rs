//! `bluestem serve`: runs the server as the configuration says.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use tokio::net::TcpListener;

use crate::cli::ConfigArgs;
use crate::config;
use crate::fetch::WebFetch;
use crate::metrics;
use crate::output::say;
use crate::reference::Source;
use crate::serving::Serving;
use crate::system::SystemClock;
use crate::traces::Traces;
use crate::wiring::{self, Server, Stores};

pub(crate) async fn run(args: ConfigArgs) -> anyhow::Result<ExitCode> {
    let config = config::read(args.config.as_deref(), std::env::vars())?;
    let traces = Traces::configured(&config.traces)?;
    wiring::log(config.log.as_deref(), traces.as_ref());
    let fetch = Arc::new(WebFetch::new(config.fetch.loopback)?);
    let serving = Serving::configured(&config, fetch.clone())?;
    metrics::show(config.metrics.listen).await?;
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {}", config.listen))?;
    let server = Server {
        stores: Stores::open(&serving.place).await?,
        identity: serving.identity,
        credentials: serving.credentials,
        clock: Arc::new(SystemClock),
        base_url: serving.base_url,
        fetch,
        sandbox: None,
        displays: Source::open(&serving.place, config.displays)?,
        hashes: config.mbi_hash.pepper_file.is_some(),
        defects: serving.defects,
        limits: serving.limits,
        traces,
        proxies: serving.proxies,
        worker: serving.worker,
    };
    say(&format!("serving {} on {}", config.public_url, config.listen));
    server.run(vec![listener]).await
}
