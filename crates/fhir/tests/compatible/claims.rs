//! Every claim that BFD v3 is known to serve.

use std::path::Path;

use bluestem_fhir::codes::Displays;
use bluestem_fhir::v3::coverage::{CoverageId, Part};
use bluestem_fhir::v3::eob::{self, EobOptions};
use bluestem_model::claim::StoredClaim;
use bluestem_model::id::PersonId;
use serde_json::Value;

use crate::differences::Seen;
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

/// The prior authorization, by tracking number.
const PRIOR_AUTH: (&str, &str) = ("-0Y2K7HP0Y71BO", "PriorAuth-ee3e1a40");

/// Compares every golden of claims.
pub(crate) fn compare(shared: &Path, seen: &mut Seen) {
    let displays = displays(shared);
    let source = Source::read(&shared.join("data/idr/test_samples2"));
    let claims = CLAIMS.into_iter().map(|(id, person)| {
        let mut claim = source.find(id);
        claim.subject = PersonId::idr(person);
        (claim, id.to_string())
    });
    let is_prior_auth = |claim: &StoredClaim| claim.index.control_number.as_deref() == Some(PRIOR_AUTH.0);
    let prior_auths =
        source.prior_auths().filter(is_prior_auth).map(|claim| (claim, PRIOR_AUTH.1.to_owned()));
    let mut compared = 0;
    for (claim, name) in claims.chain(prior_auths) {
        compared += 1;
        let ours = masked(rendered(&claim, &displays, false));
        seen.add("ExplanationOfBenefit", &name, compare::differences(&ours, &masked(golden(shared, &name))));
    }
    assert_eq!(compared, CLAIMS.len() + 1);
}

pub(crate) fn rendered(claim: &StoredClaim, displays: &Displays, tax_numbers: bool) -> Value {
    let mut out = Vec::new();
    let person = claim.subject;
    let coverages = [Part::A, Part::B].map(|part| CoverageId { part, person, plan: None });
    eob::write(&mut out, claim, &EobOptions { tax_numbers, displays, coverages: &coverages }).unwrap();
    serde_json::from_slice(&out).unwrap()
}

fn golden(shared: &Path, name: &str) -> Value {
    let name = format!("data/golden/v3/ExplanationOfBenefit-{name}.json");
    serde_json::from_slice(&std::fs::read(shared.join(name)).unwrap()).unwrap()
}

/// The resource without what depends on when it was loaded.
fn masked(mut resource: Value) -> Value {
    resource["meta"]["lastUpdated"] = Value::Null;
    if resource["use"] == "preauthorization" {
        resource["id"] = Value::Null;
    }
    for entry in resource["supportingInfo"].as_array_mut().unwrap() {
        if entry["category"]["coding"][0]["code"] == "CLM_IDR_LD_DT" {
            entry["timingDate"] = Value::Null;
        }
    }
    resource
}

#[test]
fn every_golden_is_compared() {
    let Some(shared) = shared() else { return };
    let index = std::fs::read_to_string(shared.join("data/golden/v3/INDEX.csv")).unwrap();
    let rows = csv::rows(&index);
    let named = |id: String| format!("ExplanationOfBenefit-{id}.json");
    let mut compared: Vec<String> = CLAIMS.iter().map(|(id, _)| named(id.to_string())).collect();
    compared.push(named(PRIOR_AUTH.1.to_owned()));
    let claims =
        rows.iter().map(|row| row[0].as_str()).filter(|name| name.starts_with("ExplanationOfBenefit"));
    assert_eq!(claims.filter(|name| !compared.iter().any(|known| known == name)).count(), 0);
}
