//! The runner over a real store, with a clock that the tests move.

#![allow(clippy::unwrap_used, clippy::panic)] // a test may panic: that is how it fails

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bluestem_jobs::{Failure, Handler, Parts, Runner, Settings, Standing, Success, Work};
use bluestem_model::chance::Random;
use bluestem_model::time::{Clock, ManualClock, Timestamp};
use bluestem_store::StoreError;
use bluestem_store::embedded::EmbeddedPlatform;
use bluestem_store::platform::{
    Beat, CancelOutcome, Claimant, Ending, Enqueued, Job, JobProgress, JobState, Jobs, Lease, NewJob,
};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Seconds for which leases hold, by the clock of the tests.
const LEASE: u64 = 3;

/// Does what the payload says.
#[derive(Default)]
struct Actor {
    at_work: AtomicU32,
    most_at_work: AtomicU32,
    /// Whether what it needs is there.
    supplied: AtomicBool,
}

#[async_trait]
impl Handler for Actor {
    fn kind(&self) -> &'static str {
        "act"
    }

    async fn run(&self, work: &Work) -> Result<Success, Failure> {
        let at_work = self.at_work.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_at_work.fetch_max(at_work, Ordering::SeqCst);
        let _left = Left(&self.at_work);
        self.act(work).await
    }
}

/// Counts down when a handler ends, however it ends.
struct Left<'a>(&'a AtomicU32);

impl Drop for Left<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Actor {
    async fn act(&self, work: &Work) -> Result<Success, Failure> {
        match work.payload() {
            "until stopped" => loop {
                work.step()?;
                work.report("counting", 3, 9);
                tokio::time::sleep(Duration::from_millis(1)).await;
            },
            "for ever" => std::future::pending().await,
            "fail" => Err(Failure::Attempt { reason: format!("attempt {} failed", work.attempt()) }),
            "panic" => panic!("on purpose"),
            "needy" if !self.supplied.load(Ordering::SeqCst) => {
                Err(Failure::Unavailable { reason: "the supply is away".to_owned() })
            }
            _ => Ok(Success::Done { result: "{\"acted\":true}".to_owned() }),
        }
    }
}

/// Is always there, and due every ten minutes.
struct Keeper;

#[async_trait]
impl Handler for Keeper {
    fn kind(&self) -> &'static str {
        "keep"
    }

    async fn run(&self, _: &Work) -> Result<Success, Failure> {
        Ok(Success::Again { result: "{}".to_owned(), after: 600 })
    }
}

/// A store that can go away, or answer no more.
struct Fickle {
    room: Arc<EmbeddedPlatform>,
    away: AtomicBool,
    mute: AtomicBool,
}

impl Fickle {
    fn there(&self) -> Result<&EmbeddedPlatform, StoreError> {
        let away = self.away.load(Ordering::SeqCst);
        if away { Err(StoreError::Unavailable("switched off".to_owned())) } else { Ok(&self.room) }
    }

    async fn answering(&self) -> Result<&EmbeddedPlatform, StoreError> {
        if self.mute.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
        self.there()
    }
}

#[async_trait]
impl Jobs for Fickle {
    async fn enqueue(&self, job: &NewJob) -> Result<Enqueued, StoreError> {
        self.there()?.enqueue(job).await
    }
    async fn claim(&self, claimant: &Claimant) -> Result<Option<Job>, StoreError> {
        self.there()?.claim(claimant).await
    }
    async fn heartbeat(
        &self,
        lease: &Lease,
        until: Timestamp,
        progress: Option<&JobProgress>,
    ) -> Result<Beat, StoreError> {
        self.answering().await?.heartbeat(lease, until, progress).await
    }
    async fn leave(&self, lease: &Lease, ending: &Ending, now: Timestamp) -> Result<bool, StoreError> {
        self.answering().await?.leave(lease, ending, now).await
    }
    async fn cancel(&self, id: i64, now: Timestamp) -> Result<CancelOutcome, StoreError> {
        self.there()?.cancel(id, now).await
    }
    async fn retry(&self, id: i64, now: Timestamp) -> Result<bool, StoreError> {
        self.there()?.retry(id, now).await
    }
    async fn job(&self, id: i64) -> Result<Option<Job>, StoreError> {
        self.there()?.job(id).await
    }
    async fn jobs(&self, state: Option<JobState>, count: u32) -> Result<Vec<Job>, StoreError> {
        self.there()?.jobs(state, count).await
    }
    async fn purge_jobs(&self, ended_before: Timestamp) -> Result<u64, StoreError> {
        self.there()?.purge_jobs(ended_before).await
    }
}

