//! The platform plane's conformance suite: the same assertions on every backend.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may panic: that is how it fails

#[macro_use]
#[path = "../support/conformance.rs"]
mod conformance;
#[path = "../support/dice.rs"]
mod dice;
mod fixture;
mod races;
mod several;
mod suite;
#[path = "../support/mod.rs"]
mod support;

use std::sync::Arc;

use bluestem_store::embedded::EmbeddedPlatform;
use bluestem_store::platform::Platform;

/// A fresh embedded room and the folder that holds it.
fn embedded() -> (tempfile::TempDir, Arc<dyn Platform>) {
    let folder = tempfile::tempdir().unwrap();
    let room = EmbeddedPlatform::open(&folder.path().join("platform.db")).unwrap();
    (folder, room)
}

conformance! { platform clone:
    a_plane_that_is_there_answers,
    apps_read_back_and_ids_are_taken_once,
    an_approval_belongs_to_one_browser_and_works_once,
    consent_needs_the_person_who_signed_in,
    consent_again_renews_the_one_grant,
    of_racing_exchanges_one_succeeds,
    a_code_used_twice_revokes_what_it_gave,
    an_expired_code_or_grant_gives_nothing,
    a_new_exchange_replaces_the_family_before_it,
    a_failed_exchange_leaves_the_code_valid,
    racing_rotations_agree_on_one_successor,
    a_rotated_token_presented_late_revokes_its_family,
    a_failed_rotation_leaves_the_old_tokens_valid,
    rotation_stops_with_the_grant,
    an_app_revokes_its_own_tokens_only,
    ending_a_grant_voids_its_tokens_and_the_next_consent_is_another,
    an_apps_own_token_has_no_grant,
    only_what_is_void_is_forgotten,
    families_of_consent_that_ran_out_are_forgotten,
    a_pushed_request_is_taken_up_once,
    keys_that_must_be_proven_read_back,
    racing_exchanges_of_one_grant_leave_one_family,
    no_token_outlives_its_grant_however_they_race,
    a_browser_session_ends_once_and_is_forgotten_when_void,
    one_signing_key_of_an_algorithm_is_in_use,
    racing_rotations_leave_one_signing_key,
    an_assertion_is_used_once_until_it_expires,
    a_code_keeps_what_the_identity_token_says,
    a_credential_makes_a_grant_or_leads_on_the_one_there_is,
    a_credential_leaves_what_was_consented_to,
}

/// Rooms of the same embedded files, as that many processes have them.
fn several_embedded() -> (tempfile::TempDir, several::Rooms) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("platform.db");
    let room = |_| -> Arc<dyn Platform> { EmbeddedPlatform::open(&path).unwrap() };
    let rooms = (0..PROCESSES).map(room).collect();
    (folder, rooms)
}

/// Rooms of the same database, as that many processes have them.
async fn several_on_postgres(database: &support::Database) -> several::Rooms {
    let mut rooms: several::Rooms = Vec::new();
    for _ in 0..PROCESSES {
        rooms.push(database.rooms().await.platform);
    }
    rooms
}

/// Processes of the tests that have several.
const PROCESSES: usize = 4;

macro_rules! conformance_of_several {
    ($($place:ident::$test:ident,)*) => {
        mod several_on_embedded {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                let (_folder, rooms) = super::several_embedded();
                super::$place::$test(rooms).await;
            })*
        }

        mod several_on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                let Some(database) = super::support::Database::new().await else { return };
                super::$place::$test(super::several_on_postgres(&database).await).await;
                database.remove().await;
            })*
        }

        mod several_behind_pooler {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                let Some(database) = super::support::Database::pooled().await else { return };
                super::$place::$test(super::several_on_postgres(&database).await).await;
                database.remove().await;
            })*
        }
    };
}

conformance_of_several! {
    several::what_one_writes_changes_the_version_of_all,
    several::what_one_revokes_is_void_for_the_others,
    several::a_key_that_one_rotates_is_the_one_of_all,
    several::all_count_failures_together,
    races::a_hundred_at_once_keep_every_invariant,
}

#[tokio::test]
async fn what_was_answered_survives_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("platform.db");
    let room: Arc<dyn Platform> = EmbeddedPlatform::open(&path).unwrap();
    let tokens = fixture::tokens(&*room, 1, fixture::START).await;
    drop(room);
    let room = EmbeddedPlatform::open(&path).unwrap();
    assert!(!room.token(&tokens.access).await.unwrap().unwrap().revoked);
}
