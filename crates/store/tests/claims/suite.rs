//! What every claims store must do.

use bluestem_model::access::{Access, Agent, ClaimScope, People};
use bluestem_model::claim::{ClaimIndex, ClaimKind, Outcome, SourceSystem};
use bluestem_model::column::{View, bene_mdcr_stus};
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::label::Labels;
use bluestem_model::person::Slice;
use bluestem_model::query::{
    ClaimFilter, ClaimQuery, ClaimSelect, Counted, DateRange, Mask, PageStart, TimeRange,
};
use bluestem_model::record::Record;
use bluestem_model::time::{SECOND, Timestamp};
use bluestem_store::claims::{Counts, LabelledClaim, NewLabels, Part, ReferenceKey, ReferenceRow};
use futures_util::future::join_all;

use crate::delivery::{
    Person, Room, access_of, access_to, access_to_all, begin, claim, load, numbers, of_person, part,
};
pub(crate) use crate::matching::{
    a_merged_key_finds_who_survives_and_shared_identifiers_are_told,
    former_names_find_the_person_and_corrected_ones_do_not, people_are_found_by_what_is_known_of_them,
};

const ANN: &str = "1S00A00AA01";
const BEN: &str = "1S00A00AA02";

pub(crate) async fn a_plane_that_is_there_answers(room: &impl Room) {
    room.probe().await.unwrap();
}

pub(crate) async fn a_person_reads_back_and_absent_ones_do_not(room: &impl Room) {
    load(room, 1, 100, &[Person::new(-5, ANN)], &[]).await;
    let file = room.person(&access_to_all(), PersonId::idr(-5)).await.unwrap().unwrap();
    assert_eq!(file.asked.index.mbi.as_deref(), Some(ANN));
    assert_eq!(file.asked.index.mbis, [ANN]);
    assert!(!file.is_superseded());
    assert!(room.person(&access_to_all(), PersonId::idr(5)).await.unwrap().is_none());
    // A number of another source is another person.
    assert!(room.person(&access_to_all(), PersonId::ccw(-5)).await.unwrap().is_none());
    let found = room.people_by_mbi(&access_to_all(), ANN).await.unwrap();
    assert_eq!(found.len(), 1);
    assert!(room.people_by_mbi(&access_to_all(), BEN).await.unwrap().is_empty());
}

pub(crate) async fn a_persons_access_reaches_that_person_only(room: &impl Room) {
    let people = [Person::new(1, ANN), Person::new(2, BEN)];
    load(room, 1, 100, &people, &[(claim(10, 1), "a"), (claim(20, 2), "b")]).await;
    let own = access_of(1);
    assert!(room.person(&own, PersonId::idr(1)).await.unwrap().is_some());
    assert!(room.person(&own, PersonId::idr(2)).await.unwrap().is_none());
    assert!(room.people_by_mbi(&own, BEN).await.unwrap().is_empty());
    assert!(room.claim(&own, ClaimId::idr(10)).await.unwrap().is_some());
    assert!(room.claim(&own, ClaimId::idr(20)).await.unwrap().is_none());
    assert_eq!(numbers(room, &own, &of_person(1, ClaimFilter::default())).await, (vec![10], 1));
    assert_eq!(numbers(room, &own, &of_person(2, ClaimFilter::default())).await, (vec![], 0));
    let mut by_id = of_person(1, ClaimFilter::default());
    by_id.select = ClaimSelect::Ids(vec![ClaimId::idr(20), ClaimId::idr(10), ClaimId::idr(10)]);
    assert_eq!(numbers(room, &own, &by_id).await, (vec![10], 1));
    assert_eq!(numbers(room, &access_to_all(), &by_id).await, (vec![10, 20], 2));
}