struct Even;

impl Random for Even {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0x7f);
    }
}

/// A store, a clock, and runners over them.
struct World {
    _folder: tempfile::TempDir,
    room: Arc<EmbeddedPlatform>,
    clock: Arc<ManualClock>,
    actor: Arc<Actor>,
}

struct Running {
    store: Arc<Fickle>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Running {
    async fn stop(self) {
        self.stop.send(()).unwrap();
        self.task.await.unwrap();
    }
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let room = EmbeddedPlatform::open(&folder.path().join("platform.db")).unwrap();
        let clock = Arc::new(ManualClock::at(Timestamp(1_767_225_600_000_000)));
        Self { _folder: folder, room, clock, actor: Arc::default() }
    }

    fn runner(&self, jobs: usize, standing: Vec<Standing>) -> Running {
        let (lease, grace) = (Duration::from_secs(LEASE), Duration::from_millis(300));
        let poll = Duration::from_millis(5);
        self.runner_as(Settings { owner: "w".to_owned(), jobs, lease, poll, grace }, standing)
    }

    fn runner_as(&self, settings: Settings, standing: Vec<Standing>) -> Running {
        let store = Arc::new(Fickle {
            room: self.room.clone(),
            away: AtomicBool::new(false),
            mute: AtomicBool::new(false),
        });
        let runner = Runner::new(Parts {
            store: store.clone(),
            clock: self.clock.clone(),
            random: Arc::new(Even),
            handlers: vec![self.actor.clone(), Arc::new(Keeper)],
            standing,
            settings,
        });
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(runner.run(async { stopped.await.unwrap() }));
        Running { store, stop, task }
    }

    async fn put(&self, payload: &str) -> i64 {
        let now = self.clock.now();
        let job = NewJob {
            kind: "act".to_owned(),
            payload: payload.to_owned(),
            priority: 0,
            not_before: now,
            most_attempts: 3,
            single: None,
            sequence: None,
            now,
        };
        self.room.enqueue(&job).await.unwrap().id
    }

