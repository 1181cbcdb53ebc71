//! Every ExplanationOfBenefit that BFD v2 is known to serve.

use std::path::Path;

use bluestem_fhir::v2::eob::Defects;
use bluestem_model::time::Timestamp;
use serde_json::Value;

use crate::differences::DIFFERENCES;
use crate::source::shared;
use crate::{compare, rif, texts};

/// Sample, golden, whether tax numbers are shown.
pub(crate) const GOLDENS: [(&str, &str, bool); 5] = [
    ("bcarrier", "eobReadCarrier", false),
    ("bcarrier", "eobReadCarrierWithTaxNumbers", true),
    ("dme", "eobReadDme", false),
    ("inpatient", "eobReadInpatient", false),
    ("pde", "eobReadPde", false),
];

pub(crate) fn golden(shared: &Path, name: &str) -> Value {
    let path = shared.join(format!("data/golden/v2/{name}.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The differences from all goldens, each with the place of the listed one that covers it.
fn compared(shared: &Path, defects: Defects) -> Vec<(String, Option<usize>)> {
    let mut displays = texts::displays(shared);
    displays.set_registry(rif::registry(shared), 0, Timestamp::default());
    let mut all = Vec::new();
    for (sample, name, tax_numbers) in GOLDENS {
        let claim = rif::stored(&rif::sample(shared, sample));
        let ours = masked(rif::rendered(&claim, &displays, tax_numbers, defects));
        for found in compare::differences(&ours, &masked(golden(shared, name))) {
            let listed = DIFFERENCES.iter().position(|difference| difference.covers(&found));
            all.push((format!("{name}: {found:?}"), listed));
        }
    }
    all
}

#[test]
fn every_golden_agrees_but_for_the_listed_differences() {
    let Some(shared) = shared() else { return };
    let found = compared(&shared, Defects::default());
    let unlisted: Vec<&String> =
        found.iter().filter(|(_, place)| place.is_none()).map(|(one, _)| one).collect();
    assert!(unlisted.is_empty(), "{} differences are not listed:\n{unlisted:#?}", unlisted.len());
    for (place, difference) in DIFFERENCES.iter().enumerate() {
        assert_eq!(
            difference.shown,
            found.iter().any(|(_, listed)| *listed == Some(place)),
            "{difference:?}"
        );
        // With all switches on the goldens agree entirely: whatever they show has one.
        assert!(difference.switch.is_some() || !difference.shown, "{difference:?}");
        assert!(difference.why.len() > 20, "{difference:?}");
    }
}

#[test]
fn with_its_defects_every_golden_agrees_entirely() {
    let Some(shared) = shared() else { return };
    let found = compared(&shared, Defects::all());
    assert!(found.is_empty(), "{found:#?}");
}

/// The resource without what depends on when it was loaded or asked for.
fn masked(mut resource: Value) -> Value {
    resource["meta"]["lastUpdated"] = Value::Null;
    resource["created"] = Value::Null;
    resource
}

#[test]
fn every_golden_is_compared() {
    let Some(shared) = shared() else { return };
    for entry in shared.join("data/golden/v2").read_dir().unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let known = GOLDENS.iter().any(|golden| name == format!("{}.json", golden.1));
        assert!(known || !name.starts_with("eob"), "{name}");
    }
}