pub(crate) async fn people_are_found_by_the_hash_of_an_identifier_under_the_last_pepper(room: &impl Room) {
    load(room, 1, 100, &[Person::new(1, ANN), Person::new(2, BEN)], &[]).await;
    assert_eq!(room.unhashed("pepper", "", 10).await.unwrap(), [ANN, BEN]);
    assert_eq!(room.unhashed("pepper", ANN, 10).await.unwrap(), [BEN]);
    let pair = |mbi: &str, hash: &str| (mbi.to_owned(), hash.to_owned());
    room.write_hashes("pepper", vec![pair(ANN, "aa"), pair(BEN, "bb")]).await.unwrap();
    assert!(room.unhashed("pepper", "", 10).await.unwrap().is_empty());
    let found = room.people_by_mbi_hash(&access_to_all(), "aa").await.unwrap();
    assert_eq!(found.iter().map(|file| file.asked.index.id).collect::<Vec<_>>(), [PersonId::idr(1)]);
    assert!(room.people_by_mbi_hash(&access_of(2), "aa").await.unwrap().is_empty());
    // Another pepper: what was hashed under the one before is found no more.
    assert_eq!(room.unhashed("salt", "", 10).await.unwrap(), [ANN, BEN]);
    room.write_hashes("salt", vec![pair(ANN, "cc")]).await.unwrap();
    assert!(room.people_by_mbi_hash(&access_to_all(), "aa").await.unwrap().is_empty());
    assert_eq!(room.people_by_mbi_hash(&access_to_all(), "cc").await.unwrap().len(), 1);
}

pub(crate) async fn a_delivery_is_held_against_what_is_stored(room: &impl Room) {
    load(room, 1, 100, &[Person::new(-5, ANN)], &[(claim(10, -5), "a")]).await;
    let people = |from, to| PersonId::idr(from)..=PersonId::idr(to);
    let claims = |from, to| vec![ClaimId::idr(from)..=ClaimId::idr(to)];
    assert!(room.holds_any(people(-9, -5), &[]).await.unwrap());
    assert!(!room.holds_any(people(-4, 9), &claims(11, 20)).await.unwrap());
    assert!(room.holds_any(people(-4, 9), &claims(0, 10)).await.unwrap());
    assert!(!room.holds_any(PersonId::ccw(-9)..=PersonId::ccw(9), &[]).await.unwrap());
    let hashes = room.claim_hashes(&[ClaimId::idr(10), ClaimId::ccw(10)]).await.unwrap();
    assert_eq!(hashes.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [ClaimId::idr(10)]);
    assert!(!room.knows_load(&[77; 32]).await.unwrap());
}

pub(crate) async fn pages_follow_each_other_by_offset_and_by_claim(room: &impl Room) {
    let claims: Vec<_> = [-30, -4, 7, 19, 200].map(|number| (claim(number, 1), "x")).into();
    load(room, 1, 100, &[Person::new(1, ANN)], &claims).await;
    let mut query = of_person(1, ClaimFilter::default());
    query.count = 2;
    let first = room.claims(&access_of(1), &query).await.unwrap();
    assert_eq!((first.total, first.more), (5, true));
    query.start = PageStart::After(first.claims[1].index.id);
    assert_eq!(numbers(room, &access_of(1), &query).await, (vec![7, 19], 5));
    query.start = PageStart::Offset(4);
    let last = room.claims(&access_of(1), &query).await.unwrap();
    assert_eq!((last.claims.len(), last.more), (1, false));
    query.start = PageStart::Offset(5);
    assert_eq!(numbers(room, &access_of(1), &query).await, (vec![], 5));
    query.count = 0;
    assert_eq!(numbers(room, &access_of(1), &query).await, (vec![], 5));
}

