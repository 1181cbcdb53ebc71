//! Transactions that are in each other's way are run again, so often and no more.

use std::time::Duration;

use bluestem_store::StoreError;
use bluestem_store::platform::{Claimant, EndReason, JobState, Jobs as _, NewJob, Platform};
use bluestem_store::postgres;
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

use crate::fixture::{START, Tokens, tokens};
use crate::support::{Database, client};

/// How often a transaction is run at most.
const ATTEMPTS: i64 = 10;

/// Every change of a grant fails with an error of this class as often as told. The tries are counted by a sequence,
/// which no rollback sets back.
const FAILING: &str = "
    CREATE SEQUENCE public.tries;
    CREATE TABLE public.failing (code text, times bigint);
    INSERT INTO public.failing VALUES ('40001', 0);
    CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF nextval('public.tries') <= (SELECT times FROM public.failing) THEN
            RAISE EXCEPTION USING ERRCODE = (SELECT code FROM public.failing);
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER fail BEFORE UPDATE ON platform.access_grant FOR EACH ROW EXECUTE FUNCTION public.fail();";

async fn ask(direct: &Client, query: &str) -> i64 {
    direct.query_one(query, &[]).await.unwrap().get(0)
}

#[tokio::test]
async fn conflicts_are_run_again_within_a_bound() {
    let Some(database) = Database::new().await else { return };
    let room = database.rooms().await.platform;
    let direct = client(&database.config.url).await;
    direct.batch_execute(FAILING).await.unwrap();
    let told = async |code: &str, times: i64| {
        let set = format!(
            "UPDATE public.failing SET code = '{code}', times = {times}; \
             ALTER SEQUENCE public.tries RESTART"
        );
        direct.batch_execute(&set).await.unwrap();
    };
    let tries = async || ask(&direct, "SELECT last_value FROM public.tries").await;
    // Serialisation failures and deadlocks.
    for (number, code) in (1..).zip(["40001", "40P01"]) {
        told(code, 0).await;
        let given = tokens(&*room, number, START).await;
        told(code, 3).await;
        assert!(room.end_grant(given.grant, EndReason::Person, START).await.unwrap());
        assert_eq!(tries().await, 4);
        assert!(room.token(&given.access).await.unwrap().unwrap().revoked);
    }
    told("40001", 0).await;
    let given = tokens(&*room, 3, START).await;
    told("40001", 1000).await;
    let gave_up = room.end_grant(given.grant, EndReason::Person, START).await;
    assert!(matches!(gave_up, Err(StoreError::Unavailable(_))), "{gave_up:?}");
    assert_eq!(tries().await, ATTEMPTS);
    assert!(!room.token(&given.access).await.unwrap().unwrap().revoked, "it happened not at all");
    // Any other error is told at once, and as what it is: a disk that fails, one that is full, a standby, a server that
    // goes down or was told to stop; damage; a rule that was broken.
    for code in ["58030", "53100", "25006", "57P01", "57014", "XX001", "XX002", "23514"] {
        told(code, 1000).await;
        let error = room.end_grant(given.grant, EndReason::Person, START).await.unwrap_err();
        assert!(error.to_string().contains(code), "{error}");
        let is_right = match code {
            "XX001" | "XX002" => matches!(error, StoreError::Damaged(_)),
            "23514" => matches!(error, StoreError::Backend(_)),
            _ => matches!(error, StoreError::Unavailable(_)),
        };
        assert!(is_right, "{code}: {error:?}");
        assert_eq!(tries().await, 1, "{code}");
    }
    database.remove().await;
}

/// A room that differs in one setting of its connections.
async fn room_with(database: &Database, setting: &str) -> std::sync::Arc<dyn Platform> {
    postgres::migrate(&database.config).await.unwrap();
    let mut config = database.config.clone();
    config.url = format!("{}?options=-c%20{}", config.url, setting.replace('=', "%3D"));
    postgres::connect(&config).await.unwrap().platform
}

