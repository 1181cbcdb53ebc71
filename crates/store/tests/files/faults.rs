//! Storage that answers 500, slowly, half or wrong: each operation succeeds by trying again or ends in a clear error
//! within bounded time, and nothing half is ever visible.

use std::time::{Duration, Instant};

use bluestem_store::StoreError;
use bluestem_store::files::{Files, S3Config};

use super::place::{PART, content, name, read, s3_config, write};
use super::proxy::{Fault, Proxy};

/// Faults that pass.
const FAULTS: [Fault; 7] = [
    Fault::Status(500, "InternalError"),
    Fault::Status(503, "SlowDown"),
    Fault::Status(400, "RequestTimeout"),
    Fault::Stall,
    Fault::Drop,
    Fault::LoseAnswer,
    Fault::Cut,
];
/// Far beyond what all tries take together.
const BOUND: Duration = Duration::from_mins(1);

/// Files behind a proxy that gives up soon, and the same files without one.
async fn behind_proxy(patience: Duration) -> Option<(Files, Files, Proxy)> {
    let (config, _) = s3_config()?;
    let direct = Files::s3(config.clone()).unwrap();
    let proxy = Proxy::before(config.endpoint.as_ref().unwrap()).await;
    let files = Files::s3(S3Config { endpoint: Some(proxy.endpoint.clone()), patience, ..config }).unwrap();
    Some((files, direct, proxy))
}