pub(crate) async fn every_offset_cuts_the_same_list(room: &impl Room) {
    let all: Vec<i64> = (1..=9).collect();
    let claims: Vec<_> = all.iter().map(|number| (claim(*number, 1), "x")).collect();
    load(room, 1, 100, &[Person::new(1, ANN)], &claims).await;
    for (offset, count) in (0..11).flat_map(|offset| [(offset, 1), (offset, 4), (offset, 20)]) {
        let mut query = of_person(1, ClaimFilter::default());
        (query.start, query.count) = (PageStart::Offset(offset as u64), count);
        let page = room.claims(&access_of(1), &query).await.unwrap();
        let found: Vec<i64> = page.claims.iter().map(|claim| claim.index.id.number).collect();
        let expected: Vec<i64> = all.iter().copied().skip(offset).take(count as usize).collect();
        assert_eq!((found, page.more), (expected, offset + (count as usize) < 9), "{offset}, {count}");
    }
}

/// The total is what a page that holds everything holds, whoever asks for whatever.
async fn assert_totals(room: &impl Room, moment: &str) {
    let carrier = ClaimFilter { kinds: Mask::from_iter([ClaimKind::Carrier]), ..ClaimFilter::default() };
    let labelled = ClaimFilter { with: Labels::PART2, ..ClaimFilter::default() };
    for withheld in [Labels::NONE, Labels::PART2] {
        let access = access_to(People::All, withheld, ClaimScope::All);
        for filter in [&ClaimFilter::default(), &carrier, &labelled] {
            for person in [1, 2] {
                let page = room.claims(&access, &of_person(person, filter.clone())).await.unwrap();
                assert_eq!(page.total, page.claims.len() as u64, "{moment}: {person} {filter:?}");
            }
        }
    }
}

pub(crate) async fn totals_are_true_at_every_moment(room: &impl Room) {
    let hospital = |number, person| ClaimIndex { kind: ClaimKind::Inpatient, ..claim(number, person) };
    let people = [Person::new(1, ANN), Person::new(2, BEN)];
    let claims = [(claim(1, 1), "a"), (hospital(2, 1), "b"), (claim(3, 2), "c")];
    load(room, 1, 100, &people, &claims).await;
    assert_totals(room, "loaded").await;

    let open = begin(room, 2, 200).await;
    let gone = ClaimIndex { latest: false, final_action: false, ..claim(1, 1) };
    room.write_part(&open, part(0, &[], &[(hospital(2, 2), "another's")])).await.unwrap();
    assert_totals(room, "when a claim turns out to be another's").await;
    room.write_part(&open, part(1, &[], &[(gone, "superseded"), (claim(4, 1), "new")])).await.unwrap();
    assert_totals(room, "while a load is open").await;
    room.finish_load(&open).await.unwrap();
    assert_totals(room, "when it is finished").await;

    let open = begin(room, 3, 300).await;
    let stored = room.labelled(None, 9).await.unwrap();
    let labels: Vec<_> = stored
        .iter()
        .map(|claim| NewLabels { id: claim.id, labels: Labels::PART2, label_list: 2, seen: claim.updated })
        .collect();
    room.write_labels(&open, 0, &labels).await.unwrap();
    assert_totals(room, "while labels change").await;
    room.finish_load(&open).await.unwrap();
    assert_totals(room, "with new labels").await;

    load(room, 4, 400, &[Person { merged_into: Some(1), ..Person::new(2, BEN) }], &[]).await;
    assert_totals(room, "when people were merged").await;
    let all = room.claims(&access_to_all(), &of_person(1, ClaimFilter::default())).await.unwrap();
    assert_eq!(all.total, 3);
}

