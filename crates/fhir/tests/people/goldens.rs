//! Every Patient and Coverage that BFD v3 is known to serve.

use std::path::Path;

use bluestem_fhir::v3::coverage::{self, CoverageId};
use bluestem_fhir::v3::patient;
use bluestem_model::id::Namespace;
use bluestem_model::time::Timestamp;
use serde_json::Value;

use crate::differences::{self, DIFFERENCES, Difference, What};
use crate::source::{Source, shared};

/// The moment at which BFD's answers were taken.
pub(crate) fn clock() -> Timestamp {
    Timestamp::parse("2025-01-02T00:00:00Z").unwrap()
}

/// The Patient or Coverage with this id, as we write it; None when there is none.
pub(crate) fn ours(source: &Source, kind: &str, id: &str, now: Timestamp) -> Option<Value> {
    let mut out = Vec::new();
    if kind == "Patient" {
        patient::write(&mut out, &source.file(id.parse().unwrap())).unwrap();
    } else {
        let id = CoverageId::parse(id, Namespace::Idr).unwrap();
        let file = source.file(id.person.number);
        let id = coverage::resolve(&file, &id, now).unwrap()?;
        assert!(coverage::write(&mut out, &file, &id, now).unwrap());
    }
    Some(serde_json::from_slice(&out).unwrap())
}

/// Numbers by value, and what changes from run to run by being there.
fn normalise(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                if name == "lastUpdated" {
                    *field = Value::from("9999-12-31T00:00:00.000+00:00");
                }
                normalise(field);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(normalise),
        Value::Number(number) => *value = Value::from(number.as_f64().unwrap()),
        _ => {}
    }
}

#[test]
fn every_golden_agrees_but_for_the_listed_differences() {
    let Some(shared) = shared() else { return };
    let source = Source::read(&shared.join("data/idr/test_samples2"));
    let mut seen = Vec::new();
    for path in goldens(&shared.join("data/golden/v3")) {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let (kind, id) = name.split_once('-').unwrap();
        let mut theirs: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        normalise(&mut theirs);
        let mut ours = ours(&source, kind, id, clock()).unwrap_or(Value::Null);
        normalise(&mut ours);
        seen.extend(differences::between(&name, &ours, &theirs));
    }
    let is = |entry: &Difference, (path, what): &(String, What)| entry.path == path && entry.what == *what;
    let shown = || DIFFERENCES.iter().filter(|entry| entry.shown);
    assert!(seen.iter().all(|found| shown().any(|entry| is(entry, found))), "not listed: {seen:#?}");
    for entry in shown() {
        assert!(seen.iter().any(|found| is(entry, found)), "gone: {entry:?}");
    }
    assert!(DIFFERENCES.iter().all(|entry| !entry.why.is_empty()));
}

fn goldens(folder: &Path) -> Vec<std::path::PathBuf> {
    let paths = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    let ours = paths.filter(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with("Patient-") || name.starts_with("Coverage-")
    });
    let mut found: Vec<_> = ours.collect();
    found.sort();
    assert_eq!(found.len(), 9);
    found
}
