//! The audit plane's conformance suite: the same assertions on every backend.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test may panic: that is how it fails

#[macro_use]
#[path = "../support/conformance.rs"]
mod conformance;
mod suite;
#[path = "../support/mod.rs"]
mod support;

use std::sync::Arc;

use bluestem_store::embedded::EmbeddedAudit;

/// A fresh embedded room and the folder that holds it.
fn embedded() -> (tempfile::TempDir, Arc<EmbeddedAudit>) {
    let folder = tempfile::tempdir().unwrap();
    let room = EmbeddedAudit::open(&folder.path().join("audit.db")).unwrap();
    (folder, room)
}

conformance! { audit as_ref:
    a_plane_that_is_there_answers,
    events_read_back_as_they_were_written,
    the_latest_come_first_and_pages_follow_each_other,
    queries_are_about_a_person_or_an_app_or_both,
}