/// A total that a page carries to the next holds for the same access and the same state alone.
pub(crate) async fn a_carried_total_is_counted_again_where_it_does_not_hold(room: &impl Room) {
    let labelled = ClaimIndex { labels: Labels::PART2, ..claim(2, 1) };
    let drug = ClaimIndex { kind: ClaimKind::Pde, ..claim(3, 1) };
    let claims = [(claim(1, 1), "a"), (labelled, "b"), (drug, "c")];
    load(room, 1, 100, &[Person::new(1, ANN)], &claims).await;
    let accesses = [
        (access_to(People::All, Labels::NONE, ClaimScope::All), 3),
        (access_to(People::All, Labels::PART2, ClaimScope::All), 2),
        (access_to(People::All, Labels::NONE, ClaimScope::PartD), 1),
    ];
    let page = async |access: &Access, start| {
        let query = ClaimQuery { start, count: 1, ..of_person(1, ClaimFilter::default()) };
        room.claims(access, &query).await.unwrap()
    };
    for (from, total) in &accesses {
        let first = page(from, PageStart::Offset(0)).await;
        let onward = |total| Counted { total, state: first.state.unwrap() };
        // A total that no count could give shows that it is the carried one.
        let carried = page(from, PageStart::Onward(ClaimId::idr(1), onward(77))).await;
        assert_eq!((first.total, carried.total), (*total, 77));
        for (to, own) in accesses.iter().filter(|(_, own)| own != total) {
            let next = page(to, PageStart::Onward(ClaimId::idr(1), onward(*total))).await;
            assert_eq!(next.total, *own, "carried from an access to {total}");
        }
    }
    let (all, total) = &accesses[0];
    let state = page(all, PageStart::Offset(0)).await.state.unwrap();
    let onward = PageStart::Onward(ClaimId::idr(1), Counted { total: *total, state });
    let open = begin(room, 2, 200).await;
    room.write_part(&open, part(0, &[], &[(claim(4, 1), "d")])).await.unwrap();
    let next = page(all, onward).await;
    assert_eq!((next.total, next.state), (4, None), "while a load is open no total is carried");
    room.finish_load(&open).await.unwrap();
    assert_eq!(page(all, onward).await.total, 4, "when it is finished");
}

pub(crate) async fn every_filter_narrows(room: &impl Room) {
    let mut other = claim(2, 1);
    other.kind = ClaimKind::Pde;
    other.source = SourceSystem::Ddps;
    other.outcome = Outcome::Partial;
    other.final_action = false;
    other.from = Some(jiff::civil::date(2024, 3, 1));
    other.thru = None;
    other.labels = Labels::PART2;
    load(room, 1, 100, &[Person::new(1, ANN)], &[(claim(1, 1), "a"), (other, "b")]).await;
    let march = jiff::civil::date(2024, 3, 1);
    let january = jiff::civil::date(2025, 1, 5);
    let all = ClaimFilter::default;
    let cases = [
        (ClaimFilter { kinds: Mask::from_iter([ClaimKind::Carrier]), ..all() }, vec![1]),
        (ClaimFilter { kinds: Mask::NONE, ..all() }, vec![]),
        (ClaimFilter { sources: Mask::from_iter([SourceSystem::Ddps]), ..all() }, vec![2]),
        (ClaimFilter { outcomes: Mask::from_iter([Outcome::Partial]), ..all() }, vec![2]),
        (ClaimFilter { final_action: Mask::from_iter([true]), ..all() }, vec![1]),
        (ClaimFilter { thru: DateRange { first: Some(january), last: Some(january) }, ..all() }, vec![1]),
        (ClaimFilter { thru: DateRange { first: None, last: Some(march) }, ..all() }, vec![]),
        (ClaimFilter { from: DateRange { first: None, last: Some(march) }, ..all() }, vec![2]),
        (ClaimFilter { with: Labels::PART2, ..all() }, vec![2]),
        (ClaimFilter { without: Labels::PART2, ..all() }, vec![1]),
        (ClaimFilter { control_number: Some("C2".to_owned()), ..all() }, vec![2]),
        (ClaimFilter { updated: TimeRange { first: Some(Timestamp(101)), last: None }, ..all() }, vec![]),
        (
            ClaimFilter {
                updated: TimeRange { first: Some(Timestamp(100)), last: Some(Timestamp(100)) },
                ..all()
            },
            vec![1, 2],
        ),
    ];
    for (filter, expected) in cases {
        let total = expected.len() as u64;
        let found = numbers(room, &access_of(1), &of_person(1, filter.clone())).await;
        assert_eq!(found, (expected, total), "{filter:?}");
    }
}

