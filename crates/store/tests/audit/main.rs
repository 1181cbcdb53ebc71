//! The audit plane's conformance suite: the same assertions on every backend.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test may panic: that is how it fails

mod suite;
#[path = "../support/mod.rs"]
mod support;

use bluestem_store::embedded::EmbeddedAudit;

macro_rules! conformance {
    ($($test:ident,)*) => {
        mod on_embedded {
            $(#[tokio::test]
            async fn $test() {
                let folder = tempfile::tempdir().unwrap();
                let room = super::EmbeddedAudit::open(&folder.path().join("audit.db")).unwrap();
                super::suite::$test(&*room).await;
            })*
        }

        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                let Some(database) = super::support::Database::new().await else { return };
                super::suite::$test(&*database.rooms().await.audit).await;
                database.remove().await;
            })*
        }

        mod behind_pooler {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                let Some(database) = super::support::Database::pooled().await else { return };
                super::suite::$test(&*database.rooms().await.audit).await;
                database.remove().await;
            })*
        }
    };
}

conformance! {
    a_plane_that_is_there_answers,
    events_read_back_as_they_were_written,
    the_latest_come_first_and_pages_follow_each_other,
    queries_are_about_a_person_or_an_app_or_both,
}
