//! People of 1,000 members: identifiers, merges, the first ten, the long histories.

use std::collections::{HashMap, HashSet};

use bluestem_model::claim::{ClaimKind, kind_of};
use bluestem_model::column::{
    Kind, View, bene_cmbnd_dual_mdcr, bene_hstry, bene_lis, bene_mapd_enrlmt, bene_mbi_id, bene_mdcr_entlmt,
    bene_xref, clm, prauc, prvdr_hstry,
};
use bluestem_synth::{person_key, sandbox_user};

use crate::data_set::{Row, SEED, members};

/// Letters of Medicare Beneficiary Identifiers (CMS, "Understanding the MBI": no S, L, O, I, B, Z).
fn is_letter(character: char) -> bool {
    character.is_ascii_uppercase() && !"SLOIBZ".contains(character)
}

fn is_mbi(text: &str) -> bool {
    let fits = |(place, character): (usize, char)| match place {
        0 => ('1'..='9').contains(&character),
        // Real identifiers have one of the letters here.
        1 => character == 'S',
        2 | 5 => character.is_ascii_digit() || is_letter(character),
        4 | 7 | 8 => is_letter(character),
        _ => character.is_ascii_digit(),
    };
    text.len() == 11 && text.chars().enumerate().all(fits)
}

/// The Luhn sum of `80840` and the number is a multiple of ten (ISO/IEC 7812-1, CMS).
fn is_npi(text: &str) -> bool {
    let digits = format!("80840{text}");
    let sum: u32 = digits
        .chars()
        .rev()
        .enumerate()
        .map(|(place, character)| {
            let digit = character.to_digit(10).unwrap();
            let doubled = if place % 2 == 1 { digit * 2 } else { digit };
            doubled / 10 + doubled % 10
        })
        .sum();
    text.len() == 10 && sum.is_multiple_of(10)
}

fn claims_by_key() -> HashMap<&'static str, Vec<&'static Row>> {
    let mut claims: HashMap<&str, Vec<&Row>> = HashMap::new();
    for claim in members().rows(View::Clm) {
        claims.entry(claim.get(clm::BENE_SK)).or_default().push(claim);
    }
    claims
}

/// Whether reads serve the claim: its latest version, or any of a drug event.
fn is_served(claim: &Row) -> bool {
    claim.type_code() <= 4 || claim.get(clm::CLM_LTST_CLM_IND) == "Y"
}

#[test]
fn identifiers_have_their_forms() {
    assert!(is_npi("1234567893") && !is_npi("1234567890"));
    assert!(is_mbi("1S00E00AA00") && !is_mbi("1EG4TE5MK73") && !is_mbi("1S00S00AA00"));
    let data = members();
    for row in data.rows(View::BeneHstry) {
        assert!(is_mbi(row.get(bene_hstry::BENE_MBI_ID)));
        assert!(row.get(bene_hstry::BENE_SK).starts_with('-'));
    }
    let npis: HashSet<&str> =
        data.rows(View::PrvdrHstry).iter().map(|row| row.get(prvdr_hstry::PRVDR_NPI_NUM)).collect();
    assert_eq!(npis.len(), data.rows(View::PrvdrHstry).len());
    assert!(npis.iter().all(|npi| is_npi(npi)));
    // Every number of a provider on a claim or a line is in the directory.
    for view in [View::Clm, View::ClmLine] {
        let columns: Vec<_> = view
            .spec()
            .columns
            .iter()
            .filter(|column| column.kind == Kind::Text && column.name.ends_with("_NPI_NUM"))
            .map(|column| view.column(column.name).unwrap())
            .collect();
        for row in data.rows(view) {
            for column in &columns {
                let npi = row.get(*column);
                assert!(npi.is_empty() || npis.contains(npi), "{column:?} {npi}");
            }
        }
    }
}

#[test]
fn every_identifier_of_a_person_is_in_the_list_of_identifiers() {
    let data = members();
    let known: HashSet<&str> =
        data.rows(View::BeneMbiId).iter().map(|row| row.get(bene_mbi_id::BENE_MBI_ID)).collect();
    assert!(data.rows(View::BeneHstry).iter().all(|row| known.contains(row.get(bene_hstry::BENE_MBI_ID))));
    // Some people had another identifier before.
    let former =
        data.rows(View::BeneMbiId).iter().filter(|row| !row.get(bene_mbi_id::BENE_MBI_OBSLT_DT).is_empty());
    assert!((20..150).contains(&former.count()));
}

#[test]
fn two_percent_were_merged_and_kept_their_claims() {
    let data = members();
    let claims = claims_by_key();
    let references = data.rows(View::BeneXref);
    assert_eq!(references.len(), 20);
    let versions: HashMap<&str, &Row> =
        data.rows(View::BeneHstry).iter().map(|row| (row.get(bene_hstry::BENE_SK), row)).collect();
    let mut with_claims = 0;
    for reference in references {
        let (survivor, earlier) = (reference.get(bene_xref::BENE_SK), reference.get(bene_xref::BENE_XREF_SK));
        assert_eq!(reference.get(bene_xref::BENE_KILL_CRED_CD), "2");
        assert_eq!(versions[earlier].get(bene_hstry::BENE_XREF_EFCTV_SK), survivor);
        assert_eq!(versions[survivor].get(bene_hstry::BENE_XREF_EFCTV_SK), survivor);
        with_claims += usize::from(claims.contains_key(earlier));
    }
    assert!(with_claims >= 10, "{with_claims}");
}