pub(crate) async fn a_prior_authorization_is_neither_final_action_nor_not(room: &impl Room) {
    let mut request = claim(2, 1);
    (request.kind, request.source, request.final_action) = (ClaimKind::PriorAuth, SourceSystem::Cwf, false);
    load(room, 1, 100, &[Person::new(1, ANN)], &[(claim(1, 1), "a"), (request.clone(), "b")]).await;
    for (action, expected) in [(true, vec![1]), (false, vec![])] {
        let filter = ClaimFilter { final_action: Mask::from_iter([action]), ..Default::default() };
        let total = expected.len() as u64;
        assert_eq!(numbers(room, &access_of(1), &of_person(1, filter)).await, (expected, total), "{action}");
    }
    let stored = room.claim(&access_of(1), request.id).await.unwrap().unwrap();
    assert_eq!(stored.index, request);
}

pub(crate) async fn new_labels_change_what_they_change_and_nothing_else(room: &impl Room) {
    let claims = [(claim(1, 1), "a"), (claim(2, 1), "b"), (claim(3, 1), "c")];
    load(room, 1, 100, &[Person::new(1, ANN)], &claims).await;
    let first = room.labelled(None, 2).await.unwrap();
    let second = room.labelled(Some(first[1].id), 2).await.unwrap();
    let ids: Vec<i64> = first.iter().chain(&second).map(|claim| claim.id.number).collect();
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!((first[0].labels, first[0].label_list, first[0].updated), (Labels::NONE, 1, Timestamp(100)));
    let stored = room.claim(&access_of(1), first[0].id).await.unwrap().unwrap();
    assert_eq!(stored.record, first[0].record);

    // The third one changes after its labels were looked at.
    load(room, 2, 200, &[], &[(claim(3, 1), "d")]).await;
    let open = begin(room, 3, 300).await;
    let new = |claim: &LabelledClaim, labels| NewLabels {
        id: claim.id,
        labels,
        label_list: 7,
        seen: claim.updated,
    };
    let labels =
        [new(&first[0], Labels::PART2), new(&first[1], Labels::NONE), new(&second[0], Labels::PART2)];
    assert_eq!(room.write_labels(&open, 0, &labels).await.unwrap(), 2);
    assert_eq!(room.write_labels(&open, 0, &labels).await.unwrap(), 0);
    room.finish_load(&open).await.unwrap();
    let now = room.labelled(None, 9).await.unwrap();
    let found: Vec<_> = now.iter().map(|claim| (claim.labels, claim.label_list, claim.updated.0)).collect();
    assert_eq!(found, [(Labels::PART2, 7, 300), (Labels::NONE, 7, 100), (Labels::NONE, 1, 200)]);
}

pub(crate) async fn withheld_labels_are_absent_everywhere(room: &impl Room) {
    let mut sensitive = claim(2, 1);
    sensitive.labels = Labels::PART2;
    load(room, 1, 100, &[Person::new(1, ANN)], &[(claim(1, 1), "a"), (sensitive, "b")]).await;
    let access = access_to(People::One(PersonId::idr(1)), Labels::PART2, ClaimScope::All);
    assert!(room.claim(&access, ClaimId::idr(2)).await.unwrap().is_none());
    assert_eq!(numbers(room, &access, &of_person(1, ClaimFilter::default())).await, (vec![1], 1));
    // Asking for them by label does not open them.
    let only = ClaimFilter { with: Labels::PART2, ..ClaimFilter::default() };
    assert_eq!(numbers(room, &access, &of_person(1, only)).await, (vec![], 0));
    let mut by_id = of_person(1, ClaimFilter::default());
    by_id.select = ClaimSelect::Ids(vec![ClaimId::idr(1), ClaimId::idr(2)]);
    assert_eq!(numbers(room, &access, &by_id).await, (vec![1], 1));
}

