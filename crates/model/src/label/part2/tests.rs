use super::super::part2_codes::PART2;
use super::*;
use crate::column::{Column, clm_line_instnl};
use crate::record::{Origin, Record, RecordBuilder, SourceRow};

type Cells<'a> = &'a [(Column, &'a str)];

/// Labels of a claim of this type and through date with one row more.
fn labels(code: &str, thru: &str, view: View, cells: Cells<'_>) -> Labels {
    let origin = Origin { file: 1, line: 2 };
    let mut builder = RecordBuilder::default();
    builder.push(SourceRow::new(View::Clm, origin, [(clm::CLM_TYPE_CD, code), (clm::CLM_THRU_DT, thru)]));
    builder.push(SourceRow::new(view, origin, cells.iter().copied()));
    let bytes = builder.encode();
    LabelList::built_in().labels_of(&ClaimRecord::new(&Record::parse(&bytes).unwrap()))
}

fn diagnosis(indicator: &str, code: &str, thru: &str) -> bool {
    let cells = [(clm_prod::CLM_DGNS_PRCDR_ICD_IND, indicator), (clm_prod::CLM_DGNS_CD, code)];
    labels("60", thru, View::ClmProd, &cells) == Labels::PART2
}

fn procedure(indicator: &str, code: &str) -> bool {
    let cells = [(clm_prod::CLM_PRCDR_CD, code), (clm_prod::CLM_DGNS_PRCDR_ICD_IND, indicator)];
    labels("60", "2024-01-01", View::ClmProd, &cells) == Labels::PART2
}

fn service(kind: &str, code: &str, thru: &str) -> bool {
    let cells = [(clm_line::CLM_LINE_NUM, "1"), (clm_line::CLM_LINE_HCPCS_CD, code)];
    labels(kind, thru, View::ClmLine, &cells) == Labels::PART2
}

fn drg(code: &str, thru: &str) -> bool {
    labels("60", thru, View::ClmInstnl, &[(clm_instnl::DGNS_DRG_CD, code)]) == Labels::PART2
}

#[test]
fn the_list_has_724_entries_sorted_and_each_once() {
    assert_eq!(PART2.iter().map(|entry| entry.codes.len()).sum::<usize>(), 724);
    assert!(PART2.iter().all(|entry| entry.codes.is_sorted_by(|left, right| left < right)));
}

#[test]
fn diagnoses_match_in_their_own_revision_however_they_are_written() {
    for code in ["F10.10", "F1010", " f10.10 "] {
        assert!(diagnosis("0", code, "2024-01-01"), "{code}");
        assert!(!diagnosis("9", code, "2024-01-01"), "{code}");
    }
    assert!(diagnosis("~", "F1010", "2024-01-01"));
    assert!(diagnosis("9", "30300", "2010-01-01"));
    assert!(!diagnosis("0", "30300", "2010-01-01"));
    assert!(!diagnosis("0", "E0170", "2024-01-01"));
    assert!(!diagnosis("0", "F10101010101", "2024-01-01"));
}

#[test]
fn procedures_match_in_their_own_revision() {
    assert!(procedure("0", "HZ2ZZZZ"));
    assert!(!procedure("9", "HZ2ZZZZ"));
    assert!(procedure("9", "94.61"));
}

#[test]
fn services_count_by_system_and_hipps_never() {
    assert!(service("71", "H0005", "2024-01-01"));
    assert!(service("71", "99408", "2024-01-01"));
    assert!(service("71", "4320F", "2024-01-01"));
    assert!(!service("71", "99213", "2024-01-01"));
    let hipps = [(clm_line_instnl::CLM_LINE_NUM, "1"), (clm_line_instnl::CLM_REV_APC_HIPPS_CD, "H0005")];
    assert_eq!(labels("10", "2024-01-01", View::ClmLineInstnl, &hipps), Labels::NONE);
}

#[test]
fn a_line_diagnosis_counts() {
    let cells = [(clm_line::CLM_LINE_NUM, "1"), (clm_line::CLM_LINE_DGNS_CD, "F1010")];
    assert_eq!(labels("71", "2024-01-01", View::ClmLine, &cells), Labels::PART2);
}

#[test]
fn windows_include_both_ends() {
    assert!(drg("522", "2007-10-01"));
    assert!(!drg("522", "2007-10-02"));
    assert!(!drg("522", "9999-12-31"));
    assert!(drg("0895", "2024-01-01"));
    assert!(!service("71", "G0137", "2023-12-31"));
    assert!(service("71", "G0137", "2024-01-01"));
    assert!(service("71", "G0137", "~"));
}

#[test]
fn pharmacy_claims_are_never_labelled() {
    assert!(!service("1", "H0005", "2024-01-01"));
}

#[test]
fn a_prior_authorization_counts_on_the_day_it_becomes_valid() {
    let request = |service, kind, from| {
        let cells = [
            (prauc::UTN_VALID_ST_DT, from),
            (prauc::CLM_TYPE, kind),
            (prauc::HCPCS_OR_CPT_OR_HIPPS, service),
        ];
        let mut builder = RecordBuilder::default();
        builder.push(SourceRow::new(View::Prauc, Origin { file: 1, line: 2 }, cells));
        let bytes = builder.encode();
        LabelList::built_in().labels_of(&ClaimRecord::new(&Record::parse(&bytes).unwrap())) == Labels::PART2
    };
    assert!(request("H0005", "B", "2024-01-01"));
    assert!(request("99408", "B", "2024-01-01"));
    assert!(!request("H0005", "I", "2024-01-01"));
    assert!(!request("G0162", "B", "2024-01-01"));
    assert!(request("G1028", "B", "2021-11-04") && !request("G1028", "B", "2021-11-03"));
}