    /// The job, once it is as asked.
    async fn until(&self, id: i64, what: impl Fn(&Job) -> bool) -> Job {
        let wait = async {
            loop {
                let job = self.room.job(id).await.unwrap().unwrap();
                if what(&job) {
                    return job;
                }
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_mins(1), wait).await;
        waited.unwrap_or_else(|_| panic!("job {id} never came to be as asked"))
    }

    /// Returns once so many handlers are at work.
    async fn at_work(&self, count: u32) {
        let wait = async {
            while self.actor.at_work.load(Ordering::SeqCst) != count {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        tokio::time::timeout(Duration::from_mins(1), wait).await.unwrap();
    }

    async fn in_state(&self, id: i64, state: JobState) -> Job {
        self.until(id, |job| job.state == state).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_are_done_so_many_at_a_time() {
    let world = World::new();
    let runner = world.runner(2, Vec::new());
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(world.put("until stopped").await);
    }
    let quick = world.put("quick").await;
    world.in_state(ids[1], JobState::Running).await;
    assert_eq!(world.room.job(ids[2]).await.unwrap().unwrap().state, JobState::Waiting);
    for id in &ids {
        world.in_state(*id, JobState::Running).await;
        world.room.cancel(*id, world.clock.now()).await.unwrap();
        world.in_state(*id, JobState::Cancelled).await;
    }
    let job = world.in_state(quick, JobState::Done).await;
    assert_eq!((job.attempts, job.result.as_deref()), (1, Some("{\"acted\":true}")));
    assert_eq!(world.actor.most_at_work.load(Ordering::SeqCst), 2);
    runner.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failing_job_is_tried_again_later_and_given_up_in_the_end() {
    let world = World::new();
    let runner = world.runner(2, Vec::new());
    for payload in ["fail", "panic"] {
        let id = world.put(payload).await;
        for attempt in 1..3 {
            let failed = |job: &Job| job.state == JobState::Waiting && job.attempts == attempt;
            let job = world.until(id, failed).await;
            assert!(job.due_at > world.clock.now(), "it waits before it is tried again");
            world.clock.advance(10);
        }
        let job = world.in_state(id, JobState::Failed).await;
        assert_eq!(job.attempts, 3);
        let reason = if payload == "fail" { "attempt 3 failed" } else { "the handler broke off" };
        assert_eq!(job.reason.as_deref(), Some(reason));
    }
    runner.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_stops_gives_its_jobs_back_at_once() {
    let world = World::new();
    let runner = world.runner(2, Vec::new());
    let (polite, stubborn) = (world.put("until stopped").await, world.put("for ever").await);
    let shown = world.until(polite, |job| job.progress.is_some()).await.progress.unwrap();
    assert_eq!((shown.stage.as_str(), shown.done, shown.total), ("counting", 3, 9));
    world.in_state(stubborn, JobState::Running).await;
    runner.stop().await;
    for id in [polite, stubborn] {
        let job = world.room.job(id).await.unwrap().unwrap();
        assert_eq!((job.state, job.attempts, job.due_at), (JobState::Waiting, 0, world.clock.now()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_pauses_with_a_reason_while_what_it_needs_is_away() {
    let world = World::new();
    let runner = world.runner(2, Vec::new());
    let id = world.put("needy").await;
    let job = world.in_state(id, JobState::Paused).await;
    assert_eq!((job.attempts, job.reason.as_deref()), (0, Some("the supply is away")));
    for _ in 0..5 {
        let fence = world.room.job(id).await.unwrap().unwrap().fence;
        world.clock.advance(60);
        world.until(id, |job| job.state == JobState::Paused && job.fence > fence).await;
    }
    world.actor.supplied.store(true, Ordering::SeqCst);
    world.clock.advance(60);
    assert_eq!(world.in_state(id, JobState::Done).await.attempts, 1);
    runner.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_is_away_costs_no_attempt() {
    let world = World::new();
    let runner = world.runner(2, Vec::new());
    let id = world.put("until stopped").await;
    world.until(id, |job| job.progress.is_some()).await;
    runner.store.away.store(true, Ordering::SeqCst);
    world.clock.advance(i64::try_from(LEASE).unwrap());
    // The handler hears that its lease ran out, and its end is noted when the store is back.
    world.at_work(0).await;
    assert_eq!(world.room.job(id).await.unwrap().unwrap().state, JobState::Running, "nothing is noted yet");
    runner.store.away.store(false, Ordering::SeqCst);
    let job = world.in_state(id, JobState::Paused).await;
    assert_eq!((job.attempts, job.reason.as_deref()), (0, Some("the store is not available")));
    world.clock.advance(60);
    world.in_state(id, JobState::Running).await;
    runner.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_at_work_any_more_when_a_lease_ends_that_cannot_be_extended() {
    let world = World::new();
    // Those who are told to stop could go on for hours.
    let (lease, grace) = (Duration::from_secs(LEASE), Duration::from_hours(1));
    let poll = Duration::from_millis(5);
    let runner = world.runner_as(Settings { owner: "w".to_owned(), jobs: 2, lease, poll, grace }, Vec::new());
    let (polite, stubborn) = (world.put("until stopped").await, world.put("for ever").await);
    for id in [polite, stubborn] {
        world.in_state(id, JobState::Running).await;
    }
    world.until(polite, |job| job.progress.is_some()).await;
    runner.store.away.store(true, Ordering::SeqCst);
    world.clock.advance(i64::try_from(LEASE).unwrap() - 1);
    world.at_work(1).await;
    world.clock.advance(1);
    world.at_work(0).await;
    runner.store.away.store(false, Ordering::SeqCst);
    for id in [polite, stubborn] {
        world.in_state(id, JobState::Paused).await;
    }
    runner.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_stops_waits_for_no_store_that_is_silent() {
    let world = World::new();
    // So long that a beat that is waited for would be noticed.
    let (lease, grace) = (Duration::from_hours(1), Duration::from_millis(300));
    let poll = Duration::from_millis(5);
    let runner = world.runner_as(Settings { owner: "w".to_owned(), jobs: 2, lease, poll, grace }, Vec::new());
    runner.store.mute.store(true, Ordering::SeqCst);
    let (polite, stubborn) = (world.put("until stopped").await, world.put("for ever").await);
    world.at_work(2).await;
    tokio::time::timeout(Duration::from_mins(1), runner.stop()).await.unwrap();
    world.at_work(0).await;
    for id in [polite, stubborn] {
        assert_eq!(world.room.job(id).await.unwrap().unwrap().state, JobState::Running, "left to its lease");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_lost_the_lease_stops_and_notes_nothing() {
    let world = World::new();
    let runner = world.runner(1, Vec::new());
    let id = world.put("for ever").await;
    let old = world.in_state(id, JobState::Running).await;
    world.clock.advance(60);
    let (now, until) = (world.clock.now(), world.clock.now().plus_seconds(600));
    let claimant = Claimant { owner: "other".to_owned(), kinds: vec!["act"], now, until };
    // A heartbeat may come first and extend the lease: who asks again gets it in the end.
    let taken = loop {
        if let Some(job) = world.room.claim(&Claimant { now: until, ..claimant.clone() }).await.unwrap() {
            break job;
        }
    };
    assert!(taken.fence > old.fence);
    world.at_work(0).await;
    let quick = world.put("quick").await;
    world.in_state(quick, JobState::Done).await;
    let job = world.room.job(id).await.unwrap().unwrap();
    assert_eq!((job.state, job.owner.as_deref(), job.fence), (JobState::Running, Some("other"), taken.fence));
    runner.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_over_which_workers_die_is_given_up() {
    let world = World::new();
    let id = world.put("quick").await;
    for _ in 0..3 {
        let (now, until) = (world.clock.now(), world.clock.now().plus_seconds(5));
        let claimant = Claimant { owner: "dies".to_owned(), kinds: vec!["act"], now, until };
        assert!(world.room.claim(&claimant).await.unwrap().is_some());
        world.clock.advance(5);
    }
    let runner = world.runner(1, Vec::new());
    let job = world.in_state(id, JobState::Failed).await;
    assert!(job.reason.unwrap().contains("its worker was lost"));
    assert_eq!(world.actor.most_at_work.load(Ordering::SeqCst), 0);
    runner.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_standing_job_is_there_once_and_comes_again() {
    let world = World::new();
    let standing = vec![Standing { kind: "keep", priority: 1 }];
    let runners = [world.runner(1, standing.clone()), world.runner(1, standing)];
    let listed = || async { world.room.jobs(None, 10).await.unwrap() };
    let first = async {
        while listed().await.iter().all(|job| job.fence == 0 || job.state != JobState::Waiting) {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), first).await.unwrap();
    for fence in 2..4 {
        let [job] = listed().await.try_into().unwrap();
        assert_eq!(job.due_at, world.clock.now().plus_seconds(600));
        world.clock.advance(600);
        world.until(job.id, |job| job.fence == fence && job.state == JobState::Waiting).await;
    }
    for runner in runners {
        runner.stop().await;
    }
}
