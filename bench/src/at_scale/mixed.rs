//! Steady reads, with nothing else going on and while a load changes claims.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use tokio::task::JoinSet;

use crate::backend::Home;
use crate::generator::{CONNECTIONS, Measured};
use crate::http::{Call, Connection};
use crate::input::Source;

/// Reads a second, on a clock: whoever waits for a slow answer does not ask less often for it.
const READS: u32 = 100;
/// How long reads go on with nothing beside them.
const QUIET: Duration = Duration::from_secs(20);
/// How long reads are measured beside a load at most.
const BUSY: Duration = Duration::from_mins(1);

/// Slowest answers with and without a load.
pub(crate) struct Mixed {
    pub(crate) quiet: Measured,
    pub(crate) busy: Measured,
    /// Claims a second that the load stored meanwhile.
    pub(crate) load: f64,
}

impl Mixed {
    /// The slowest hundredth of answers beside a load, as a multiple of those without.
    pub(crate) fn ratio(&self) -> f64 {
        let p99 = |measured: &Measured| measured.percentile(99).as_secs_f64();
        p99(&self.busy) / p99(&self.quiet).max(f64::EPSILON)
    }
}

/// Reads `calls` in turn from a server over the installation, without and with a load of `changed`.
pub(crate) async fn measure(
    address: SocketAddr,
    home: &Home,
    calls: Vec<Call>,
    changed: &Source,
) -> Result<Mixed> {
    let calls = Arc::new(calls);
    // Once round first, so that both sides find what they read in memory.
    steady(address, &calls, &AtomicBool::new(true).into(), Duration::from_secs(5)).await?;
    let quiet = steady(address, &calls, &AtomicBool::new(true).into(), QUIET).await?;
    let (path, claims) = (changed.folder.to_string_lossy().into_owned(), changed.claims);
    let going_on = Arc::new(AtomicBool::new(true));
    let reading = steady(address, &calls, &going_on, BUSY);
    let loading = async {
        // The command blocks a thread, not the reads.
        let took = tokio::task::block_in_place(|| home.run(&["load", "idr", &path])).map(|ended| ended.took);
        going_on.store(false, Ordering::Relaxed);
        took
    };
    let (busy, took) = tokio::join!(tokio::spawn(reading), loading);
    Ok(Mixed { quiet, busy: busy??, load: f64::from(claims) / took?.as_secs_f64() })
}

/// Asks `READS` times a second for as long as it goes on, at most for `time`.
fn steady(
    address: SocketAddr,
    calls: &Arc<Vec<Call>>,
    going_on: &Arc<AtomicBool>,
    time: Duration,
) -> impl Future<Output = Result<Measured>> + Send + use<> {
    let (calls, going_on) = (Arc::clone(calls), Arc::clone(going_on));
    async move {
        let began = Instant::now();
        let mut tasks = JoinSet::new();
        for place in 0..CONNECTIONS {
            tasks.spawn(one_of_many(address, Arc::clone(&calls), Arc::clone(&going_on), place, began, time));
        }
        let mut latencies = Vec::new();
        while let Some(answers) = tasks.join_next().await {
            latencies.extend(answers??);
        }
        Ok(Measured::of(latencies, began.elapsed()))
    }
}

async fn one_of_many(
    address: SocketAddr,
    calls: Arc<Vec<Call>>,
    going_on: Arc<AtomicBool>,
    place: usize,
    began: Instant,
    time: Duration,
) -> Result<Vec<Duration>> {
    let mut connection = Connection::open(address).await?;
    let mut latencies = Vec::new();
    for round in 0.. {
        let number = round * CONNECTIONS + place;
        let due = began + Duration::from_secs(1) / READS * u32::try_from(number).unwrap_or(u32::MAX);
        if due > began + time || !going_on.load(Ordering::Relaxed) {
            break;
        }
        tokio::time::sleep_until(due.into()).await;
        // An answer that comes late makes the next ask late; that counts as its wait. The timer's own lateness, a
        // millisecond, does not.
        let sent = Instant::now().min(due + Duration::from_millis(2));
        let Some(call) = calls.get(number % calls.len()) else { break };
        let answer = connection.send(call).await?;
        ensure!(answer.status.is_success(), "{}: {} {}", call.target, answer.status, answer.text());
        latencies.push(sent.elapsed());
    }
    Ok(latencies)
}

/// The files of `source` with another moment of change in every claim, in `folder`.
pub(crate) fn changed(source: &Source, folder: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    for entry in std::fs::read_dir(&source.folder)? {
        let (path, name) = {
            let entry = entry?;
            (entry.path(), entry.file_name())
        };
        let target = folder.join(&name);
        if name.to_string_lossy().ends_with("_CLM.csv") {
            let text = std::fs::read_to_string(&path)?;
            std::fs::write(target, text.replace("T00:00:00.000000", "T00:00:01.000000"))?;
        } else {
            std::fs::copy(path, target)?;
        }
    }
    Ok(folder.to_owned())
}
