//! `bluestem sandbox`: everything on one machine, with synthetic people.

mod apps;
mod people;
mod site;
mod welcome;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use bluestem_auth::AuthConfig;
use bluestem_auth::fetch::Nowhere;
use bluestem_auth::identity::{IdentityProvider, SandboxIdentity};
use bluestem_fhir::v2::eob::Defects;
use bluestem_ingest::hash_identifiers;
use bluestem_model::label::LabelList;
use bluestem_model::time::ShiftedClock;
use bluestem_web::server::TrustedProxies;
use bluestem_web::state::SandboxState;
use site::Site;
use tokio::net::TcpListener;

use crate::cli::SandboxArgs;
use crate::command::load;
use crate::delivery::Delivery;
use crate::fetch::WebFetch;
use crate::mbi_hash;
use crate::metrics;
use crate::output::say;
use crate::reference::Source;
use crate::system::SystemClock;
use crate::traces::Traces;
use crate::wiring::{self, Server, Stores};

pub(crate) async fn run(args: SandboxArgs) -> anyhow::Result<ExitCode> {
    let Site { port, base_url, data, place, log, metrics, traces, limits, worker } =
        Site::of(&args, std::env::vars())?;
    let traces = Traces::configured(&traces)?;
    wiring::log(log.as_deref().or(Some("warn")), traces.as_ref());
    metrics::show(metrics.listen).await?;
    let clock = Arc::new(ShiftedClock::new(SystemClock));
    if let Some(start) = &args.clock {
        clock.set(load::moment(start)?);
    }
    // Taken first: a port in use must not cost a load.
    let listeners = listen(port).await?;
    let stores = Stores::open(&place).await?;
    let members = people::settle(&stores, clock.as_ref(), &data, &args).await?;
    for delivery in &args.load {
        load_delivery(&stores, &clock, delivery).await?;
    }
    if let Some(hasher) = mbi_hash::sandbox() {
        hash_identifiers(stores.loader.as_ref(), &hasher).await.context("cannot hash identifiers")?;
    }
    let registrar =
        wiring::auth(&stores, clock.clone(), AuthConfig::new(base_url.as_str()), None, Arc::new(Nowhere));
    apps::register(&registrar, &base_url, port).await?;
    let identity = SandboxIdentity::new(members.keys());
    let sandbox = SandboxState {
        travel: clock.clone(),
        test_client: apps::sample(apps::APP),
        samples: [apps::APP, apps::PUBLIC, apps::SYSTEM].map(apps::sample).into(),
    };
    say(&welcome::text(&base_url, &data, &members));
    let server = Server {
        stores,
        clock,
        base_url,
        identity: Some(IdentityProvider::Password(Arc::new(identity))),
        credentials: Vec::new(),
        // An app under development serves its keys from this machine.
        fetch: Arc::new(WebFetch::new(true)?),
        sandbox: Some(sandbox),
        displays: Source::open(&place, None)?,
        defects: Defects::default(),
        hashes: true,
        limits,
        traces,
        proxies: TrustedProxies::default(),
        worker,
    };
    // The sockets take connections from here on; whoever comes before the first accept waits a moment.
    say(&format!("ready http://localhost:{port}"));
    server.run(listeners).await
}

/// Both loopback addresses: `localhost` is one or the other.
async fn listen(port: u16) -> anyhow::Result<Vec<TcpListener>> {
    let first = TcpListener::bind(("127.0.0.1", port))
        .await
        .with_context(|| format!("cannot listen on port {port}; choose another with --port"))?;
    // A machine without IPv6 has no second one.
    let second = TcpListener::bind(("::1", port)).await.ok();
    Ok(std::iter::once(first).chain(second).collect())
}

async fn load_delivery(
    stores: &Stores,
    clock: &ShiftedClock<SystemClock>,
    delivery: &str,
) -> anyhow::Result<()> {
    let (format, path) = delivery.split_once(':').unwrap_or(("", delivery));
    let paths = [PathBuf::from(path)];
    let parsed = match format {
        "idr" => Delivery::Idr(path.as_ref()),
        "rif" => Delivery::Rif(&paths),
        _ => bail!("--load takes idr:DIR or rif:PATH, not `{delivery}`"),
    };
    if !load::load(stores.loader.as_ref(), clock, parsed, LabelList::built_in()).await? {
        bail!("{path} was not loaded in full: the report above says what is wrong with which file");
    }
    Ok(())
}