/// Waits until a statement of the store waits for a lock.
async fn until_one_waits(watcher: &Client) {
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                   AND application_name = 'bluestem' AND wait_event_type = 'Lock'";
    while ask(watcher, waiting).await == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_transaction_that_another_overtook_is_run_again() {
    let Some(database) = Database::new().await else { return };
    let room = room_with(&database, "default_transaction_isolation=serializable").await;
    let given = tokens(&*room, 1, START).await;
    let (direct, watcher) = (client(&database.config.url).await, client(&database.config.url).await);
    direct.batch_execute("BEGIN; UPDATE platform.access_grant SET scope = scope || ''").await.unwrap();
    let ending = end(&room, &given);
    until_one_waits(&watcher).await;
    direct.batch_execute("COMMIT").await.unwrap();
    assert!(ending.await.unwrap(), "the first attempt could not be serialised");
    assert!(room.token(&given.access).await.unwrap().unwrap().revoked);
    database.remove().await;
}

fn end(room: &std::sync::Arc<dyn Platform>, given: &Tokens) -> tokio::task::JoinHandle<bool> {
    let (room, grant) = (room.clone(), given.grant);
    tokio::spawn(async move { room.end_grant(grant, EndReason::Person, START).await.unwrap() })
}

#[tokio::test]
async fn of_two_that_wait_for_each_other_the_one_that_is_ended_is_run_again() {
    let Some(database) = Database::new().await else { return };
    let room = room_with(&database, "deadlock_timeout=300ms").await;
    let (direct, watcher) = (client(&database.config.url).await, client(&database.config.url).await);
    // The server ends whichever has waited longer than its timeout: now and then, on a slow machine, ours.
    for number in 1..=20 {
        let given = tokens(&*room, number, START).await;
        direct.batch_execute("BEGIN; UPDATE platform.token_family SET scope = scope || ''").await.unwrap();
        let ending = end(&room, &given);
        until_one_waits(&watcher).await;
        let crossed = direct.batch_execute("UPDATE platform.access_grant SET scope = scope || ''").await;
        let ours = crossed.is_err_and(|error| error.code() == Some(&SqlState::T_R_DEADLOCK_DETECTED));
        direct.batch_execute(if ours { "ROLLBACK" } else { "COMMIT" }).await.unwrap();
        assert!(ending.await.unwrap(), "it was run again once the other was done");
        assert!(room.token(&given.access).await.unwrap().unwrap().revoked);
        if !ours {
            return database.remove().await;
        }
    }
    panic!("no deadlock ended the store's transaction");
}

#[tokio::test]
async fn of_a_sequence_one_job_is_taken_whatever_two_who_ask_have_seen() {
    let Some(database) = Database::new().await else { return };
    let room = database.rooms().await.platform;
    let put = async |priority| {
        let order = NewJob {
            kind: "load".to_owned(),
            payload: "{}".to_owned(),
            priority,
            not_before: START,
            most_attempts: 1,
            single: None,
            sequence: Some("claims".to_owned()),
            now: START,
        };
        room.enqueue(&order).await.unwrap().id
    };
    let take = || {
        let (room, now, until) = (room.clone(), START, START.plus_seconds(60));
        let claimant = Claimant { owner: "w".to_owned(), kinds: vec!["load"], now, until };
        tokio::spawn(async move { room.claim(&claimant).await.unwrap() })
    };
    let (direct, watcher) = (client(&database.config.url).await, client(&database.config.url).await);
    // Somebody is about to have taken the first one when a more urgent one comes.
    let first = put(0).await;
    let taken = format!("UPDATE platform.job SET state = 1, due_at = due_at + 60000000 WHERE id = {first}");
    direct.batch_execute(&format!("BEGIN; {taken}")).await.unwrap();
    let urgent = put(9).await;
    let mut asking = take();
    tokio::select! {
        taken = &mut asking => panic!("{taken:?} runs beside another one of its sequence"),
        () = until_one_waits(&watcher) => {}
    }
    direct.batch_execute("COMMIT").await.unwrap();
    assert_eq!(asking.await.unwrap(), None);
    assert_eq!(room.job(urgent).await.unwrap().unwrap().state, JobState::Waiting);
    direct.batch_execute(&format!("UPDATE platform.job SET state = 3 WHERE id = {first}")).await.unwrap();
    assert_eq!(take().await.unwrap().map(|job| job.id), Some(urgent));
    database.remove().await;
}
