//! Takes jobs, some at a time, until it is told to stop.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bluestem_model::chance::Random;
use bluestem_model::time::{Clock, Timestamp};
use bluestem_store::StoreError;
use bluestem_store::platform::{Claimant, Job, Jobs, NewJob};
use futures_util::FutureExt;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::attempt::attempt;
use crate::{Handler, observe};

/// Time between two looks whether the standing jobs are there.
const STANDING: Duration = Duration::from_mins(1);

/// How a runner works.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Name of this worker, for people.
    pub owner: String,
    /// Jobs that it does at once.
    pub jobs: usize,
    /// For how long a lease holds without being extended.
    pub lease: Duration,
    /// Time between two looks for work.
    pub poll: Duration,
    /// For how long a handler that is told to stop may go on, and a runner that is told to; a second more goes to
    /// giving its jobs back.
    pub grace: Duration,
}

/// A job that is always there: its handler says when it is due again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its kind. There is one of it, however many processes want it.
    pub kind: &'static str,
    /// Higher ones come first.
    pub priority: i16,
}

/// What a [`Runner`] is made of.
pub struct Parts {
    /// Where the jobs are.
    pub store: Arc<dyn Jobs>,
    /// The present moment, for leases.
    pub clock: Arc<dyn Clock>,
    /// Chance, for the time between attempts.
    pub random: Arc<dyn Random>,
    /// What does the jobs, one of each kind. Jobs of other kinds are left to others.
    pub handlers: Vec<Arc<dyn Handler>>,
    /// The jobs that are always there.
    pub standing: Vec<Standing>,
    /// How it works.
    pub settings: Settings,
}

/// What a runner and its attempts share.
pub(crate) struct Shared {
    pub(crate) store: Arc<dyn Jobs>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) handlers: Vec<Arc<dyn Handler>>,
    pub(crate) settings: Settings,
    standing: Vec<Standing>,
    /// Attempts about which the store did not answer the last time.
    pub(crate) out_of_touch: AtomicUsize,
}

impl Shared {
    /// When a lease that is given now ends.
    pub(crate) fn lease_end(&self) -> Timestamp {
        let micros = i64::try_from(self.settings.lease.as_micros()).unwrap_or(i64::MAX);
        Timestamp(self.clock.now().0.saturating_add(micros))
    }

    async fn claim(&self) -> Result<Option<Job>, StoreError> {
        let claimant = Claimant {
            owner: self.settings.owner.clone(),
            kinds: self.handlers.iter().map(|handler| handler.kind()).collect(),
            now: self.clock.now(),
            until: self.lease_end(),
        };
        self.store.claim(&claimant).await
    }

    async fn put_standing(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        for Standing { kind, priority } in self.standing.iter().copied() {
            let (kind, payload) = (kind.to_owned(), "{}".to_owned());
            let (single, sequence) = (Some(kind.clone()), None);
            let (not_before, most_attempts) = (now, u32::MAX);
            let job = NewJob { kind, payload, priority, not_before, most_attempts, single, sequence, now };
            self.store.enqueue(&job).await?;
        }
        Ok(())
    }
}

/// Takes jobs and does them.
pub struct Runner {
    shared: Arc<Shared>,
    attempts: JoinSet<()>,
    draining: watch::Sender<Option<Instant>>,
    /// Whether the store did not answer the last time.
    away: bool,
    /// When to look for the standing jobs.
    look: Instant,
}

impl Runner {
    /// A runner made of these parts.
    pub fn new(parts: Parts) -> Self {
        let Parts { store, clock, random, handlers, standing, settings } = parts;
        let out_of_touch = AtomicUsize::new(0);
        let shared = Shared { store, clock, random, handlers, settings, standing, out_of_touch };
        let (attempts, draining) = (JoinSet::new(), watch::Sender::new(None));
        Self { shared: Arc::new(shared), attempts, draining, away: false, look: Instant::now() }
    }

    /// Takes jobs until `stop` completes; then lets those under way stop at their next step and gives them back.
    pub async fn run(mut self, stop: impl Future<Output = ()>) {
        let mut stop = pin!(stop);
        while stop.as_mut().now_or_never().is_none() {
            let idle = match self.turn().await {
                Ok(true) => continue,
                Ok(false) => self.shared.settings.poll,
                Err(error) => {
                    if !std::mem::replace(&mut self.away, true) {
                        observe::away(&error);
                    }
                    self.shared.settings.poll
                }
            };
            tokio::select! {
                () = &mut stop => break,
                Some(_) = self.attempts.join_next() => {}
                () = sleep(idle) => {}
            }
        }
        self.draining.send_replace(Some(Instant::now() + self.shared.settings.grace));
        while self.attempts.join_next().await.is_some() {}
    }

    /// Takes one job at most; whether there was one.
    async fn turn(&mut self) -> Result<bool, StoreError> {
        if self.away {
            // Those who had jobs when the store went away note first how they ended: a lease that ran out meanwhile
            // says nothing about its worker.
            self.shared.store.job(0).await?;
            sleep(3 * self.shared.settings.poll).await;
            self.away = false;
            observe::back();
        }
        if Instant::now() >= self.look {
            self.shared.put_standing().await?;
            self.look = Instant::now() + STANDING;
        }
        while self.attempts.try_join_next().is_some() {}
        let full = self.attempts.len() >= self.shared.settings.jobs;
        // It might be given a job of its own whose lease ran out meanwhile.
        if full || self.shared.out_of_touch.load(Ordering::SeqCst) > 0 {
            return Ok(false);
        }
        let Some(job) = self.shared.claim().await? else { return Ok(false) };
        self.attempts.spawn(attempt(self.shared.clone(), job, self.draining.subscribe()));
        Ok(true)
    }
}
