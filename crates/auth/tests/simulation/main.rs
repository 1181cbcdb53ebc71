//! A simulation of the authorization server over its stores: people, apps and operators do what they do in a random
//! order, by way of two processes, while time goes by in leaps, calls to the stores fail or lose their answer, and
//! processes are closed, lose their memory and are started again. A small model says what must be true; after each step
//! what tokens open is held against it, and after many, the last among them, all that the stores hold.
//!
//! `BLUESTEM_SEEDS=1000..2000 cargo test -p bluestem-auth --test simulation` runs those seeds. A run that fails prints
//! its steps and the command that runs it again.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may panic: that is how it fails

mod app;
mod chance;
mod check;
mod delivery;
#[path = "../../../store/tests/support/dice.rs"]
mod dice;
mod faults;
mod house;
#[allow(dead_code)] // its own tests use more of it
#[path = "../protocol/jwt.rs"]
mod jwt;
mod key;
mod member;
mod model;
mod operator;
mod run;
#[allow(dead_code)] // the suites of the store use more of it
#[path = "../../../store/tests/support/mod.rs"]
mod support;

use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock};

use faults::Wrong;
use house::{House, Place};
use run::Run;

/// Seeds of an ordinary run of the tests.
const SEEDS: Range<u64> = 0..300;
/// Seeds on PostgreSQL.
const POSTGRES_SEEDS: Range<u64> = 0..3;
/// Within how many seeds a store that does wrong must be found out.
const FOUND_WITHIN: u64 = 200;

/// Those that `BLUESTEM_SEEDS` names, else the usual ones.
fn seeds(usual: Range<u64>) -> Range<u64> {
    let Ok(text) = std::env::var("BLUESTEM_SEEDS") else { return usual };
    let (from, to) = text.split_once("..").unwrap_or((&text, ""));
    // A seed, or two with .. between them.
    let from = from.parse().unwrap();
    from..to.parse().unwrap_or(from + 1)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// A furnished folder that runs begin with a copy of.
fn template() -> &'static Path {
    static TEMPLATE: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = TEMPLATE.get_or_init(|| {
        let folder = house::folder();
        let kept = house::folder();
        runtime().block_on(async {
            let house = House::new(Place::Embedded(folder), 0, None).await;
            house::furnish(&house).await;
            house.keep(kept.path());
        });
        kept
    });
    folder.path()
}

/// Runs one seed; its steps and what was broken, if anything was.
fn embedded(seed: u64, wrong: Option<Wrong>) -> Result<(), String> {
    runtime().block_on(async {
        let mut run = Run::new(House::new(house::copy(template()), seed, wrong).await, seed);
        let broken = run.run().await;
        broken.map_err(|broken| format!("{}\n\n{broken}", run.trace.join("\n")))
    })
}

/// Runs seeds on all processors; the first that fails, with what it says.
fn first_failing(seeds: Range<u64>, wrong: Option<Wrong>) -> Option<(u64, String)> {
    let next = AtomicU64::new(seeds.start);
    let failed = Mutex::new(None::<(u64, String)>);
    let work = || {
        while failed.lock().unwrap().is_none() {
            let seed = next.fetch_add(1, Ordering::SeqCst);
            if seed >= seeds.end {
                return;
            }
            if let Err(said) = embedded(seed, wrong) {
                let mut failed = failed.lock().unwrap();
                if failed.as_ref().is_none_or(|(other, _)| seed < *other) {
                    *failed = Some((seed, said));
                }
            }
        }
    };
    template();
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    failed.into_inner().unwrap()
}

/// The command that runs a seed of a test again.
fn again(seed: u64, test: &str) -> String {
    format!("Again: BLUESTEM_SEEDS={seed} cargo test -p bluestem-auth --test simulation {test}")
}

#[test]
fn whatever_happens_what_must_be_true_is_true() {
    if let Some((seed, said)) = first_failing(seeds(SEEDS), None) {
        panic!("{said}\n\n{}", again(seed, "whatever_happens"));
    }
}

#[test]
fn a_store_that_does_wrong_is_found_out() {
    for wrong in Wrong::ALL {
        let found = first_failing(0..FOUND_WITHIN, Some(wrong));
        let (seed, said) = found.unwrap_or_else(|| panic!("nobody notices {wrong:?}"));
        println!("{wrong:?} is found by seed {seed}: {}", said.lines().last().unwrap_or_default());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_holds_on_postgres() {
    for seed in seeds(POSTGRES_SEEDS) {
        let Some(database) = support::Database::new().await else { return };
        database.rooms().await;
        let house = House::new(Place::Postgres(database.config.clone()), seed, None).await;
        house::furnish(&house).await;
        let mut run = Run::new(house, seed);
        if let Err(broken) = run.run().await {
            panic!("{}\n\n{broken}\n\n{}", run.trace.join("\n"), again(seed, "the_same_holds_on_postgres"));
        }
        drop(run);
        database.remove().await;
    }
}
