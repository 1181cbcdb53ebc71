//! What the samples do not show.

use bluestem_fhir::codes::Displays;
use bluestem_fhir::v2::eob::{self, Defects, EobOptions};
use bluestem_model::claim::StoredClaim;
use serde_json::{Value, json};

use crate::rif::{self, SAMPLES};
use crate::source::{Source, shared};

fn served(claim: &StoredClaim) -> Value {
    rif::rendered(claim, &Displays::default(), false, Defects::default())
}

/// The sample with cells replaced.
fn with(shared: &std::path::Path, sample: &str, cells: &[(&str, &str)]) -> Value {
    let mut claim = rif::sample(shared, sample);
    for (name, cell) in cells {
        claim.replace(name, cell);
    }
    served(&rif::stored(&claim))
}

#[test]
fn every_type_has_its_id_type_and_profile() {
    let Some(shared) = shared() else { return };
    let said = |sample: &str| {
        let resource = with(&shared, sample, &[]);
        let profile = resource["meta"]["profile"][0].as_str().unwrap().to_owned();
        let profile = profile.rsplit("ExplanationOfBenefit-").next().unwrap().to_owned();
        let codings = resource["type"]["coding"].as_array().unwrap();
        let kind = codings[codings.len() - 2]["code"].as_str().unwrap().to_owned();
        let coverage = resource["insurance"][0]["coverage"]["reference"].as_str().unwrap().to_owned();
        [resource["id"].as_str().unwrap().to_owned(), kind, profile, coverage]
    };
    for (sample, expected) in [
        (
            "bcarrier",
            ["carrier-9991831999", "CARRIER", "Professional-NonClinician", "Coverage/part-b-567834"],
        ),
        ("dme", ["dme-2188888888", "DME", "Inpatient-Institutional", "Coverage/part-b-567834"]),
        ("hha", ["hha-2925555555", "HHA", "Professional-NonClinician", "Coverage/part-b-567834"]),
        ("hospice", ["hospice-9992223422", "HOSPICE", "Inpatient-Institutional", "Coverage/part-a-567834"]),
        (
            "inpatient",
            ["inpatient-333333222222", "INPATIENT", "Inpatient-Institutional", "Coverage/part-a-567834"],
        ),
        (
            "outpatient",
            ["outpatient-1234567890", "OUTPATIENT", "Outpatient-Institutional", "Coverage/part-b-567834"],
        ),
        ("pde", ["pde-89", "PDE", "Pharmacy", "Coverage/part-d-567834"]),
        ("snf", ["snf-777777777", "SNF", "Inpatient-Institutional", "Coverage/part-a-567834"]),
    ] {
        assert_eq!(said(sample), expected);
    }
    assert_eq!(with(&shared, "pde", &[("PDE_ID", "-456")])["id"], "pde--456");
}

#[test]
fn a_claim_that_is_not_final_is_cancelled() {
    let Some(shared) = shared() else { return };
    assert_eq!(with(&shared, "snf", &[("FINAL_ACTION", "N")])["status"], "cancelled");
    assert_eq!(with(&shared, "snf", &[])["status"], "active");
}

#[test]
fn lines_share_members_of_the_care_team_and_point_at_their_own() {
    let Some(shared) = shared() else { return };
    let resource = with(&shared, "bcarrier-multiple-lines", &[]);
    let team = resource["careTeam"].as_array().unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for member in team {
        let key = [&member["provider"]["identifier"]["value"], &member["role"]["coding"][0]["code"]];
        assert!(seen.insert(key.map(Value::to_string)), "{member}");
    }
    let items = resource["item"].as_array().unwrap();
    assert!(items.len() > 1);
    for item in items {
        for sequence in item["careTeamSequence"].as_array().unwrap() {
            let member = team.iter().find(|member| member["sequence"] == *sequence).unwrap();
            assert_ne!(member["role"]["coding"][0]["code"], "referring");
        }
    }
}

#[test]
fn a_upin_stands_in_for_a_missing_npi() {
    let Some(shared) = shared() else { return };
    let resource = with(&shared, "snf", &[("AT_PHYSN_NPI", ""), ("AT_PHYSN_UPIN", "A12345")]);
    let identifier = &resource["careTeam"][0]["provider"]["identifier"];
    assert_eq!(identifier["value"], "A12345");
    assert_eq!(identifier["type"]["coding"][0]["code"], "UPIN");
}

#[test]
fn a_principal_diagnosis_that_is_also_the_admitting_one_is_both() {
    let Some(shared) = shared() else { return };
    let same = [("ADMTG_DGNS_CD", "A40"), ("ICD_DGNS_CD1", "A40"), ("PRNCPAL_DGNS_CD", "A52")];
    let resource = with(&shared, "inpatient", &same);
    let kinds: Vec<&Value> = resource["diagnosis"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["type"][0]["coding"][0]["code"])
        .collect();
    assert_eq!(kinds[..3], ["admitting", "principal", "principal"]);
    assert_eq!(resource["diagnosis"][1]["diagnosisCodeableConcept"]["coding"][0]["code"], "A40");
    assert_eq!(resource["diagnosis"][1]["extension"][0]["valueCoding"]["code"], "Y");
    assert_eq!(resource["diagnosis"][2]["extension"], Value::Null);
}