/// A result that is good or says that it is worth trying again.
fn clear<T>(result: Result<T, StoreError>) -> Option<T> {
    match result {
        Ok(found) => Some(found),
        Err(StoreError::Unavailable(_)) => None,
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fault_that_passes_is_borne() {
    let tasks: Vec<_> = FAULTS.map(|fault| tokio::spawn(passes(fault))).into();
    for task in tasks {
        task.await.unwrap();
    }
}

async fn passes(fault: Fault) {
    // Time alone ends a stall; all else must be borne however slow the machine is.
    let patience = Duration::from_secs(if fault == Fault::Stall { 4 } else { 60 });
    let Some((files, direct, proxy)) = behind_proxy(patience).await else { return };
    let (small, large) = (content(1, 900), content(2, PART + 100));
    let (file, folder) = (name("folder/file"), name("folder"));
    // A large file takes five requests: begin, note, two parts, end.
    for at in if fault == Fault::Stall { 2..4 } else { 0..5 } {
        proxy.plan(at, 1, fault);
        let written = clear(write(&files, &file, &large).await);
        assert!(proxy.heal(), "{fault:?} at {at}");
        // Of an answer that is cut, what counts may be missing.
        let may_fail = matches!(fault, Fault::Cut | Fault::Stall);
        assert!(written.is_some() || may_fail, "{fault:?} at {at}");
        let kept = read(&direct, &file).await.unwrap();
        assert!(kept.is_none_or(|kept| kept == large), "{fault:?} at {at}");
        assert!(written.is_none() || direct.about(&file).await.unwrap().is_some(), "{fault:?} at {at}");
        direct.delete(&file).await.unwrap();
    }
    write(&direct, &file, &small).await.unwrap();
    if fault != Fault::Stall {
        proxy.plan(0, 1, fault);
        write(&files, &file, &small).await.unwrap();
        proxy.plan(0, 1, fault);
        assert_eq!(files.about(&file).await.unwrap().unwrap().size, 900, "{fault:?}");
    }
    proxy.plan(0, 1, fault);
    let found = clear(read(&files, &file).await);
    assert!(
        proxy.heal() && found.map_or(fault == Fault::Stall, |found| found.unwrap() == small),
        "{fault:?}"
    );
    proxy.plan(0, 1, fault);
    let listed = clear(files.list(&folder).await);
    assert!(listed.is_none_or(|listed| listed.len() == 1), "{fault:?}");
    proxy.plan(0, 1, fault);
    clear(files.delete(&file).await);
    proxy.heal();
    files.delete(&file).await.unwrap();
    assert_eq!(read(&direct, &file).await.unwrap(), None, "{fault:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fault_that_lasts_ends_in_an_error_and_shows_nothing() {
    let tasks =
        [Fault::Status(503, "SlowDown"), Fault::Status(400, "RequestTimeout"), Fault::Stall, Fault::Drop]
            .map(|fault| tokio::spawn(lasts(fault)));
    for task in Vec::from(tasks) {
        task.await.unwrap();
    }
}

async fn lasts(fault: Fault) {
    let Some((files, direct, proxy)) = behind_proxy(Duration::from_secs(1)).await else { return };
    let (before, after) = (content(1, 900), content(2, PART + 100));
    let (file, folder) = (name("file"), name("folder"));
    write(&direct, &file, &before).await.unwrap();
    for pass in [0, 2, 4] {
        proxy.plan(pass, usize::MAX, fault);
        let begun = Instant::now();
        let failed = write(&files, &file, &after).await;
        assert!(matches!(failed, Err(StoreError::Unavailable(_))), "{fault:?} after {pass}: {failed:?}");
        assert!(begun.elapsed() < BOUND, "{fault:?} after {pass}: {:?}", begun.elapsed());
        assert_eq!(read(&direct, &file).await.unwrap().unwrap(), before, "{fault:?} after {pass}");
    }
    proxy.plan(0, usize::MAX, fault);
    let (reading, listing, deleting) = (read(&files, &file), files.list(&folder), files.delete(&file));
    let (read, listed, deleted) = tokio::join!(reading, listing, deleting);
    let failed = [read.err(), listed.err(), deleted.err()];
    assert!(failed.iter().all(|error| matches!(error, Some(StoreError::Unavailable(_)))), "{failed:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_bytes_are_never_taken_for_right_ones() {
    let Some((files, direct, proxy)) = behind_proxy(Duration::from_secs(30)).await else { return };
    let (before, after) = (content(1, 900), content(2, PART + 100));
    let file = name("file");
    write(&direct, &file, &before).await.unwrap();
    proxy.plan(0, 1, Fault::WrongAnswer);
    let found = read(&files, &file).await;
    assert!(matches!(found, Err(StoreError::Damaged(_))), "{found:?}");
    // What is sent is signed with its checksum: the storage refuses it, and it is sent again.
    for (content, at) in [(&before, 0), (&after, 2), (&after, 3)] {
        proxy.plan(at, 1, Fault::WrongRequest);
        let written = write(&files, &file, content).await;
        assert!(proxy.heal(), "{at}");
        let kept = read(&direct, &file).await.unwrap().unwrap();
        assert!(if written.is_ok() { kept == *content } else { kept == before }, "{at}: {written:?}");
        write(&direct, &file, &before).await.unwrap();
        proxy.plan(at, usize::MAX, Fault::WrongRequest);
        assert!(write(&files, &file, content).await.is_err(), "{at}");
        proxy.heal();
        assert!(read(&direct, &file).await.unwrap().unwrap() == before, "{at}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_are_named_and_hold_no_secret() {
    let Some((config, _)) = s3_config() else { return };
    let wrong_key = S3Config { secret_key: "not-the-key".to_owned(), ..config.clone() };
    let wrong_bucket = S3Config { bucket: format!("absent-{}", std::process::id()), ..config.clone() };
    let secret = wrong_key.secret_key.clone();
    assert!(!format!("{wrong_key:?}").contains(&secret));
    let (file, small, large) = (name("file"), content(1, 9), content(1, PART + 1));
    let files = Files::s3(wrong_key).unwrap();
    let [short, long] = [write(&files, &file, &small).await, write(&files, &file, &large).await];
    let listed = files.list(&file).await.map(|_| ());
    let elsewhere = Files::s3(wrong_bucket).unwrap().list(&file).await.map(|_| ());
    let signature = "SignatureDoesNotMatch";
    for (done, word) in
        [(short, signature), (long, signature), (listed, signature), (elsewhere, "NoSuchBucket")]
    {
        let Err(StoreError::Backend(text)) = done else { panic!("{word}: {done:?}") };
        assert!(text.contains(word) && !text.contains(&secret), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_region_that_is_another_is_refused_at_once() {
    let Some((files, _, proxy)) = behind_proxy(Duration::from_secs(30)).await else { return };
    let file = name("file");
    for (status, word) in [(301, "PermanentRedirect"), (307, "TemporaryRedirect"), (400, "IllegalLocation")] {
        proxy.plan(0, 1, Fault::Status(status, word));
        let refused = write(&files, &file, b"whole").await;
        let Err(StoreError::Backend(text)) = refused else { panic!("{word}: {refused:?}") };
        assert!(text.contains(word), "{text}");
    }
}
