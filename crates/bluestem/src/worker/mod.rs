//! What workers do: the kinds of jobs there are, and the runner that does them.

mod clean_up;
mod failure;
mod load;
mod order;
mod progress;
mod relabel;

pub(crate) use load::Format;
pub(crate) use order::{Order, Urgency, enqueue};
pub(crate) use relabel::KIND as RELABEL;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::ensure;
use bluestem_ingest::MbiHasher;
use bluestem_jobs::{Handler, Parts, Runner, Settings, Standing};
use bluestem_model::time::Clock;

use crate::config::{self, Config};
use crate::mbi_hash;
use crate::system::{SystemClock, SystemRandom};
use crate::wiring::Stores;
use clean_up::CleanUp;
use load::Load;
use relabel::Relabel;

/// Jobs at once where nothing else is configured.
const JOBS: u32 = 2;
/// Seconds for which a lease holds where nothing else is configured, and at least.
const LEASE: u32 = 60;
const SHORTEST_LEASE: u32 = 3;
/// Time between two looks for work.
const POLL: Duration = Duration::from_secs(1);

/// How a worker works.
pub(crate) struct Worker {
    /// Jobs at once.
    pub(crate) jobs: u32,
    lease: Duration,
    /// How long jobs may take to stop.
    grace: Duration,
    /// Where the codes are by which claims are labelled, unless a job names others.
    labels: Option<PathBuf>,
    hasher: Option<MbiHasher>,
}

impl Worker {
    /// As the configuration says.
    pub(crate) fn configured(config: &Config, grace: Duration) -> anyhow::Result<Self> {
        let hasher = mbi_hash::configured(&config.mbi_hash)?;
        let worker = Self::of(&config.worker, JOBS, grace)?;
        Ok(Self { labels: config.labels.part2.clone(), hasher, ..worker })
    }

    /// The sandbox's.
    pub(crate) fn sandbox(keys: &config::Worker, grace: Duration) -> anyhow::Result<Self> {
        Ok(Self { hasher: mbi_hash::sandbox(), ..Self::of(keys, 1, grace)? })
    }

    fn of(keys: &config::Worker, jobs: u32, grace: Duration) -> anyhow::Result<Self> {
        let (jobs, lease) = (keys.jobs.unwrap_or(jobs), keys.lease_seconds.unwrap_or(LEASE));
        ensure!(jobs > 0, "`worker.jobs` must be at least 1");
        ensure!(lease >= SHORTEST_LEASE, "`worker.lease_seconds` must be at least {SHORTEST_LEASE}");
        let lease = Duration::from_secs(lease.into());
        Ok(Self { jobs, lease, grace, labels: None, hasher: None })
    }

    /// The runner of jobs over these stores. What is void is void by `clock`; leases go by the machine's.
    pub(crate) fn runner(self, stores: &Stores, clock: Arc<dyn Clock>) -> Runner {
        let labels = Arc::new(load::Lists { configured: self.labels });
        let hasher = self.hasher.map(Arc::new);
        let mut handlers: Vec<Arc<dyn Handler>> = Vec::new();
        for format in [load::Format::Idr, load::Format::Rif] {
            let (loader, lists, hasher) = (stores.loader.clone(), labels.clone(), hasher.clone());
            handlers.push(Arc::new(Load { format, loader, clock: clock.clone(), lists, hasher }));
        }
        let (loader, jobs) = (stores.loader.clone(), stores.jobs.clone());
        handlers.push(Arc::new(Relabel { loader, clock: clock.clone(), lists: labels }));
        handlers.push(Arc::new(CleanUp { platform: stores.platform.clone(), jobs, clock }));
        Runner::new(Parts {
            store: stores.jobs.clone(),
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            handlers,
            standing: vec![Standing { kind: clean_up::KIND, priority: clean_up::PRIORITY }],
            settings: Settings {
                owner: name(),
                jobs: self.jobs as usize,
                lease: self.lease,
                poll: POLL,
                grace: self.grace,
            },
        })
    }
}

/// Machine and process.
fn name() -> String {
    let machine = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    format!("{}/{}", machine.trim(), std::process::id())
}
