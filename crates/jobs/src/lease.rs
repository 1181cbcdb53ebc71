//! The lease of one attempt: how it is extended, and how long a handler may go on by it.

use std::sync::atomic::Ordering;
use std::time::Duration;

use bluestem_model::time::Timestamp;
use bluestem_store::StoreError;
use bluestem_store::platform::Beat;
use tokio::time::{Instant, sleep_until, timeout};

use crate::runner::Shared;
use crate::work::Stop;
use crate::{Work, observe};

/// Time between two extensions of a lease at most: as old may be what is shown of its progress.
const BEAT: Duration = Duration::from_secs(5);

/// Time between two extensions of a lease.
pub(crate) fn pause(shared: &Shared) -> Duration {
    BEAT.min(shared.settings.lease / 3)
}

/// What came of an extension of the lease: None without an answer in time, else the answer and the lease's new end.
pub(crate) type Answer = Option<Result<(Beat, Timestamp), StoreError>>;

/// Extends the lease at this moment, or as soon as it has passed. Returns when that was begun, and what came of it.
pub(crate) async fn beat(shared: &Shared, work: &Work, at: Instant) -> (Instant, Answer) {
    sleep_until(at).await;
    let (began, lease, until, progress) = (Instant::now(), work.lease(), shared.lease_end(), work.progress());
    let extended = shared.store.heartbeat(&lease, until, progress.as_ref());
    let answer = timeout(shared.settings.lease / 3, extended).await.ok();
    (began, answer.map(|answer| answer.map(|beat| (beat, until))))
}

/// Tells the handler what came of an extension of the lease. Returns the lease's new end.
pub(crate) fn hear(answer: Answer, work: &Work, contact: &mut Contact<'_>) -> Option<Timestamp> {
    match answer {
        Some(Ok((beat, until))) => {
            contact.set(false);
            match beat {
                Beat::Go => {}
                Beat::Cancel => work.tell(Stop::Cancel),
                Beat::Lost => work.tell(Stop::Lost),
            }
            Some(until)
        }
        late => {
            if let (Some(Err(error)), false) = (late, contact.lost) {
                observe::unextended(work, &error);
            }
            contact.set(true);
            None
        }
    }
}

/// Whether the store answers about one attempt.
pub(crate) struct Contact<'s> {
    shared: &'s Shared,
    lost: bool,
}

impl<'s> Contact<'s> {
    pub(crate) fn new(shared: &'s Shared) -> Self {
        Self { shared, lost: false }
    }

    pub(crate) fn set(&mut self, lost: bool) {
        match (self.lost, lost) {
            (false, true) => self.shared.out_of_touch.fetch_add(1, Ordering::SeqCst),
            (true, false) => self.shared.out_of_touch.fetch_sub(1, Ordering::SeqCst),
            _ => return,
        };
        self.lost = lost;
    }
}

impl Drop for Contact<'_> {
    fn drop(&mut self) {
        self.set(false);
    }
}

/// How long a handler may go on.
pub(crate) struct Term<'s> {
    shared: &'s Shared,
    /// When the lease ends, as far as the store has answered.
    pub(crate) until: Timestamp,
    /// Why the handler is to stop, and when it must have.
    told: Option<(Stop, Instant)>,
}

impl<'s> Term<'s> {
    /// That of a handler that begins now.
    pub(crate) fn new(shared: &'s Shared) -> Self {
        Self { shared, until: shared.lease_end(), told: None }
    }

    /// Whether the handler was told to stop.
    pub(crate) fn is_told(&self) -> bool {
        self.told.is_some()
    }

    /// The time to when the handler is to be told, or dropped.
    pub(crate) fn rest(&self) -> Duration {
        let lease =
            Duration::from_micros(u64::try_from(self.until.0 - self.shared.clock.now().0).unwrap_or(0));
        match self.told {
            None => lease.saturating_sub(self.shared.settings.lease / 3),
            Some((_, end)) => lease.min(end.saturating_duration_since(Instant::now())),
        }
    }

    /// Whether the lease ends so soon that the handler must stop now to have stopped by then.
    pub(crate) fn is_short(&self) -> bool {
        !self.is_told() && self.rest().is_zero()
    }

    /// Takes note of why the handler was told to stop.
    pub(crate) fn tell(&mut self, stop: Option<Stop>, drained: Option<Instant>) {
        let Some(stop) = stop else { return };
        if self.told.is_some_and(|(told, _)| told == stop) {
            return;
        }
        let now = Instant::now();
        // Who lost the lease must not go on beside the one who has it now.
        let grace = if stop == Stop::Lost { Duration::ZERO } else { self.shared.settings.grace };
        self.told = Some((stop, drained.map_or(now + grace, |end| end.min(now + grace))));
    }

    /// Whether the handler has had its time: when its lease ends another one may begin.
    pub(crate) fn is_over(&self) -> bool {
        self.is_told() && self.rest().is_zero()
    }
}
