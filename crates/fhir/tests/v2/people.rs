//! Every Patient and Coverage that BFD v2 is known to serve.

use std::path::Path;

use bluestem_fhir::v2::{coverage, patient};
use bluestem_fhir::v3::coverage::Part;
use bluestem_model::column::{Column, View, bene_hstry, bene_mbi_id};
use bluestem_model::id::PersonId;
use bluestem_model::person::{PersonFile, StoredPerson, person_index};
use bluestem_model::record::{Origin, Record, RecordBuilder, SourceRow};
use bluestem_model::rif::{RifKind, RifType, Target};
use bluestem_model::time::Timestamp;
use serde_json::Value;

use crate::compare;
use crate::goldens::golden;
use crate::rif::iso;
use crate::source::shared;

const PERSON: i64 = 567_834;
pub(crate) const PARTS: [Part; 4] = [Part::A, Part::B, Part::C, Part::D];

/// The person of the samples as a read returns them; `edit` may change a cell.
fn person(shared: &Path, edit: impl Fn(&str, String) -> String) -> PersonFile {
    let mut rows = RecordBuilder::default();
    let files: [(&str, RifType, &[View]); 2] = [
        ("beneficiaries", RifType::Beneficiary, &[View::BeneHstry, View::BeneMbiId, View::CcwBene]),
        ("beneficiaryhistory", RifType::BeneficiaryHistory, &[View::CcwBeneHstry]),
    ];
    for (name, kind, views) in files {
        let path = shared.join(format!("data/rif/static/sample-a-{name}.txt"));
        let text = std::fs::read_to_string(path).unwrap();
        let mut lines = text.lines().map(|line| line.split('|'));
        let names: Vec<&str> = lines.next().unwrap().collect();
        for (line, row) in (2..).zip(lines) {
            let cells: Vec<(&str, String)> = names
                .iter()
                .zip(row)
                .map(|(name, cell)| (*name, edit(name, cell.trim().to_owned())))
                .filter(|(_, cell)| !cell.is_empty())
                .collect();
            for view in views {
                put(&mut rows, kind, *view, line, &cells);
            }
        }
    }
    let record = rows.encode();
    let index = person_index(PersonId::ccw(PERSON), &Record::parse(&record).unwrap());
    PersonFile {
        asked: StoredPerson { index, updated: [Timestamp::default(); 6], record },
        merged: Vec::new(),
    }
}

/// Keeps those cells of a row that are kept in `view`, as a load does.
fn put(rows: &mut RecordBuilder, kind: RifType, view: View, line: u32, cells: &[(&str, String)]) {
    let mut kept: Vec<(Column, String)> = Vec::new();
    for (name, cell) in cells {
        let Some(column) = kind.column(name) else { continue };
        let Target::Cells(columns) = column.target else { continue };
        let text = if column.kind == RifKind::Date { iso(cell) } else { cell.clone() };
        let of_view = columns.iter().filter(|column| column.view_number() == view.number());
        kept.extend(of_view.map(|column| (*column, text.clone())));
    }
    if kept.is_empty() {
        return;
    }
    match view {
        View::BeneHstry => kept.push((bene_hstry::IDR_LTST_TRANS_FLG, "Y".to_owned())),
        View::BeneMbiId => kept.push((bene_mbi_id::IDR_LTST_TRANS_FLG, "Y".to_owned())),
        _ => {}
    }
    kept.sort_by_key(|(column, _)| *column);
    let cells = kept.iter().map(|(column, text)| (*column, text.as_str()));
    rows.push(SourceRow::new(view, Origin { file: 1, line }, cells));
}

pub(crate) fn as_sampled(shared: &Path) -> PersonFile {
    person(shared, |_, cell| cell)
}

pub(crate) fn rendered_patient(file: &PersonFile, addresses: bool) -> Value {
    let mut out = Vec::new();
    patient::write(&mut out, file, addresses).unwrap();
    serde_json::from_slice(&out).unwrap()
}

pub(crate) fn rendered_coverage(file: &PersonFile, part: Part) -> Value {
    let mut out = Vec::new();
    coverage::write(&mut out, file, part, Timestamp::default()).unwrap();
    serde_json::from_slice(&out).unwrap()
}

fn masked(mut resource: Value) -> Value {
    resource["meta"]["lastUpdated"] = Value::Null;
    resource
}

fn assert_agrees(ours: Value, golden: Value, name: &str) {
    let found = compare::differences(&masked(ours), &masked(golden));
    assert!(found.is_empty(), "{name}: {found:#?}");
}

#[test]
fn every_patient_agrees() {
    let Some(shared) = shared() else { return };
    let file = as_sampled(&shared);
    for (name, addresses) in [("patientRead", false), ("patientReadWithIncludeIdentifiers", true)] {
        assert_agrees(rendered_patient(&file, addresses), golden(&shared, name), name);
    }
    for name in ["patientSearchById", "patientByIdentifier"] {
        let found = golden(&shared, name)["entry"][0]["resource"].take();
        assert_agrees(rendered_patient(&file, false), found, name);
    }
}

#[test]
fn every_coverage_agrees() {
    let Some(shared) = shared() else { return };
    let file = as_sampled(&shared);
    assert_agrees(rendered_coverage(&file, Part::A), golden(&shared, "coverageRead"), "coverageRead");
    let mut bundle = golden(&shared, "coverageSearchByPatientId");
    let listed = coverage::list(&file, Timestamp::default()).unwrap();
    assert_eq!(listed.len(), bundle["entry"].as_array().unwrap().len());
    for (place, part) in PARTS.into_iter().enumerate() {
        assert_eq!(listed[place].part, part);
        let found = bundle["entry"][place]["resource"].take();
        assert_agrees(rendered_coverage(&file, part), found, "coverageSearchByPatientId");
    }
}

#[test]
fn without_a_reference_year_nothing_is_said_of_one() {
    let Some(shared) = shared() else { return };
    let file = person(&shared, |name, cell| if name == "RFRNC_YR" { String::new() } else { cell });
    let text = rendered_patient(&file, false).to_string() + &rendered_coverage(&file, Part::D).to_string();
    assert!(!text.contains("rfrnc_yr") && !text.contains("ptdcntrct01/"), "{text}");
    assert!(text.contains("variables/race"));
}

#[test]
fn a_coverage_has_ended_when_its_termination_code_says_so() {
    let Some(shared) = shared() else { return };
    for (code, status) in [("0", "active"), ("1", "cancelled"), ("9", "cancelled"), ("", "active")] {
        let edited =
            person(&shared, |name, cell| if name == "BENE_PTB_TRMNTN_CD" { code.to_owned() } else { cell });
        let coverage = rendered_coverage(&edited, Part::B);
        assert_eq!(coverage["status"], status, "{code}");
        let said = coverage["extension"].to_string().contains("b_trm_cd");
        assert_eq!(said, !code.is_empty(), "{code}");
    }
}
