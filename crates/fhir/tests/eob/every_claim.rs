//! Every claim of every data set.

use std::path::Path;
use std::sync::OnceLock;

use bluestem_fhir::codes::Displays;
use bluestem_fhir::v3::eob::{self, EobOptions};
use bluestem_model::claim::{ClaimKind, StoredClaim};
use serde_json::Value;

use crate::source::{Source, shared};

/// Elements that C4BB 2.2.0 demands of every claim.
const REQUIRED: [&str; 18] = [
    "id",
    "meta",
    "identifier",
    "status",
    "type",
    "use",
    "patient",
    "billablePeriod",
    "created",
    "insurer",
    "provider",
    "outcome",
    "insurance",
    "item",
    "adjudication",
    "total",
    "supportingInfo",
    "contained",
];

/// Elements that FHIR and PDex demand of a prior authorization.
const REQUIRED_OF_PRIOR_AUTH: &[&str] = &[
    "id",
    "meta",
    "status",
    "type",
    "use",
    "patient",
    "created",
    "insurer",
    "provider",
    "outcome",
    "insurance",
    "item",
];

fn rendered(claim: &StoredClaim) -> Value {
    let mut out = Vec::new();
    let options = EobOptions { tax_numbers: false, displays: &Displays::default(), coverages: &[] };
    eob::write(&mut out, claim, &options).unwrap();
    serde_json::from_slice(&out).unwrap()
}

/// Every claim with what we write of it; read once for all tests.
pub(crate) fn every_claim() -> &'static [(StoredClaim, Value)] {
    static CLAIMS: OnceLock<Vec<(StoredClaim, Value)>> = OnceLock::new();
    CLAIMS.get_or_init(|| {
        let Some(shared) = shared() else { return Vec::new() };
        let mut claims = Vec::new();
        for set in ["generated_300", "test_samples1", "test_samples2"] {
            let source = Source::read(&shared.join("data/idr").join(set));
            for claim in source.claims().chain(source.prior_auths()) {
                let resource = rendered(&claim);
                keep(set, &claim, &resource);
                claims.push((claim, resource));
            }
        }
        assert!(claims.len() > 2_500, "{}", claims.len());
        claims
    })
}

/// Leaves the resources in the folder that `BLUESTEM_EOB_OUT` names, for checkers outside.
fn keep(set: &str, claim: &StoredClaim, resource: &Value) {
    let Some(folder) = std::env::var_os("BLUESTEM_EOB_OUT") else { return };
    let name = format!("{set}-{}.json", claim.index.id.number);
    std::fs::write(Path::new(&folder).join(name), resource.to_string()).unwrap();
}

fn no_empty(at: &str, value: &Value) {
    match value {
        Value::Null => panic!("{at} is null"),
        Value::String(text) => assert!(!text.is_empty(), "{at} is empty"),
        Value::Array(items) => {
            assert!(!items.is_empty(), "{at} is empty");
            items.iter().enumerate().for_each(|(place, item)| no_empty(&format!("{at}[{place}]"), item));
        }
        Value::Object(fields) => {
            assert!(!fields.is_empty(), "{at} is empty");
            fields.iter().for_each(|(name, field)| no_empty(&format!("{at}.{name}"), field));
        }
        Value::Bool(_) | Value::Number(_) => {}
    }
}

fn numbers(list: &Value) -> Vec<i64> {
    let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().map(|item| item["sequence"].as_i64().unwrap()).collect()
}

#[test]
fn every_claim_has_what_the_profile_demands_and_nothing_empty() {
    for (claim, resource) in every_claim() {
        let id = claim.index.id;
        no_empty(&id.to_string(), resource);
        let prior_auth = claim.index.kind == ClaimKind::PriorAuth;
        let demanded = if prior_auth { REQUIRED_OF_PRIOR_AUTH } else { &REQUIRED };
        for name in demanded {
            assert!(resource.get(name).is_some(), "{id} has no {name}");
        }
        assert_eq!(numbers(&resource["item"]).len(), claim.index.lines.max(1) as usize, "{id}");
    }
}

#[test]
fn every_number_is_used_once_and_every_pointer_points() {
    for (claim, resource) in every_claim() {
        let id = claim.index.id;
        for (list, pointer) in [
            ("careTeam", "careTeamSequence"),
            ("diagnosis", "diagnosisSequence"),
            ("procedure", "procedureSequence"),
            ("supportingInfo", "informationSequence"),
            ("item", "itemSequence"),
        ] {
            let numbers = numbers(&resource[list]);
            assert!(numbers.iter().all(|number| *number > 0), "{id} {list}");
            let mut unique = numbers.clone();
            unique.sort_unstable();
            unique.dedup();
            assert_eq!(unique.len(), numbers.len(), "{id} {list}");
            for item in resource["item"].as_array().unwrap() {
                let pointers = item[pointer].as_array().map(Vec::as_slice).unwrap_or_default();
                assert!(pointers.iter().all(|to| numbers.contains(&to.as_i64().unwrap())), "{id} {pointer}");
            }
        }
        let text = resource.to_string();
        for contained in resource["contained"].as_array().unwrap() {
            let reference = format!("\"reference\":\"#{}\"", contained["id"].as_str().unwrap());
            assert!(text.contains(&reference), "{id} {reference}");
        }
    }
}

#[test]
fn a_tax_number_is_shown_only_to_those_who_ask() {
    let Some(shared) = shared() else { return };
    let source = Source::read(&shared.join("data/idr/test_samples2"));
    let claim = source.find(3_351_266_481_402);
    let asked = |tax_numbers| {
        let mut out = Vec::new();
        let options = EobOptions { tax_numbers, displays: &Displays::default(), coverages: &[] };
        eob::write(&mut out, &claim, &options).unwrap();
        String::from_utf8(out).unwrap().contains("CLM-PRVDR-TAX-NUM")
    };
    assert!(!asked(false));
    assert!(asked(true));
}
