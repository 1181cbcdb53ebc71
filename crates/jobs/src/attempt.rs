//! One attempt at a job: the handler on a thread of its own, the lease kept beside it.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bluestem_store::platform::{Ending, Job};
use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::ending::{Attempt, beforehand};
use crate::lease::{Contact, Term, beat, hear, pause};
use crate::metric::Running;
use crate::runner::Shared;
use crate::work::Stop;
use crate::{Failure, Handler, Success, Work, observe};

/// How long a handler that is dropped may take to be gone, and after the end of a drain its job to be left.
const GONE: Duration = Duration::from_secs(1);

/// When everything must have come to its end; None while the worker goes on.
pub(crate) type Draining = watch::Receiver<Option<Instant>>;

/// Works on a job that was just taken, and notes how it ended.
pub(crate) async fn attempt(shared: Arc<Shared>, job: Job, draining: Draining) {
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

/// Runs the handler and keeps the lease. None when the lease was lost, or the handler did not stop in time: then the
/// lease must run out by itself, for somebody is still at work.
async fn watched(
    shared: &Shared,
    handler: &Arc<dyn Handler>,
    work: &Arc<Work>,
    mut draining: Draining,
    contact: &mut Contact<'_>,
) -> Option<Result<Success, Failure>> {
    let unless_lost = |result| (work.stop() != Some(Stop::Lost)).then_some(result);
    let mut done = pin!(on_a_thread(handler.clone(), work.clone()));
    let mut term = Term::new(shared);
    // Beside all else: a store that does not answer must not hold up what does not ask it.
    let mut beat = pin!(beat(shared, work, Instant::now()));
    loop {
        tokio::select! {
            result = &mut done => return unless_lost(result),
            (began, answer) = &mut beat => {
                if let Some(until) = hear(answer, work, contact) {
                    term.until = until;
                }
                beat.set(self::beat(shared, work, began + pause(shared)));
            }
            _ = drained(&mut draining), if !term.is_told() => work.tell(Stop::Drain),
            () = sleep(term.rest()) => {}
        }
        if term.is_short() {
            work.tell(Stop::Away);
        }
        term.tell(work.stop(), *draining.borrow());
        if term.is_over() {
            work.abandon();
            return timeout(GONE, done).await.ok().and_then(unless_lost);
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
async fn note(shared: &Shared, job: &Job, ending: Ending, mut draining: Draining, contact: &mut Contact<'_>) {
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
        let end = drained(&mut draining).await;
        sleep_until(end + GONE).await;
    };
    tokio::select! {
        () = noting => {}
        () = given_up => {}
    }
}

/// Completes when the worker stops, and says when everything must have come to its end.
async fn drained(draining: &mut Draining) -> Instant {
    let end = draining.wait_for(Option::is_some).await.map(|end| *end);
    // A runner that is gone has stopped too.
    end.ok().flatten().unwrap_or_else(Instant::now)
}
