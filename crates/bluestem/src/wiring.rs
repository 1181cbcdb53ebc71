//! Puts the parts together.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use bluestem_auth::credential::TrustedCredential;
use bluestem_auth::fetch::Fetch;
use bluestem_auth::identity::IdentityProvider;
use bluestem_auth::key::MasterKey;
use bluestem_auth::{Auth, AuthConfig};
use bluestem_fhir::v2::eob::Defects;
use bluestem_model::time::Clock;
use bluestem_store::audit::Audit;
use bluestem_store::claims::{Claims, ClaimsLoader};
use bluestem_store::embedded::{EmbeddedAudit, EmbeddedClaims, EmbeddedPlatform};
use bluestem_store::platform::{Jobs, Platform};
use bluestem_store::postgres::{self, PostgresConfig};
use bluestem_web::base_url::BaseUrl;
use bluestem_web::server::{self, Stopped, TrustedProxies};
use bluestem_web::state::{App, Limits, Parts, SandboxState};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

use crate::backup;
use crate::config;
use crate::database::Database;
use crate::moved;
use crate::output::say;
use crate::place::{PLATFORM_FILE, Place};
use crate::reference::Source;
use crate::system::SystemRandom;
use crate::traces::Traces;
use crate::worker::Worker;

/// The three planes, wherever they are.
#[derive(Clone)]
pub(crate) struct Stores {
    pub(crate) claims: Arc<dyn Claims>,
    /// The claims plane as loads see it.
    pub(crate) loader: Arc<dyn ClaimsLoader>,
    pub(crate) platform: Arc<dyn Platform>,
    /// The jobs of the platform plane.
    pub(crate) jobs: Arc<dyn Jobs>,
    pub(crate) audit: Arc<dyn Audit>,
    /// What seals their secrets.
    pub(crate) master_key: MasterKey,
}

impl Stores {
    /// Opens the stores.
    pub(crate) async fn open(place: &Place) -> anyhow::Result<Self> {
        match &place.database {
            Database::Embedded(folder) => Self::embedded(folder, place),
            Database::Postgres(config) => Self::postgres(config, place).await,
        }
    }

    /// In a data folder, which is made when absent, readable by its owner alone.
    fn embedded(folder: &Path, place: &Place) -> anyhow::Result<Self> {
        backup::refuse_unfinished(folder)?;
        make_private(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        // Before the stores: whoever finds these finds the key that was made for them.
        let master_key = place.master_key()?;
        let open = || format!("cannot open the stores in {}", folder.display());
        let claims = EmbeddedClaims::open(&folder.join("claims.db")).with_context(open)?;
        let platform = EmbeddedPlatform::open(&folder.join(PLATFORM_FILE)).with_context(open)?;
        let stores = Self {
            claims: claims.clone(),
            loader: claims,
            platform: platform.clone(),
            jobs: platform,
            audit: EmbeddedAudit::open(&folder.join("audit.db")).with_context(open)?,
            master_key,
        };
        // Once they are open: a move that ends now ends before, or finds them open.
        moved::refuse(folder)?;
        Ok(stores)
    }

    async fn postgres(config: &PostgresConfig, place: &Place) -> anyhow::Result<Self> {
        let master_key = place.master_key()?;
        let rooms = postgres::connect(config).await.context("cannot open the stores on PostgreSQL")?;
        Ok(Self {
            claims: rooms.claims.clone(),
            loader: rooms.claims,
            platform: rooms.platform.clone(),
            jobs: rooms.platform,
            audit: rooms.audit,
            master_key,
        })
    }
}

/// Makes a folder, unless it is there, readable by its owner alone.
pub(crate) fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// The authorization server over these stores.
pub(crate) fn auth(
    stores: &Stores,
    clock: Arc<dyn Clock>,
    config: AuthConfig,
    identity: Option<IdentityProvider>,
    fetch: Arc<dyn Fetch>,
) -> Auth {
    Auth::new(bluestem_auth::Parts {
        platform: stores.platform.clone(),
        audit: stores.audit.clone(),
        claims: stores.claims.clone(),
        clock,
        random: Arc::new(SystemRandom),
        identity,
        fetch,
        master_key: stores.master_key.clone(),
        config,
    })
}

/// A server that is about to run.
pub(crate) struct Server {
    pub(crate) stores: Stores,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) base_url: BaseUrl,
    pub(crate) identity: Option<IdentityProvider>,
    /// Which apps may present whose identity tokens.
    pub(crate) credentials: Vec<TrustedCredential>,
    pub(crate) fetch: Arc<dyn Fetch>,
    pub(crate) sandbox: Option<SandboxState>,
    pub(crate) displays: Source,
    /// Which defects of BFD v2 are kept.
    pub(crate) defects: Defects,
    /// Whether people can be found by hashes of their identifiers.
    pub(crate) hashes: bool,
    pub(crate) limits: Limits,
    pub(crate) traces: Option<Traces>,
    pub(crate) proxies: TrustedProxies,
    /// How this process does jobs; None: others do them.
    pub(crate) worker: Option<Worker>,
}

