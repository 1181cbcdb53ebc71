//! Every claim that BFD v3 is known to serve.

use std::path::Path;

use bluestem_fhir::v3::eob::{self, EobOptions};
use bluestem_model::id::PersonId;
use serde_json::Value;

use crate::differences::DIFFERENCES;
use crate::source::{Source, displays, shared};
use crate::{compare, csv};

/// The claims, and the person that each belongs to.
const CLAIMS: [(i64, i64); 5] = [
    (1_071_939_711_295, 405_764_107),
    (1_071_939_711_297, 405_764_107),
    (9_688_880_648_059, 412_457_726),
    (3_351_266_481_402, 178_083_966),
    (5_213_363_418_309, 280_720_433),
];

#[test]
fn every_golden_agrees_but_for_the_listed_differences() {
    let Some(shared) = shared() else { return };
    let displays = displays(&shared);
    let options = EobOptions { tax_numbers: false, displays: &displays };
    let source = Source::read(&shared.join("data/idr/test_samples2"));
    let mut used = vec![false; DIFFERENCES.len()];
    let mut unlisted = Vec::new();
    for (id, person) in CLAIMS {
        let mut claim = source.find(id);
        claim.subject = PersonId::idr(person);
        let mut out = Vec::new();
        eob::write(&mut out, &claim, &options).unwrap();
        let ours = masked(serde_json::from_slice(&out).unwrap());
        for found in compare::differences(&ours, &masked(golden(&shared, id))) {
            match DIFFERENCES.iter().position(|difference| difference.covers(&found)) {
                Some(place) => used[place] = true,
                None => unlisted.push(format!("{id}: {found:?}")),
            }
        }
    }
    assert!(unlisted.is_empty(), "{} differences are not listed:\n{}", unlisted.len(), unlisted.join("\n"));
    for (difference, used) in DIFFERENCES.iter().zip(used) {
        assert_eq!(difference.shown, used, "{difference:?}");
        assert!(difference.why.len() > 20, "{difference:?}");
    }
}

fn golden(shared: &Path, id: i64) -> Value {
    let name = format!("data/golden/v3/ExplanationOfBenefit-{id}.json");
    serde_json::from_slice(&std::fs::read(shared.join(name)).unwrap()).unwrap()
}

/// The resource without what depends on when it was loaded.
fn masked(mut resource: Value) -> Value {
    resource["meta"]["lastUpdated"] = Value::Null;
    for entry in resource["supportingInfo"].as_array_mut().unwrap() {
        if entry["category"]["coding"][0]["code"] == "CLM_IDR_LD_DT" {
            entry["timingDate"] = Value::Null;
        }
    }
    resource
}

/// The golden that waits for the rules of prior authorizations.
#[test]
fn the_golden_not_compared_is_that_of_a_prior_authorization() {
    let Some(shared) = shared() else { return };
    let index = std::fs::read_to_string(shared.join("data/golden/v3/INDEX.csv")).unwrap();
    let rows = csv::rows(&index);
    let compared: Vec<String> =
        CLAIMS.iter().map(|(id, _)| format!("ExplanationOfBenefit-{id}.json")).collect();
    let waiting: Vec<&str> = rows
        .iter()
        .map(|row| row[0].as_str())
        .filter(|name| {
            name.starts_with("ExplanationOfBenefit") && !compared.iter().any(|known| known == name)
        })
        .collect();
    assert_eq!(waiting, ["ExplanationOfBenefit-PriorAuth-ee3e1a40.json"]);
}