pub(crate) async fn a_part_d_access_sees_part_d_only(room: &impl Room) {
    let mut drug = claim(2, 1);
    drug.kind = ClaimKind::Pde;
    load(room, 1, 100, &[Person::new(1, ANN)], &[(claim(1, 1), "a"), (drug, "b")]).await;
    let access = access_to(People::All, Labels::NONE, ClaimScope::PartD);
    assert!(room.claim(&access, ClaimId::idr(1)).await.unwrap().is_none());
    assert_eq!(numbers(room, &access, &of_person(1, ClaimFilter::default())).await, (vec![2], 1));
}

pub(crate) async fn superseded_claims_are_absent_but_every_version_of_part_d_is_there(room: &impl Room) {
    let mut old = claim(1, 1);
    old.latest = false;
    let mut old_drug = claim(2, 1);
    old_drug.latest = false;
    old_drug.kind = ClaimKind::Pde;
    old_drug.source = SourceSystem::Ddps;
    load(room, 1, 100, &[Person::new(1, ANN)], &[(old, "a"), (old_drug, "b")]).await;
    assert!(room.claim(&access_of(1), ClaimId::idr(1)).await.unwrap().is_none());
    assert_eq!(numbers(room, &access_of(1), &of_person(1, ClaimFilter::default())).await, (vec![2], 1));
    assert_eq!(room.counts().await.unwrap().claims, 2);
}

pub(crate) async fn the_same_delivery_again_changes_nothing(room: &impl Room) {
    let people = || [Person::new(1, ANN)];
    load(room, 1, 100, &people(), &[(claim(1, 1), "a")]).await;
    let again = begin(room, 1, 200).await;
    assert!(again.already_done);
    // The same content under another fingerprint.
    let outcome = load(room, 2, 300, &people(), &[(claim(1, 1), "a")]).await;
    assert_eq!((outcome.people_same, outcome.claims_same), (1, 1));
    assert_eq!((outcome.people_changed, outcome.claims_changed), (0, 0));
    let stored = room.claim(&access_of(1), ClaimId::idr(1)).await.unwrap().unwrap();
    assert_eq!(stored.updated, Timestamp(100));
}

pub(crate) async fn a_changed_claim_gets_the_loads_stamp_and_others_keep_theirs(room: &impl Room) {
    load(room, 1, 100, &[Person::new(1, ANN)], &[(claim(1, 1), "a"), (claim(2, 1), "b")]).await;
    let outcome = load(room, 2, 200, &[], &[(claim(1, 1), "a"), (claim(2, 1), "B")]).await;
    assert_eq!((outcome.claims_same, outcome.claims_changed, outcome.claims_new), (1, 1, 0));
    let page = room.claims(&access_of(1), &of_person(1, ClaimFilter::default())).await.unwrap();
    assert_eq!(page.claims.iter().map(|claim| claim.updated.0).collect::<Vec<_>>(), [100, 200]);
}

pub(crate) async fn a_part_is_stored_once(room: &impl Room) {
    let open = begin(room, 1, 100).await;
    let people = [Person::new(1, ANN)];
    let first = room.write_part(&open, part(1, &people, &[(claim(1, 1), "a")])).await.unwrap();
    assert_eq!(first.claims_new, 1);
    let again = room.write_part(&open, part(1, &people, &[(claim(1, 1), "a")])).await.unwrap();
    assert_eq!(again.claims_same + again.claims_new, 0);
    let resumed = begin(room, 1, 900).await;
    assert_eq!((resumed.done.clone(), resumed.stamp, resumed.already_done), (vec![1], Timestamp(100), false));
    assert_eq!(resumed.files, open.files);
}