impl Server {
    /// Serves until SIGTERM or SIGINT, then lets open requests end, gives jobs back and writes what is still to be
    /// written.
    pub(crate) async fn run(self, listeners: Vec<TcpListener>) -> anyhow::Result<ExitCode> {
        let runner = self.worker.map(|worker| worker.runner(&self.stores, self.clock.clone()));
        let clock = Arc::clone(&self.clock);
        let config =
            AuthConfig { trusted_credentials: self.credentials, ..AuthConfig::new(self.base_url.as_str()) };
        let auth = Arc::new(auth(&self.stores, clock, config, self.identity, self.fetch));
        let (displays, seen) = self.displays.read().await?;
        let app = App::new(Parts {
            claims: self.stores.claims.clone(),
            auth: Arc::clone(&auth),
            clock: self.clock,
            random: Arc::new(SystemRandom),
            base_url: self.base_url,
            sandbox: self.sandbox,
            displays: displays.clone(),
            defects: self.defects,
            hashes: self.hashes,
            limits: self.limits,
            traced: self.traces.as_ref().and_then(Traces::one_in),
        });
        let keeper = tokio::spawn({
            let auth = Arc::clone(&auth);
            async move { auth.maintain().await }
        });
        let watcher = tokio::spawn(self.displays.watch(app.clone(), seen));
        let stop = stop_signal("stopping: open requests are answered first")?;
        let (stopping, stopped) = oneshot::channel::<()>();
        let jobs = tokio::spawn(async move {
            let Some(runner) = runner else { return };
            let stop = async {
                let _ = stopped.await;
            };
            runner.run(stop).await;
        });
        let stop = async move {
            stop.await;
            drop(stopping);
        };
        let stopped = server::serve(listeners, app, self.proxies, stop).await;
        jobs.await?;
        keeper.abort();
        watcher.abort();
        auth.flush().await?;
        // Last: a collector that is away must not hold up the audit trail.
        if let Some(traces) = self.traces {
            traces.end().await;
        }
        match stopped {
            Stopped::Drained => Ok(ExitCode::SUCCESS),
            Stopped::Cut => bail!("some requests were still open when the time to drain was over"),
        }
    }
}

/// Completes at SIGTERM or SIGINT, and says so.
pub(crate) fn stop_signal(farewell: &'static str) -> anyhow::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        say(farewell);
    })
}

/// Logs to standard error as JSON lines, and notes what is traced.
pub(crate) fn log(filter: Option<&str>, traces: Option<&Traces>) {
    let filter = EnvFilter::new(filter.unwrap_or("info"));
    let lines = fmt::layer().json().flatten_event(true).with_span_list(false).with_writer(std::io::stderr);
    tracing_subscriber::registry().with(lines.with_filter(filter)).with(traces.map(Traces::layer)).init();
}

/// The proxies that are configured; none else.
pub(crate) fn proxies(configured: Option<&str>) -> anyhow::Result<TrustedProxies> {
    configured.unwrap_or_default().parse().context("`trusted_proxies` does not read")
}

/// The defects of BFD v2 that are configured; none else.
pub(crate) fn defects(configured: Option<&str>) -> anyhow::Result<Defects> {
    Defects::parse(configured.unwrap_or_default()).context("`v2.defects` does not read")
}

/// A proxy that asks every other second has seen it by then.
const UNREADY: Duration = Duration::from_secs(5);

/// The usual limits of a server.
pub(crate) fn served() -> Limits {
    Limits { unready_time: UNREADY, ..Limits::default() }
}

/// The limits that are configured, the usual ones else.
pub(crate) fn limits(configured: &config::Limits, usual: Limits) -> Limits {
    let seconds = |set: Option<u32>, usual| set.map_or(usual, |set| Duration::from_secs(u64::from(set)));
    let bytes = |set: Option<u32>, usual| set.map_or(usual, |set| set as usize);
    Limits {
        header_bytes: bytes(configured.header_bytes, usual.header_bytes),
        body_bytes: bytes(configured.body_bytes, usual.body_bytes),
        request_time: seconds(configured.request_seconds, usual.request_time),
        unready_time: seconds(configured.unready_seconds, usual.unready_time),
        drain_time: seconds(configured.drain_seconds, usual.drain_time),
        ..usual
    }
}
