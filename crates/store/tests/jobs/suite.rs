//! The assertions.

use std::collections::BTreeSet;
use std::sync::Arc;

use bluestem_model::time::Timestamp;
use bluestem_store::platform::{
    Beat, CancelOutcome, Claimant, Ending, Enqueued, Job, JobProgress, JobState, Jobs, NewJob,
};

type Room = Arc<dyn Jobs>;

/// 2026-01-01T00:00:00Z.
const START: Timestamp = Timestamp(1_767_225_600_000_000);
/// Seconds for which leases hold in these tests.
const LEASE: i64 = 30;

fn at(seconds: i64) -> Timestamp {
    START.plus_seconds(seconds)
}

/// A job that is due at once.
fn new(kind: &str) -> NewJob {
    NewJob {
        kind: kind.to_owned(),
        payload: "{}".to_owned(),
        priority: 0,
        not_before: START,
        most_attempts: 3,
        single: None,
        sequence: None,
        now: START,
    }
}

async fn put(room: &Room, job: &NewJob) -> i64 {
    let Enqueued { id, new } = room.enqueue(job).await.unwrap();
    assert!(new);
    id
}

/// A worker asks, so many seconds after the start.
async fn take(room: &Room, owner: &str, seconds: i64) -> Option<Job> {
    let (now, until) = (at(seconds), at(seconds + LEASE));
    let claimant = Claimant { owner: owner.to_owned(), kinds: vec!["load", "a"], now, until };
    room.claim(&claimant).await.unwrap()
}

async fn leave(room: &Room, job: &Job, ending: Ending, seconds: i64) -> bool {
    room.leave(&job.lease(), &ending, at(seconds)).await.unwrap()
}

fn done() -> Ending {
    Ending::Done { result: "{\"rows\":1}".to_owned() }
}

async fn state(room: &Room, id: i64) -> JobState {
    room.job(id).await.unwrap().unwrap().state
}

pub(crate) async fn a_job_reads_back_as_it_goes_on(room: Room) {
    let order = NewJob { payload: "{\"dir\":\"/x\"}".to_owned(), priority: -7, ..new("load") };
    let id = put(&room, &order).await;
    let mut expected = Job {
        id,
        kind: "load".to_owned(),
        payload: order.payload.clone(),
        priority: -7,
        state: JobState::Waiting,
        due_at: START,
        attempts: 0,
        most_attempts: 3,
        owner: None,
        cancel_asked: false,
        progress: None,
        reason: None,
        result: None,
        created_at: START,
        started_at: None,
        ended_at: None,
        fence: 0,
    };
    assert_eq!(room.job(id).await.unwrap(), Some(expected.clone()));
    let taken = take(&room, "w", 5).await.unwrap();
    (expected.state, expected.due_at, expected.attempts) = (JobState::Running, at(5 + LEASE), 1);
    (expected.owner, expected.started_at, expected.fence) = (Some("w".to_owned()), Some(at(5)), 1);
    assert_eq!(taken, expected);
    let progress = JobProgress { stage: "storing".to_owned(), done: 3, total: 9 };
    let beat = room.heartbeat(&taken.lease(), at(60), Some(&progress)).await.unwrap();
    (expected.due_at, expected.progress) = (at(60), Some(progress));
    assert_eq!(beat, Beat::Go);
    assert_eq!(room.job(id).await.unwrap(), Some(expected.clone()));
    assert!(leave(&room, &taken, done(), 50).await);
    (expected.state, expected.due_at, expected.ended_at) = (JobState::Done, at(50), Some(at(50)));
    expected.result = Some("{\"rows\":1}".to_owned());
    assert_eq!(room.job(id).await.unwrap(), Some(expected));
    assert!(!leave(&room, &taken, done(), 51).await, "what ended does not end again");
    assert_eq!(room.heartbeat(&taken.lease(), at(60), None).await.unwrap(), Beat::Lost);
    assert_eq!(room.job(id + 1).await.unwrap(), None);
}