pub(crate) async fn claims_follow_a_merged_person(room: &impl Room) {
    let people = [Person::new(1, ANN), Person::new(2, BEN)];
    load(room, 1, 100, &people, &[(claim(10, 1), "a"), (claim(20, 2), "b")]).await;
    let merged = Person { merged_into: Some(1), ..Person::new(2, BEN) };
    load(room, 2, 200, &[merged], &[]).await;
    let all = access_to_all();
    assert_eq!(numbers(room, &all, &of_person(1, ClaimFilter::default())).await, (vec![10, 20], 2));
    assert_eq!(numbers(room, &all, &of_person(2, ClaimFilter::default())).await, (vec![], 0));
    let moved = room.claim(&all, ClaimId::idr(20)).await.unwrap().unwrap();
    assert_eq!((moved.subject, moved.updated), (PersonId::idr(1), Timestamp(200)));
    let kept = room.claim(&all, ClaimId::idr(10)).await.unwrap().unwrap();
    assert_eq!(kept.updated, Timestamp(100));
    let old = room.person(&all, PersonId::idr(2)).await.unwrap().unwrap();
    assert!(old.is_superseded());
    let current = room.person(&all, PersonId::idr(1)).await.unwrap().unwrap();
    assert_eq!(current.merged.len(), 1);
    // A token issued for the old key goes on to work.
    assert_eq!(numbers(room, &access_of(2), &of_person(2, ClaimFilter::default())).await, (vec![10, 20], 2));
    assert_eq!(room.people_by_mbi(&all, BEN).await.unwrap()[0].asked.index.id, PersonId::idr(1));
}

pub(crate) async fn people_behind_one_identifier_are_hidden(room: &impl Room) {
    let people = [Person::new(1, ANN), Person::new(2, ANN), Person::new(3, BEN)];
    load(room, 1, 100, &people, &[(claim(10, 1), "a")]).await;
    let all = access_to_all();
    for hidden in [1, 2] {
        assert!(room.person(&all, PersonId::idr(hidden)).await.unwrap().is_none());
    }
    assert!(room.people_by_mbi(&all, ANN).await.unwrap().is_empty());
    assert!(room.claim(&all, ClaimId::idr(10)).await.unwrap().is_none());
    assert!(room.person(&all, PersonId::idr(3)).await.unwrap().is_some());
}

pub(crate) async fn whoever_no_longer_shares_an_identifier_is_served_again(room: &impl Room) {
    const CAL: &str = "1S00A00AA03";
    let all = access_to_all();
    let served = async |expected: &[i64]| {
        let mut found = Vec::new();
        for number in 1..=3 {
            found.extend(room.person(&all, PersonId::idr(number)).await.unwrap().map(|_| number));
        }
        assert_eq!(found, expected);
    };
    load(room, 1, 100, &[Person::new(1, ANN), Person::new(2, ANN), Person::new(3, BEN)], &[]).await;
    served(&[3]).await;
    // The other one is not in the delivery that tells them apart.
    load(room, 2, 200, &[Person::new(2, CAL)], &[]).await;
    served(&[1, 2, 3]).await;
    // Nor is the one who shares from now on.
    load(room, 3, 300, &[Person::new(1, BEN)], &[]).await;
    served(&[2]).await;
    load(room, 4, 400, &[Person { merged_into: Some(3), ..Person::new(1, BEN) }], &[]).await;
    served(&[1, 2, 3]).await;
}

pub(crate) async fn a_change_of_coverage_is_no_change_of_the_patient(room: &impl Room) {
    load(room, 1, 100, &[Person::new(1, ANN)], &[]).await;
    load(room, 2, 200, &[Person { status: "11", ..Person::new(1, ANN) }], &[]).await;
    let file = room.person(&access_of(1), PersonId::idr(1)).await.unwrap().unwrap();
    assert_eq!(file.asked.updated(Slice::Patient), Timestamp(100));
    assert_eq!(file.asked.updated(Slice::PartA), Timestamp(200));
    assert_eq!(file.asked.updated(Slice::Dual), Timestamp(100));
}

pub(crate) async fn nothing_later_is_earlier_than_complete_until(room: &impl Room) {
    let now = Timestamp(1_000 * SECOND);
    assert!(room.complete_until(now).await.unwrap() < now);
    let open = begin(room, 1, 500 * SECOND).await;
    assert!(room.complete_until(now).await.unwrap() < open.stamp);
    room.finish_load(&open).await.unwrap();
    assert!(room.complete_until(now).await.unwrap() > open.stamp);
}

