//! Which codes 42 CFR Part 2 protects, held against the published list.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::PathBuf;

use super::*;

/// Codes of the list, without points; None where the reference data is absent.
fn protected() -> Option<HashSet<String>> {
    let shared = std::env::var_os("BLUESTEM_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let Ok(text) = std::fs::read_to_string(shared.join("data/codes/samhsa_codes.csv")) else {
        let _ = writeln!(std::io::stderr(), "skipped: no reference data in {}", shared.display());
        return None;
    };
    // Claims are coded in ICD-10: a diagnosis-related group may look like an ICD-9 code.
    let rows =
        text.lines().skip(1).filter(|row| !row.to_lowercase().contains("icd-9") && !row.contains("ICD9"));
    Some(rows.filter_map(|row| row.split(',').nth(1)).map(|code| code.replace('.', "")).collect())
}

fn ordinary() -> Vec<&'static str> {
    let mut codes: Vec<&str> = CONDITIONS.iter().flat_map(|condition| condition.codes).copied().collect();
    codes.extend(ACUTE);
    codes.extend(EXTERNAL_CAUSES);
    codes.extend(VISITS.iter().chain(&EQUIPMENT).map(|(_, service)| service.code));
    for stay in &STAYS {
        codes.extend([stay.principal, stay.drg].iter().chain(stay.secondary).chain(stay.procedures));
    }
    let centers =
        [INPATIENT_CENTERS.as_slice(), &OUTPATIENT_CENTERS, &SNF_CENTERS, &HOME_VISITS, &HOSPICE_CARE];
    codes.extend(centers.into_iter().flatten().map(|center| center.code));
    codes
}

#[test]
fn protected_codes_are_on_the_list_and_no_others() {
    let Some(protected) = protected() else { return };
    assert!(protected.len() > 500);
    for code in ordinary() {
        assert!(!protected.contains(code), "{code}");
    }
    let diagnoses = SUBSTANCE_USE.into_iter();
    let services = SUBSTANCE_USE_SERVICES.iter().map(|service| service.code);
    let centers = SUBSTANCE_USE_CENTERS.iter().map(|center| center.code);
    for code in diagnoses.chain(services).chain(centers) {
        assert!(protected.contains(code), "{code}");
    }
    for stay in &SUBSTANCE_USE_STAYS {
        assert!(
            [stay.principal, stay.drg].iter().chain(stay.procedures).all(|code| protected.contains(*code))
        );
    }
}

#[test]
fn conditions_name_drugs_that_exist() {
    assert!(CONDITIONS.iter().flat_map(|condition| condition.drugs).all(|place| *place < DRUGS.len()));
    // The labeler 99999 is nobody's.
    assert!(DRUGS.iter().all(|drug| drug.ndc.len() == 11 && drug.ndc.starts_with("99999")));
    let distinct: HashSet<&str> = DRUGS.iter().map(|drug| drug.ndc).collect();
    assert_eq!(distinct.len(), DRUGS.len());
}