pub(crate) async fn racing_workers_get_each_job_once(room: Room) {
    let mut ids = BTreeSet::new();
    for _ in 0..20 {
        ids.insert(put(&room, &new("load")).await);
    }
    let racing: Vec<_> = (0..40)
        .map(|worker| {
            let room = room.clone();
            tokio::spawn(async move { take(&room, &format!("w{worker}"), 0).await })
        })
        .collect();
    let mut taken = Vec::new();
    for one in racing {
        taken.extend(one.await.unwrap().map(|job| job.id));
    }
    // Somebody who was passed over while others were at it comes again, as workers do.
    while let Some(job) = take(&room, "late", 0).await {
        taken.push(job.id);
    }
    assert_eq!(taken.len(), ids.len());
    assert_eq!(taken.into_iter().collect::<BTreeSet<_>>(), ids);
}

pub(crate) async fn an_expired_lease_is_taken_once_and_the_old_one_is_void(room: Room) {
    let id = put(&room, &new("load")).await;
    let old = take(&room, "dead", 0).await.unwrap();
    assert!(take(&room, "other", LEASE - 1).await.is_none(), "a lease holds until its end");
    let racing: Vec<_> = (0..10)
        .map(|worker| {
            let room = room.clone();
            tokio::spawn(async move { take(&room, &format!("w{worker}"), LEASE).await })
        })
        .collect();
    let mut taken = Vec::new();
    for one in racing {
        taken.extend(one.await.unwrap());
    }
    assert_eq!(taken.len(), 1);
    let taken = &taken[0];
    assert_eq!((taken.id, taken.attempts, taken.fence), (id, 2, 2));
    assert!(!leave(&room, &old, done(), LEASE + 1).await);
    assert_eq!(room.heartbeat(&old.lease(), at(900), None).await.unwrap(), Beat::Lost);
    assert_eq!(state(&room, id).await, JobState::Running);
    assert_eq!(room.job(id).await.unwrap().unwrap().due_at, at(2 * LEASE), "the old one extends nothing");
    assert!(leave(&room, taken, done(), LEASE + 2).await);
}

pub(crate) async fn higher_priorities_come_first_and_nobody_gets_what_he_cannot_do(room: Room) {
    let foreign = put(&room, &NewJob { priority: 99, ..new("of a later release") }).await;
    let low = put(&room, &NewJob { priority: -1, ..new("load") }).await;
    let first = put(&room, &new("load")).await;
    let high = put(&room, &NewJob { priority: 5, ..new("a") }).await;
    let second = put(&room, &new("load")).await;
    let later = put(&room, &NewJob { priority: 50, not_before: at(10), ..new("load") }).await;
    for expected in [high, first, second, low] {
        assert_eq!(take(&room, "w", 0).await.map(|job| job.id), Some(expected));
    }
    assert!(take(&room, "w", 9).await.is_none());
    assert_eq!(take(&room, "w", 10).await.map(|job| job.id), Some(later));
    assert_eq!(state(&room, foreign).await, JobState::Waiting);
}

pub(crate) async fn jobs_of_a_sequence_run_one_after_the_other(room: Room) {
    let claims = NewJob { sequence: Some("claims".to_owned()), ..new("load") };
    let first = put(&room, &claims).await;
    let second = put(&room, &claims).await;
    let third = put(&room, &NewJob { priority: 1, ..claims }).await;
    let elsewhere = put(&room, &NewJob { sequence: Some("elsewhere".to_owned()), ..new("load") }).await;
    let urgent = take(&room, "w", 0).await.unwrap();
    assert_eq!(urgent.id, third, "the most urgent goes first");
    assert_eq!(take(&room, "w", 0).await.unwrap().id, elsewhere);
    assert!(take(&room, "w", 0).await.is_none());
    assert!(leave(&room, &urgent, done(), 1).await);
    let running = take(&room, "w", 1).await.unwrap();
    assert_eq!(running.id, first);
    // While it waits for its next attempt, none that comes behind it overtakes.
    let retry = Ending::Retry { reason: "once more".to_owned(), at: at(20) };
    assert!(leave(&room, &running, retry, 2).await);
    assert!(take(&room, "w", 19).await.is_none());
    let running = take(&room, "w", 20).await.unwrap();
    assert_eq!(running.id, first);
    assert!(leave(&room, &running, Ending::Failed { reason: "no".to_owned(), result: None }, 21).await);
    assert_eq!(take(&room, "w", 21).await.unwrap().id, second);
}

