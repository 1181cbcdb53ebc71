//! One attempt at a job: the handler on a thread of its own, the lease kept beside it.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bluestem_model::time::Timestamp;
use bluestem_store::platform::{Beat, Ending, Job};
use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, interval, sleep, sleep_until, timeout};

use crate::ending::{Attempt, beforehand};
use crate::metric::Running;
use crate::runner::Shared;
use crate::work::Stop;
use crate::{Failure, Handler, Success, Work, observe};

/// Time between two extensions of a lease at most: as old may be what is shown of its progress.
const BEAT: Duration = Duration::from_secs(5);
/// How long a handler that is dropped may take to be gone.
const GONE: Duration = Duration::from_secs(1);

/// Works on a job that was just taken, and notes how it ended.
pub(crate) async fn attempt(shared: Arc<Shared>, job: Job, draining: watch::Receiver<bool>) {
    let handler = shared.handlers.iter().find(|handler| handler.kind() == job.kind);
    let mut contact = Contact::new(&shared);
    let (Some(handler), None) = (handler, beforehand(&job)) else {
        let ending = beforehand(&job).unwrap_or(Ending::GivenBack);
        return note(&shared, &job, ending, draining, &mut contact).await;
    };
    observe::began(&job);
    let _running = Running::new(&job);
    let work = Arc::new(Work::new(job.clone()));
    let began = Instant::now();
    let Some(result) = watched(&shared, handler, &work, draining.clone(), &mut contact).await else {
        return if work.stop() == Some(Stop::Lost) { observe::lost(&job) } else { observe::left(&job) };
    };
    let (stop, spent, now) = (work.stop(), began.elapsed(), shared.clock.now());
    let ending = Attempt { job: &job, result, stop, spent, now }.ending(shared.random.as_ref());
    note(&shared, &job, ending, draining, &mut contact).await;
}

/// Whether the store answers about one attempt.
struct Contact<'s> {
    shared: &'s Shared,
    lost: bool,
}

impl<'s> Contact<'s> {
    fn new(shared: &'s Shared) -> Self {
        Self { shared, lost: false }
    }

    fn set(&mut self, lost: bool) {
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

/// Runs the handler and keeps the lease. None when the lease was lost, or the handler did not stop in time: then the
/// lease must run out by itself, for somebody is still at work.
async fn watched(
    shared: &Shared,
    handler: &Arc<dyn Handler>,
    work: &Arc<Work>,
    mut draining: watch::Receiver<bool>,
    contact: &mut Contact<'_>,
) -> Option<Result<Success, Failure>> {
    let mut done = pin!(on_a_thread(handler.clone(), work.clone()));
    let mut beats = interval(BEAT.min(shared.settings.lease / 3));
    let mut until = shared.lease_end();
    let mut patience = pin!(sleep_until(far()));
    let mut told = None;
    loop {
        tokio::select! {
            result = &mut done => return (work.stop() != Some(Stop::Lost)).then_some(result),
            _ = beats.tick() => beat(shared, work, &mut until, contact).await,
            () = drained(&mut draining), if told.is_none() => work.tell(Stop::Drain),
            () = &mut patience => {
                work.abandon();
                return timeout(GONE, done).await.ok().filter(|_| work.stop() != Some(Stop::Lost));
            }
        }
        if work.stop() != told {
            told = work.stop();
            // Who lost the lease must not go on beside the one who has it now.
            let lost = told == Some(Stop::Lost);
            let grace = if lost { Duration::ZERO } else { shared.settings.grace };
            patience.as_mut().reset(Instant::now() + grace);
        }
    }
}

/// Extends the lease, and tells the handler what came of it.
async fn beat(shared: &Shared, work: &Work, until: &mut Timestamp, contact: &mut Contact<'_>) {
    let (lease, next, progress) = (work.lease(), shared.lease_end(), work.progress());
    let extended = shared.store.heartbeat(&lease, next, progress.as_ref());
    match timeout(shared.settings.lease / 3, extended).await {
        Ok(Ok(beat)) => {
            contact.set(false);
            *until = next;
            match beat {
                Beat::Go => {}
                Beat::Cancel => work.tell(Stop::Cancel),
                Beat::Lost => work.tell(Stop::Lost),
            }
        }
        late => {
            if let (Ok(Err(error)), false) = (late, contact.lost) {
                observe::unextended(work, &error);
            }
            contact.set(true);
            if shared.clock.now() >= *until {
                work.tell(Stop::Away);
            }
        }
    }
}

/// Runs the handler on a thread of its own: it may compute for long, and what it cannot end must not hold up the end
/// of the process.
async fn on_a_thread(handler: Arc<dyn Handler>, work: Arc<Work>) -> Result<Success, Failure> {
    let (answer, answered) = oneshot::channel();
    let runtime = Handle::current();
    let run = move || {
        let result = runtime.block_on(async {
            tokio::select! {
                result = handler.run(&work) => result,
                () = work.abandoned() => Err(Failure::Stopped),
            }
        });
        // Nobody listens any more when the lease was lost.
        let _ = answer.send(result);
    };
    let broken = || Failure::Attempt { reason: "the handler broke off".to_owned() };
    if let Err(error) = std::thread::Builder::new().name("job".to_owned()).spawn(run) {
        return Err(Failure::Unavailable { reason: format!("no thread can be started: {error}") });
    }
    answered.await.unwrap_or_else(|_| Err(broken()))
}

/// Notes how a job ended, as soon as the store takes it; gives up when the worker stops.
async fn note(
    shared: &Shared,
    job: &Job,
    ending: Ending,
    mut draining: watch::Receiver<bool>,
    contact: &mut Contact<'_>,
) {
    let noting = async {
        let mut complained = false;
        loop {
            match shared.store.leave(&job.lease(), &ending, shared.clock.now()).await {
                Ok(true) => return observe::ended(job, &ending),
                Ok(false) => return observe::lost(job),
                Err(error) if !complained => observe::unrecorded(job, &error),
                Err(_) => {}
            }
            contact.set(true);
            complained = true;
            sleep(shared.settings.poll).await;
        }
    };
    let given_up = async {
        drained(&mut draining).await;
        sleep(shared.settings.grace).await;
    };
    tokio::select! {
        () = noting => {}
        () = given_up => {}
    }
}

/// Completes when the worker stops.
async fn drained(draining: &mut watch::Receiver<bool>) {
    // A runner that is gone has stopped too.
    let _ = draining.wait_for(|draining| *draining).await;
}

fn far() -> Instant {
    Instant::now() + Duration::from_hours(30 * 365 * 24)
}
