use super::*;
use crate::record::{Origin, RecordBuilder, SourceRow};

fn build(rows: Vec<SourceRow>) -> Vec<u8> {
    let mut builder = RecordBuilder::default();
    for row in rows {
        builder.push(row);
    }
    builder.encode()
}

fn version(line: u32, efctv: &str, mbi: &str, latest: &str, since: &str) -> SourceRow {
    let cells = [
        (bene_hstry::BENE_SK, "11"),
        (bene_hstry::BENE_XREF_EFCTV_SK, efctv),
        (bene_hstry::BENE_MBI_ID, mbi),
        (bene_hstry::IDR_LTST_TRANS_FLG, latest),
        (bene_hstry::IDR_TRANS_EFCTV_TS, since),
    ];
    SourceRow::new(View::BeneHstry, Origin { file: 1, line }, cells)
}

fn reference(line: u32, survivor: &str, merged: &str, credit: &str, updated: &str) -> SourceRow {
    let cells = [
        (bene_xref::BENE_SK, survivor),
        (bene_xref::BENE_XREF_SK, merged),
        (bene_xref::BENE_KILL_CRED_CD, credit),
        (bene_xref::SRC_REC_UPDT_TS, updated),
    ];
    SourceRow::new(View::BeneXref, Origin { file: 2, line }, cells)
}

fn index(rows: Vec<SourceRow>) -> PersonIndex {
    person_index(PersonId::idr(11), &Record::parse(&build(rows)).unwrap())
}

#[test]
fn the_latest_version_speaks_and_old_identifiers_are_kept() {
    let person = index(vec![
        version(2, "11", "1S00A00AA02", "Y", "2024-01-01 00:00:00"),
        version(3, "11", "1S00A00AA01", "N", "2025-01-01T00:00:00"),
        version(4, "11", "1S00A00AA03", "Y", "2024-01-01T07:00:00"),
        version(5, "11", "1S00A00AA03", "N", "2023-01-01T00:00:00"),
    ]);
    assert_eq!(person.mbi.as_deref(), Some("1S00A00AA03"));
    assert_eq!(person.mbis, ["1S00A00AA01", "1S00A00AA02", "1S00A00AA03"]);
    assert_eq!((person.survivor, person.current), (PersonId::idr(11), true));
}

#[test]
fn without_a_latest_version_the_newest_one_speaks() {
    let person = index(vec![
        version(2, "0", "1S00A00AA01", "N", "2024-01-01 00:00:00"),
        version(3, "0", "1S00A00AA02", "N", "2025-01-01T00:00:00"),
    ]);
    assert_eq!(person.mbi.as_deref(), Some("1S00A00AA02"));
    assert!(!person.current);
}

#[test]
fn a_merge_needs_a_cross_reference_with_kill_credit_2() {
    let merged = |references: Vec<SourceRow>| {
        let mut rows = vec![version(2, "22", "1S00A00AA01", "N", "2024-01-01 00:00:00")];
        rows.extend(references);
        index(rows).survivor.number
    };
    assert_eq!(merged(vec![]), 11);
    assert_eq!(merged(vec![reference(2, "22", "11", "2", "2024-01-01 00:00:00")]), 22);
    assert_eq!(merged(vec![reference(2, "22", "11", "1", "2024-01-01 00:00:00")]), 11);
    // Of another person, or the wrong way round.
    assert_eq!(merged(vec![reference(2, "22", "12", "2", "2024-01-01 00:00:00")]), 11);
    assert_eq!(merged(vec![reference(2, "11", "22", "2", "2024-01-01 00:00:00")]), 11);
    // The later word counts.
    let withdrawn = vec![
        reference(2, "22", "11", "1", "2024-02-01T00:00:00"),
        reference(3, "22", "11", "2", "2024-01-01 00:00:00"),
    ];
    assert_eq!(merged(withdrawn), 11);
}

#[test]
fn a_record_without_versions_is_its_own_person() {
    let person = index(vec![reference(2, "22", "11", "2", "2024-01-01 00:00:00")]);
    assert_eq!((person.survivor.number, person.mbi, person.current), (11, None, false));
}