#[test]
fn a_compound_and_a_pharmacy_without_npi_are_said() {
    let Some(shared) = shared() else { return };
    let resource = with(
        &shared,
        "pde",
        &[("CMPND_CD", "2"), ("SRVC_PRVDR_ID_QLFYR_CD", "07"), ("SRVC_PRVDR_ID", "0512345")],
    );
    assert_eq!(resource["supportingInfo"][0]["code"]["coding"][0]["code"], "RXCINV");
    assert_eq!(
        resource["provider"]["identifier"],
        json!({"system": "http://hl7.org/fhir/sid/us-ncpdp", "value": "0512345"})
    );
    assert_eq!(resource["facility"]["identifier"]["type"]["coding"][0]["code"], "NCPDP");
    let resource = with(&shared, "pde", &[("CMPND_CD", "0"), ("PRSCRBR_ID_QLFYR_CD", "12")]);
    assert_eq!(resource["supportingInfo"][0]["category"]["coding"][0]["code"], "refillnum");
    assert_eq!(resource["careTeam"], Value::Null);
}

#[test]
fn a_tax_number_is_shown_only_to_those_who_ask() {
    let Some(shared) = shared() else { return };
    for sample in ["bcarrier", "dme"] {
        let claim = rif::stored(&rif::sample(&shared, sample));
        for asked in [false, true] {
            let text = rif::rendered(&claim, &Displays::default(), asked, Defects::default()).to_string();
            assert_eq!(text.contains("/tax_num"), asked, "{sample}");
        }
    }
}

/// Every claim of the samples, with hundreds of lines too, and every claim of the IDR's samples.
#[test]
fn every_claim_is_whole() {
    let Some(shared) = shared() else { return };
    let mut claims = 0;
    for folder in ["static", "samhsa", "synthea"] {
        for entry in shared.join("data/rif").join(folder).read_dir().unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap();
            let name = name.trim_start_matches("sample-a-").trim_start_matches("sample-u-");
            let known = SAMPLES
                .iter()
                .find(|(sample, _)| name.starts_with(sample.trim_start_matches('b')) || name == *sample);
            let Some((_, kind)) = known else { continue };
            for claim in rif::read(&path, *kind) {
                whole(&served(&rif::stored(&claim)));
                claims += 1;
            }
        }
    }
    assert!(claims > 120, "{claims}");
    let source = Source::read(&shared.join("data/idr/test_samples2"));
    for claim in source.claims().filter(|claim| eob::has_form(&claim.index)) {
        whole(&served(&claim));
    }
    for claim in source.prior_auths() {
        let mut out = Vec::new();
        let displays = Displays::default();
        let options = EobOptions { tax_numbers: false, displays: &displays, defects: Defects::default() };
        eob::write(&mut out, &claim, &options).unwrap();
        assert!(out.is_empty() && !eob::has_form(&claim.index));
    }
}

/// What FHIR demands of every resource, numbers that are used once, and pointers that point.
fn whole(resource: &Value) {
    for name in
        ["id", "status", "type", "use", "patient", "created", "insurer", "provider", "outcome", "insurance"]
    {
        assert!(!resource[name].is_null(), "{name} of {resource}");
    }
    let numbers = |list: &str| -> Vec<i64> {
        let entries = resource[list].as_array().into_iter().flatten();
        entries.map(|entry| entry["sequence"].as_i64().unwrap()).collect()
    };
    for (list, pointer) in [
        ("careTeam", "careTeamSequence"),
        ("diagnosis", "diagnosisSequence"),
        ("supportingInfo", "informationSequence"),
    ] {
        let known = numbers(list);
        assert!(
            known.iter().zip(1..).all(|(number, place)| *number == place),
            "{list} of {}",
            resource["id"]
        );
        for item in resource["item"].as_array().unwrap() {
            assert!(!item["productOrService"].is_null());
            for sequence in item[pointer].as_array().into_iter().flatten() {
                assert!(known.contains(&sequence.as_i64().unwrap()), "{pointer} of {}", resource["id"]);
            }
        }
    }
    nothing_empty(resource);
}

fn nothing_empty(value: &Value) {
    match value {
        Value::Object(members) => {
            assert!(!members.is_empty());
            members.values().for_each(nothing_empty);
        }
        Value::Array(elements) => {
            assert!(!elements.is_empty());
            elements.iter().for_each(nothing_empty);
        }
        Value::String(text) => assert!(!text.is_empty()),
        Value::Null => panic!("null"),
        _ => {}
    }
}