pub(crate) async fn an_abandoned_job_of_a_sequence_is_taken_up(room: Room) {
    let claims = NewJob { sequence: Some("claims".to_owned()), ..new("load") };
    let first = put(&room, &claims).await;
    let second = put(&room, &claims).await;
    take(&room, "dead", 0).await.unwrap();
    // Another one, more urgent, comes while nobody knows yet that the worker is dead.
    let urgent = put(&room, &NewJob { priority: 9, ..claims }).await;
    assert!(take(&room, "w", 1).await.is_none());
    for expected in [first, urgent, second] {
        let job = take(&room, "w", LEASE).await.unwrap();
        assert_eq!(job.id, expected);
        assert!(leave(&room, &job, done(), LEASE).await);
    }
}

pub(crate) async fn of_jobs_with_one_key_one_is_open(room: Room) {
    let order = NewJob { single: Some("clean-up".to_owned()), ..new("a") };
    let racing: Vec<_> = (0..10)
        .map(|_| {
            let (room, order) = (room.clone(), order.clone());
            tokio::spawn(async move { room.enqueue(&order).await.unwrap() })
        })
        .collect();
    let mut answers = Vec::new();
    for one in racing {
        answers.push(one.await.unwrap());
    }
    assert_eq!(answers.iter().filter(|answer| answer.new).count(), 1);
    let id = answers[0].id;
    assert!(answers.iter().all(|answer| answer.id == id));
    let job = take(&room, "w", 0).await.unwrap();
    assert_eq!(room.enqueue(&order).await.unwrap(), Enqueued { id, new: false });
    // Done for this time, and due again: the same job.
    let again = Ending::Again { result: "1".to_owned(), at: at(600) };
    assert!(leave(&room, &job, again, 3).await);
    assert_eq!(room.enqueue(&order).await.unwrap(), Enqueued { id, new: false });
    let job = take(&room, "w", 600).await.unwrap();
    assert_eq!((job.id, job.attempts, job.result.as_deref()), (id, 1, Some("1")));
    assert!(leave(&room, &job, done(), 601).await);
    assert!(put(&room, &order).await > id);
    assert!(!room.retry(id, at(700)).await.unwrap(), "a second one with the key would be open");
}

pub(crate) async fn only_attempts_that_fail_count(room: Room) {
    let id = put(&room, &new("load")).await;
    let expect = async |attempts, state, reason: Option<&str>| {
        let job = room.job(id).await.unwrap().unwrap();
        assert_eq!((job.attempts, job.state, job.reason.as_deref()), (attempts, state, reason));
    };
    let job = take(&room, "w", 0).await.unwrap();
    let pause = Ending::Paused { reason: "the database is away".to_owned(), at: at(10) };
    assert!(leave(&room, &job, pause, 1).await);
    expect(0, JobState::Paused, Some("the database is away")).await;
    assert!(take(&room, "w", 9).await.is_none());
    let job = take(&room, "w", 10).await.unwrap();
    assert!(leave(&room, &job, Ending::GivenBack, 11).await);
    expect(0, JobState::Waiting, None).await;
    let job = take(&room, "w", 11).await.unwrap();
    assert!(leave(&room, &job, Ending::Retry { reason: "broken".to_owned(), at: at(20) }, 12).await);
    expect(1, JobState::Waiting, Some("broken")).await;
    let job = take(&room, "w", 20).await.unwrap();
    assert_eq!((job.attempts, job.fence), (2, 4));
    assert!(leave(&room, &job, done(), 21).await);
    expect(2, JobState::Done, None).await;
}