pub(crate) async fn references_are_kept(room: &impl Room) {
    let open = begin(room, 1, 100).await;
    let key = ReferenceKey { view: View::PrvdrHstry, key: "1".to_owned() };
    let row = ReferenceRow { key: key.clone(), record: vec![1, 0] };
    room.write_part(&open, Part { references: vec![row], ..Part::default() }).await.unwrap();
    let unknown = ReferenceKey { view: View::PrvdrHstry, key: "2".to_owned() };
    let found = room.reference(&[key.clone(), unknown]).await.unwrap();
    assert_eq!(found.iter().map(|row| row.key.clone()).collect::<Vec<_>>(), [key]);
}

pub(crate) async fn source_files_have_paths_for_those_who_read_claims(room: &impl Room) {
    let open = begin(room, 1, 100).await;
    let [file] = open.files[..] else { panic!("one file") };
    let found = room.source_files(&access_of(1), &[file, file, file + 1]).await.unwrap();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [(file, "SYNTHETIC_CLM.csv".to_owned())]);
    let agent = Agent { client_id: "suite".to_owned(), grant: None };
    let none = Vec::new();
    let access = Access::grant(agent, People::All, none, Labels::NONE, ClaimScope::All, Timestamp(i64::MAX));
    assert!(room.source_files(&access, &[file]).await.unwrap().is_empty());
}

pub(crate) async fn of_racing_writes_of_one_part_one_stores(room: &impl Room) {
    let open = begin(room, 1, 100).await;
    let people = [Person::new(1, ANN)];
    let racing = (0..8).map(|_| room.write_part(&open, part(0, &people, &[(claim(1, 1), "a")])));
    let outcomes = join_all(racing).await;
    let new: u64 = outcomes.into_iter().map(|outcome| outcome.unwrap().claims_new).sum();
    assert_eq!(new, 1);
}

pub(crate) async fn racing_deliveries_of_the_same_lose_nothing(room: &impl Room) {
    const STATUS: [(&str, &str); 8] = [
        ("10", "2020-01-01"),
        ("11", "2021-01-01"),
        ("20", "2022-01-01"),
        ("21", "2023-01-01"),
        ("31", "2024-01-01"),
        ("40", "2025-01-01"),
        ("41", "2026-01-01"),
        ("42", "2027-01-01"),
    ];
    let claims: Vec<_> = (1..=40).map(|number| claim(number, 1)).collect();
    let claims = &claims;
    let racing = (0_u8..8).map(|name| async move {
        let open = begin(room, name, 100 + i64::from(name)).await;
        let (status, since) = STATUS[usize::from(name)];
        // Each says something of its own of the person, the same of some claims and its own of others.
        let people = [Person { status, since, ..Person::new(1, ANN) }];
        let contents: Vec<_> = claims
            .iter()
            .map(|claim| (claim.clone(), if claim.id.number % 2 == 0 { "same" } else { status }))
            .collect();
        room.write_part(&open, part(0, &people, &contents)).await.unwrap();
        room.finish_load(&open).await.unwrap();
    });
    join_all(racing).await;
    assert_eq!(room.counts().await.unwrap(), Counts { people: 1, claims: 40 });
    let (found, total) = numbers(room, &access_of(1), &of_person(1, ClaimFilter::default())).await;
    assert_eq!((found.len(), total), (40, 40));
    let file = room.person(&access_of(1), PersonId::idr(1)).await.unwrap().unwrap();
    let record = Record::parse(&file.asked.record).unwrap();
    let mut told: Vec<_> = record
        .rows_of(View::BeneMdcrStus)
        .filter_map(|row| row.text(bene_mdcr_stus::BENE_MDCR_STUS_CD))
        .collect();
    told.sort_unstable();
    assert_eq!(told, STATUS.map(|(status, _)| status));
}
