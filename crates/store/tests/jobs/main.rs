//! The conformance suite of jobs: the same assertions on every backend.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may panic: that is how it fails

#[macro_use]
#[path = "../support/conformance.rs"]
mod conformance;
mod suite;
#[path = "../support/mod.rs"]
mod support;

use std::sync::Arc;

use bluestem_store::embedded::EmbeddedPlatform;
use bluestem_store::platform::Jobs;

/// A fresh embedded room and the folder that holds it.
fn embedded() -> (tempfile::TempDir, Arc<dyn Jobs>) {
    let folder = tempfile::tempdir().unwrap();
    let room = EmbeddedPlatform::open(&folder.path().join("platform.db")).unwrap();
    (folder, room)
}

conformance! { platform clone:
    a_job_reads_back_as_it_goes_on,
    racing_workers_get_each_job_once,
    an_expired_lease_is_taken_once_and_the_old_one_is_void,
    higher_priorities_come_first_and_nobody_gets_what_he_cannot_do,
    jobs_of_a_sequence_run_one_after_the_other,
    an_abandoned_job_of_a_sequence_is_taken_up,
    of_jobs_with_one_key_one_is_open,
    only_attempts_that_fail_count,
    a_job_is_called_off_before_and_while_it_runs,
    what_ended_is_tried_again_on_request,
    jobs_are_listed_by_state_and_forgotten_when_old,
}
