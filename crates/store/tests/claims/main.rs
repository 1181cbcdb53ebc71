//! The claims plane's conformance suite: the same assertions on every backend.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may panic: that is how it fails

#[macro_use]
#[path = "../support/conformance.rs"]
mod conformance;
mod delivery;
mod matching;
mod suite;
#[path = "../support/mod.rs"]
mod support;

use std::sync::Arc;

use bluestem_store::claims::ClaimsLoader as _;
use bluestem_store::embedded::EmbeddedClaims;

/// A fresh embedded room and the folder that holds it.
fn embedded() -> (tempfile::TempDir, Arc<EmbeddedClaims>) {
    let folder = tempfile::tempdir().unwrap();
    let room = EmbeddedClaims::open(&folder.path().join("claims.db")).unwrap();
    (folder, room)
}

conformance! { claims as_ref:
    a_plane_that_is_there_answers,
    a_person_reads_back_and_absent_ones_do_not,
    a_persons_access_reaches_that_person_only,
    people_are_found_by_the_hash_of_an_identifier_under_the_last_pepper,
    a_delivery_is_held_against_what_is_stored,
    pages_follow_each_other_by_offset_and_by_claim,
    every_offset_cuts_the_same_list,
    totals_are_true_at_every_moment,
    a_carried_total_is_counted_again_where_it_does_not_hold,
    every_filter_narrows,
    a_prior_authorization_is_neither_final_action_nor_not,
    new_labels_change_what_they_change_and_nothing_else,
    withheld_labels_are_absent_everywhere,
    a_part_d_access_sees_part_d_only,
    superseded_claims_are_absent_but_every_version_of_part_d_is_there,
    the_same_delivery_again_changes_nothing,
    a_changed_claim_gets_the_loads_stamp_and_others_keep_theirs,
    a_part_is_stored_once,
    claims_follow_a_merged_person,
    people_behind_one_identifier_are_hidden,
    whoever_no_longer_shares_an_identifier_is_served_again,
    a_change_of_coverage_is_no_change_of_the_patient,
    nothing_later_is_earlier_than_complete_until,
    references_are_kept,
    source_files_have_paths_for_those_who_read_claims,
    of_racing_writes_of_one_part_one_stores,
    racing_deliveries_of_the_same_lose_nothing,
    people_are_found_by_what_is_known_of_them,
    former_names_find_the_person_and_corrected_ones_do_not,
    a_merged_key_finds_who_survives_and_shared_identifiers_are_told,
}

#[tokio::test]
async fn keys_of_people_who_were_loaded_before_are_made_when_the_file_is_opened() {
    let (folder, room) = embedded();
    let ann = delivery::Person {
        known: matching::known("1 ELM STREET"),
        ..delivery::Person::new(-5, "1S00A00AA01")
    };
    delivery::load(&*room, 1, 100, &[ann], &[]).await;
    drop(room);
    let path = folder.path().join("claims.db");
    let direct = rusqlite::Connection::open(&path).unwrap();
    direct.execute_batch("DELETE FROM person_match; DELETE FROM match_rules").unwrap();
    let room = EmbeddedClaims::open(&path).unwrap();
    assert_eq!(matching::found(&*room, &delivery::access_to_all(), &matching::asked()).await.len(), 3);
}

#[tokio::test]
async fn a_load_is_finished_whatever_becomes_of_the_log() {
    let (folder, room) = embedded();
    let path = folder.path().join("claims.db");
    let load = delivery::begin(&*room, 1, 100).await;
    room.write_part(&load, delivery::part(0, &[], &[])).await.unwrap();
    // Nobody can open the file any more; who has it open goes on.
    std::fs::rename(&path, folder.path().join("elsewhere")).unwrap();
    std::fs::create_dir(&path).unwrap();
    room.finish_load(&load).await.unwrap();
}
