//! Finding people by what is known of them.

use bluestem_model::access::{Access, Agent, ClaimScope, People, ResourceType, Rights};
use bluestem_model::column::{Column, bene_hstry as hstry};
use bluestem_model::id::PersonId;
use bluestem_model::label::Labels;
use bluestem_model::matching::{Address, Candidate, Combination, Demographics, Name, keys};
use bluestem_model::time::{Timestamp, parse_date};

use crate::delivery::{Person, Room, access_of, access_to_all, load};

const ANN: &str = "1S00A00AA01";
const BEN: &str = "1S00A00AA02";

type Known = Vec<(Column, &'static str)>;

pub(crate) fn known(street: &'static str) -> Known {
    vec![
        (hstry::BENE_1ST_NAME, "INES"),
        (hstry::BENE_LAST_NAME, "DE LA CRUZ"),
        (hstry::BENE_BRTH_DT, "1950-01-02"),
        (hstry::BENE_SSN_NUM, "981208346"),
        (hstry::BENE_LINE_1_ADR, street),
        (hstry::GEO_ZIP5_CD, "2351"),
    ]
}

/// What a query says of her; less of it leaves fewer combinations.
pub(crate) fn asked() -> Demographics {
    Demographics {
        names: vec![Name { given: "Inés".to_owned(), family: "de la Cruz".to_owned() }],
        birth: parse_date("1950-01-02"),
        addresses: vec![Address { lines: vec!["1 Elm St.".to_owned()], postal_code: "02351".to_owned() }],
        ssns: vec!["8346".to_owned()],
        mbis: vec![ANN.to_owned()],
    }
}

pub(crate) async fn found(
    room: &impl Room,
    access: &Access,
    asked: &Demographics,
) -> Vec<(&'static str, i64, bool)> {
    let keys: Vec<_> = keys(asked).into_iter().collect();
    let found = room.people_by_keys(access, &keys).await.unwrap();
    let plain = |one: &Candidate| (one.combination.code(), one.person.number, one.served);
    found.iter().map(plain).collect()
}

pub(crate) async fn people_are_found_by_what_is_known_of_them(room: &impl Room) {
    let ann = Person { known: known("1 ELM STREET"), ..Person::new(-5, ANN) };
    load(room, 1, 100, &[ann, Person::new(-6, BEN)], &[]).await;
    let all = access_to_all();
    assert_eq!(found(room, &all, &asked()).await, [("01", -5, true), ("04", -5, true), ("08", -5, true)]);
    let other = Demographics { birth: parse_date("1950-01-03"), ..asked() };
    assert!(found(room, &all, &other).await.is_empty());
    // Nobody but those who reach everybody, and may search people, looks people up.
    assert!(found(room, &access_of(-5), &asked()).await.is_empty());
    let claims_only = vec![(ResourceType::ExplanationOfBenefit, Rights { read: true, search: true })];
    let agent = Agent { client_id: "suite".to_owned(), grant: None };
    let narrow =
        Access::grant(agent, People::All, claims_only, Labels::NONE, ClaimScope::All, Timestamp(i64::MAX));
    assert!(found(room, &narrow, &asked()).await.is_empty());
}

pub(crate) async fn former_names_find_the_person_and_corrected_ones_do_not(room: &impl Room) {
    let ann = |street| Person { known: known(street), ..Person::new(-5, ANN) };
    load(room, 1, 100, &[ann("1 ELM STREET")], &[]).await;
    let mut later = ann("7 OAK ROAD");
    later.known.push((hstry::IDR_TRANS_EFCTV_TS, "2021-01-01T00:00:00"));
    load(room, 2, 200, &[later], &[]).await;
    let at = |street: &str| Demographics {
        addresses: vec![Address { lines: vec![street.to_owned()], postal_code: "02351".to_owned() }],
        ssns: Vec::new(),
        mbis: Vec::new(),
        ..asked()
    };
    for street in ["1 Elm St", "7 Oak Rd"] {
        assert_eq!(found(room, &access_to_all(), &at(street)).await, [("01", -5, true)], "{street}");
    }
    // The same version delivered again with another address: the first was never hers.
    load(room, 3, 300, &[ann("9 ELM STREET")], &[]).await;
    assert!(found(room, &access_to_all(), &at("1 Elm St")).await.is_empty());
    assert_eq!(found(room, &access_to_all(), &at("9 Elm St")).await, [("01", -5, true)]);
}

pub(crate) async fn a_merged_key_finds_who_survives_and_shared_identifiers_are_told(room: &impl Room) {
    let merged = Person { known: known("1 ELM STREET"), merged_into: Some(-5), ..Person::new(-7, BEN) };
    load(room, 1, 100, &[Person::new(-5, ANN), merged], &[]).await;
    let all = access_to_all();
    assert_eq!(found(room, &all, &asked()).await, [("01", -5, true), ("04", -5, true)]);
    // Somebody else gets the same identifier: nobody can tell them apart by it, so neither is served.
    load(room, 2, 200, &[Person { known: known("8 OAK"), ..Person::new(-8, ANN) }], &[]).await;
    let expected = [("01", -5, false), ("04", -8, false), ("04", -5, false), ("08", -8, false)];
    let mut seen = found(room, &all, &asked()).await;
    seen.sort_unstable();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(seen, expected);
    assert!(room.person(&all, PersonId::idr(-5)).await.unwrap().is_none());
    assert_eq!(Combination::ALL.map(Combination::code), ["01", "04", "08"]);
}
