//! The load generator: some connections, each with one request at a time, bounded in time or count.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use futures_util::future::try_join_all;
use tokio::task::JoinSet;

use crate::http::{Answer, Call, Connection};

/// How many connections ask at the same time.
pub(crate) const CONNECTIONS: usize = 16;

/// What was measured. Adds up over rounds.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    latencies: Vec<Duration>,
    took: Duration,
}

impl Measured {
    /// Answers that took so long each, within so much time.
    pub(crate) fn of(latencies: Vec<Duration>, took: Duration) -> Self {
        Self { latencies, took }
    }

    /// Answers per second.
    pub(crate) fn rate(&self) -> f64 {
        let count = u32::try_from(self.latencies.len()).unwrap_or(u32::MAX);
        f64::from(count) / self.took.as_secs_f64().max(f64::EPSILON)
    }

    /// The latency that this many of a hundred answers do not exceed.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        let index = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
        sorted.get(index).copied().unwrap_or_default()
    }

    /// Adds another round.
    pub(crate) fn add(&mut self, other: Self) {
        self.latencies.extend(other.latencies);
        self.took += other.took;
    }
}

/// Which request is next.
#[derive(Clone)]
enum Plan {
    /// The same one again and again until the moment.
    Until(Arc<Call>, Instant),
    /// Each of the list once, whoever comes first.
    Once(Arc<Vec<Call>>, Arc<AtomicUsize>),
}

impl Plan {
    fn next(&self) -> Option<&Call> {
        match self {
            Self::Until(call, end) => (Instant::now() < *end).then_some(call),
            Self::Once(calls, taken) => calls.get(taken.fetch_add(1, Ordering::Relaxed)),
        }
    }
}

/// Sends one request again and again for a while.
pub(crate) async fn repeat(address: SocketAddr, call: &Call, time: Duration) -> Result<Measured> {
    run(address, &Plan::Until(Arc::new(call.clone()), Instant::now() + time)).await
}

/// Sends each request of a list once.
pub(crate) async fn drain(address: SocketAddr, calls: Vec<Call>) -> Result<Measured> {
    run(address, &Plan::Once(Arc::new(calls), Arc::default())).await
}

/// Sends chains of requests for a while, each chain over a connection of its own: `next` makes the following request
/// of an answer.
pub(crate) async fn chains(
    address: SocketAddr,
    starts: Vec<Call>,
    next: impl Fn(&Answer) -> Result<Call>,
    time: Duration,
) -> Result<Measured> {
    let began = Instant::now();
    let links = starts.into_iter().map(|start| one_chain(address, start, &next, began + time));
    let latencies = try_join_all(links).await?.into_iter().flatten().collect();
    Ok(Measured { latencies, took: began.elapsed() })
}

async fn one_chain(
    address: SocketAddr,
    mut call: Call,
    next: &impl Fn(&Answer) -> Result<Call>,
    end: Instant,
) -> Result<Vec<Duration>> {
    let mut connection = Connection::open(address).await?;
    let mut latencies = Vec::new();
    while Instant::now() < end {
        let sent = Instant::now();
        let answer = connection.send(&call).await?;
        latencies.push(sent.elapsed());
        call = next(&answer)?;
    }
    Ok(latencies)
}

async fn run(address: SocketAddr, plan: &Plan) -> Result<Measured> {
    let began = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..CONNECTIONS {
        tasks.spawn(one_connection(address, plan.clone()));
    }
    let mut measured = Measured::default();
    while let Some(latencies) = tasks.join_next().await {
        measured.latencies.extend(latencies??);
    }
    measured.took = began.elapsed();
    Ok(measured)
}

async fn one_connection(address: SocketAddr, plan: Plan) -> Result<Vec<Duration>> {
    let mut connection = Connection::open(address).await?;
    let mut latencies = Vec::new();
    while let Some(call) = plan.next() {
        let sent = Instant::now();
        let answer = connection.send(call).await?;
        latencies.push(sent.elapsed());
        ensure!(answer.status.is_success(), "{}: {} {}", call.target, answer.status, answer.text());
    }
    Ok(latencies)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_by_nearest_rank() {
        let measured = Measured {
            latencies: (1..=200).rev().map(Duration::from_millis).collect(),
            took: Duration::from_secs(2),
        };
        assert_eq!(measured.percentile(50), Duration::from_millis(100));
        assert_eq!(measured.percentile(99), Duration::from_millis(198));
        assert!((measured.rate() - 100.0).abs() < 1e-9);
        assert_eq!(Measured::default().percentile(99), Duration::ZERO);
    }
}