#[test]
fn an_identifier_is_now_and_then_shared_by_two_people() {
    let mut holders: HashMap<&str, HashSet<&str>> = HashMap::new();
    for row in members().rows(View::BeneHstry) {
        let survivor = row.get(bene_hstry::BENE_XREF_EFCTV_SK);
        holders.entry(row.get(bene_hstry::BENE_MBI_ID)).or_default().insert(survivor);
    }
    assert_eq!(holders.values().filter(|holders| holders.len() == 2).count(), 2);
    assert!(holders.values().all(|holders| holders.len() <= 2));
}

#[test]
fn the_first_ten_are_good_to_show() {
    let data = members();
    let claims = claims_by_key();
    let merged: HashSet<&str> =
        data.rows(View::BeneXref).iter().map(|row| row.get(bene_xref::BENE_SK)).collect();
    for number in 0..10 {
        let key = sandbox_user(number, SEED).to_string();
        let version =
            data.rows(View::BeneHstry).iter().find(|row| row.get(bene_hstry::BENE_SK) == key).unwrap();
        assert_eq!(version.get(bene_hstry::BENE_DEATH_DT), "");
        assert!(!merged.contains(key.as_str()));
        let kinds: HashSet<ClaimKind> = claims[key.as_str()]
            .iter()
            .filter(|claim| claim.type_code() < 1000)
            .filter_map(|claim| kind_of(claim.type_code()))
            .collect();
        assert_eq!(kinds.len(), 8, "person {number}: {kinds:?}");
        assert!(claims[key.as_str()].iter().filter(|claim| is_served(claim)).count() > 25);
    }
}

#[test]
fn the_first_person_has_every_coverage() {
    let data = members();
    let key = person_key(SEED, 0).to_string();
    let of = |view, column, code| -> HashSet<&str> {
        data.rows(view).iter().filter(|row| row.get(column) == key).map(|row| row.get(code)).collect()
    };
    let parts =
        of(View::BeneMdcrEntlmt, bene_mdcr_entlmt::BENE_SK, bene_mdcr_entlmt::BENE_MDCR_ENTLMT_TYPE_CD);
    assert_eq!(parts, HashSet::from(["A", "B"]));
    let plans =
        of(View::BeneMapdEnrlmt, bene_mapd_enrlmt::BENE_SK, bene_mapd_enrlmt::BENE_ENRLMT_PGM_TYPE_CD);
    assert_eq!(plans, HashSet::from(["1", "2"]));
    let dual =
        of(View::BeneCmbndDualMdcr, bene_cmbnd_dual_mdcr::BENE_SK, bene_cmbnd_dual_mdcr::BENE_DUAL_STUS_CD);
    assert_eq!(dual.len(), 1);
}

#[test]
fn coverage_is_of_every_kind() {
    let data = members();
    let today = "2026-10-31";
    let spans = data.rows(View::BeneMdcrEntlmt);
    let begins = |row: &&Row| row.get(bene_mdcr_entlmt::BENE_RNG_BGN_DT) > today;
    assert!(spans.iter().filter(begins).count() > 10);
    let ended = |row: &&Row| row.get(bene_mdcr_entlmt::BENE_RNG_END_DT) < today;
    assert!(spans.iter().filter(ended).count() > 20);
    let covered: HashSet<&str> = spans.iter().map(|row| row.get(bene_mdcr_entlmt::BENE_SK)).collect();
    assert!((950..1000).contains(&covered.len()), "{}", covered.len());
    assert!(data.rows(View::BeneLis).iter().all(|row| row.get(bene_lis::BENE_LIS_EFCTV_CD) == "Y"));
    assert!(data.rows(View::BeneLis).len() > 10);
    assert!(data.rows(View::BeneCmbndLis).len() > data.rows(View::BeneLis).len());
    assert!(data.rows(View::BeneMapdEnrlmtRx).len() < data.rows(View::BeneMapdEnrlmt).len());
}

#[test]
fn histories_run_from_none_to_thousands() {
    let data = members();
    let claims = claims_by_key();
    let survivor: HashMap<&str, &str> = data
        .rows(View::BeneHstry)
        .iter()
        .map(|row| (row.get(bene_hstry::BENE_SK), row.get(bene_hstry::BENE_XREF_EFCTV_SK)))
        .collect();
    let mut counts: HashMap<&str, usize> = survivor.values().map(|key| (*key, 0)).collect();
    for (key, claims) in &claims {
        *counts.get_mut(survivor[key]).unwrap() += claims.iter().filter(|claim| is_served(claim)).count();
    }
    assert_eq!(counts.len(), 1000);
    let mut counts: Vec<usize> = counts.into_values().collect();
    counts.sort_unstable();
    assert!(
        counts[20] == 0 && counts[500] > 30 && counts[950] > 150,
        "{:?}",
        [counts[20], counts[500], counts[950]]
    );
    assert!(*counts.last().unwrap() >= 3000);
    assert!((60..118).contains(&(counts.iter().sum::<usize>() / 1000)));
}

#[test]
fn some_people_have_prior_authorizations() {
    let data = members();
    let mbis: HashSet<&str> =
        data.rows(View::BeneHstry).iter().map(|row| row.get(bene_hstry::BENE_MBI_ID)).collect();
    let rows = data.rows(View::Prauc);
    assert!(rows.iter().all(|row| mbis.contains(row.get(prauc::MBI_NUM))));
    let people: HashSet<&str> = rows.iter().map(|row| row.get(prauc::MBI_NUM)).collect();
    assert!((25..=40).contains(&people.len()), "{}", people.len());
    let kinds: HashSet<&str> = rows.iter().map(|row| row.get(prauc::CLM_TYPE)).collect();
    assert_eq!(kinds, HashSet::from(["H", "D", "O"]));
}
