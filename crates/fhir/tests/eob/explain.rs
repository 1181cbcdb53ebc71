//! Explanations against the resources that they explain and the files that they name.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use bluestem_fhir::codes::Displays;
use bluestem_fhir::v3::coverage::{CoverageId, Part};
use bluestem_fhir::v3::eob::explain::{Basis, Cell, Explained, explain};
use bluestem_fhir::v3::eob::{self, EobOptions};
use bluestem_model::claim::StoredClaim;
use serde_json::Value;

use crate::csv;
use crate::source::{Source, displays, shared};

/// The cells of the files that explanations name, read on demand.
#[derive(Default)]
struct Files(HashMap<PathBuf, Vec<Vec<String>>>);

impl Files {
    fn cell(&mut self, path: &Path, line: u32, column: &str) -> String {
        let read = || csv::rows(&std::fs::read_to_string(path).unwrap());
        let rows = self.0.entry(path.to_owned()).or_insert_with(read);
        let place = rows[0].iter().position(|name| name == column).unwrap();
        rows[line as usize - 1][place].trim().to_owned()
    }
}

/// Every value of a resource with its path, in the order of its text.
fn values(at: &str, value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let path = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
                values(&path, field, found);
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                values(&format!("{at}[{place}]"), item, found);
            }
        }
        Value::String(text) => found.push((at.to_owned(), text.clone())),
        other => found.push((at.to_owned(), other.to_string())),
    }
}

fn check(claim: &StoredClaim, source: &Source, files: &mut Files, displays: &Displays) {
    let person = claim.subject;
    let coverages = [Part::A, Part::B].map(|part| CoverageId { part, person, plan: None });
    let options = EobOptions { tax_numbers: true, displays, coverages: &coverages };
    let mut out = Vec::new();
    eob::write(&mut out, claim, &options).unwrap();
    let mut expected = Vec::new();
    values("", &serde_json::from_slice(&out).unwrap(), &mut expected);
    let explained = explain(claim, &options).unwrap();
    let mut given: Vec<_> = explained.iter().map(|one| (one.path.clone(), one.value.clone())).collect();
    expected.sort();
    given.sort();
    assert_eq!(given, expected, "claim {}", claim.index.id);
    for one in &explained {
        let at = format!("claim {} {} {}", claim.index.id, one.path, one.value);
        assert!(one.element.is_some(), "{at} is not in the dictionary");
        assert!(one.note().is_some(), "{at}");
        for cell in &one.cells {
            let path = source.file(cell.origin.file);
            let name = path.file_name().unwrap().to_str().unwrap();
            assert!(name.contains("SYNTHETIC_"), "{at}");
            assert_eq!(files.cell(path, cell.origin.line, cell.column.name()), cell.value, "{at} {cell:?}");
        }
        agrees(one, &at);
    }
}

/// The value follows from the cells.
fn agrees(one: &Explained, at: &str) {
    let rule = one.element.unwrap().rule;
    let name = one.path.rsplit('.').next().unwrap();
    match one.basis {
        Basis::Copied => assert_eq!(one.cells[0].value, one.value, "{at}"),
        Basis::Derived => assert!(!one.cells.is_empty(), "{at}"),
        Basis::Constant | Basis::Position | Basis::Server => {}
    }
    let numeric = ["amount", "sum", "value-code", "count", "quantity"].contains(&rule);
    if numeric && name == "value" {
        assert_eq!(one.basis, Basis::Derived, "{at}");
        let sum: f64 = one.cells.iter().map(number).sum();
        let value: f64 = one.value.parse().unwrap();
        // Each amount is rounded to cents before it is added.
        let cents: f64 = one.cells.iter().map(|_| 0.005_000_1).sum();
        let slack = if ["count", "quantity"].contains(&rule) { 1e-6 } else { cents };
        assert!((sum - value).abs() <= slack, "{at} {:?}", one.cells);
    }
    if rule == "diagnosis" && name == "code" && one.path.contains("CodeableConcept") {
        assert_eq!(one.value.replace('.', ""), one.cells[0].value.replace('.', ""), "{at}");
    }
}

fn number(cell: &Cell) -> f64 {
    cell.value.parse().unwrap()
}

fn each(set: &str, step: usize) {
    let Some(shared) = shared() else { return };
    let source = Source::read(&shared.join("data/idr").join(set));
    let (mut files, displays) = (Files::default(), displays(&shared));
    let mut count = 0;
    for claim in source.claims().chain(source.prior_auths()).step_by(step) {
        check(&claim, &source, &mut files, &displays);
        count += 1;
    }
    assert!(count > 20, "{count}");
}

#[test]
fn explanations_of_the_samples_name_the_cells_of_their_files() {
    each("test_samples2", 1);
}

#[test]
fn explanations_of_generated_claims_name_the_cells_of_their_files() {
    each("generated_300", 60);
}