pub(crate) async fn a_job_is_called_off_before_and_while_it_runs(room: Room) {
    let waiting = put(&room, &NewJob { not_before: at(100), ..new("load") }).await;
    assert_eq!(room.cancel(waiting, at(1)).await.unwrap(), CancelOutcome::Cancelled);
    assert_eq!(room.cancel(waiting, at(2)).await.unwrap(), CancelOutcome::NotOpen);
    assert_eq!(room.cancel(waiting + 1, at(2)).await.unwrap(), CancelOutcome::NotOpen);
    assert_eq!(room.job(waiting).await.unwrap().unwrap().ended_at, Some(at(1)));
    assert!(take(&room, "w", 100).await.is_none());
    let running = put(&room, &new("load")).await;
    let job = take(&room, "w", 0).await.unwrap();
    assert_eq!(room.cancel(running, at(1)).await.unwrap(), CancelOutcome::Asked);
    assert_eq!(state(&room, running).await, JobState::Running);
    assert_eq!(room.heartbeat(&job.lease(), at(40), None).await.unwrap(), Beat::Cancel);
    // The worker dies; who takes the job up knows.
    let taken = take(&room, "w", 40).await.unwrap();
    assert!(taken.cancel_asked);
    assert!(leave(&room, &taken, Ending::Cancelled, 41).await);
    assert_eq!(state(&room, running).await, JobState::Cancelled);
}

pub(crate) async fn what_ended_is_tried_again_on_request(room: Room) {
    let id = put(&room, &new("load")).await;
    let job = take(&room, "w", 0).await.unwrap();
    assert!(!room.retry(id, at(1)).await.unwrap(), "it is running");
    let failed = Ending::Failed { reason: "cut off".to_owned(), result: Some("{}".to_owned()) };
    assert!(leave(&room, &job, failed, 1).await);
    assert!(room.retry(id, at(2)).await.unwrap());
    let job = take(&room, "w", 2).await.unwrap();
    assert_eq!((job.id, job.attempts, job.reason.as_deref(), job.ended_at), (id, 1, None, None));
    assert_eq!(room.cancel(id, at(3)).await.unwrap(), CancelOutcome::Asked);
    assert!(leave(&room, &job, Ending::Cancelled, 3).await);
    assert!(room.retry(id, at(4)).await.unwrap());
    let job = take(&room, "w", 4).await.unwrap();
    assert!(!job.cancel_asked);
    assert!(leave(&room, &job, Ending::Paused { reason: "wait".to_owned(), at: at(900) }, 5).await);
    assert!(room.retry(id, at(6)).await.unwrap(), "a pause is cut short");
    let job = take(&room, "w", 6).await.unwrap();
    assert!(leave(&room, &job, done(), 7).await);
    assert!(!room.retry(id, at(8)).await.unwrap(), "it is done");
    assert!(!room.retry(id + 1, at(8)).await.unwrap());
}

pub(crate) async fn jobs_are_listed_by_state_and_forgotten_when_old(room: Room) {
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(put(&room, &new("load")).await);
    }
    for seconds in [1, 2] {
        let job = take(&room, "w", 0).await.unwrap();
        assert!(leave(&room, &job, done(), seconds).await);
    }
    let listed = async |state, count| -> Vec<i64> {
        room.jobs(state, count).await.unwrap().iter().map(|job| job.id).collect()
    };
    assert!(room.jobs(Some(JobState::Done), 1).await.unwrap()[0].result.is_none(), "a list is short");
    assert_eq!(listed(None, 3).await, [ids[3], ids[2], ids[1]]);
    assert_eq!(listed(Some(JobState::Done), 9).await, [ids[1], ids[0]]);
    assert_eq!(listed(Some(JobState::Waiting), 1).await, [ids[3]]);
    assert_eq!(room.purge_jobs(at(2)).await.unwrap(), 1);
    assert_eq!(room.purge_jobs(at(2)).await.unwrap(), 0);
    assert_eq!(listed(None, 9).await, [ids[3], ids[2], ids[1]]);
}
