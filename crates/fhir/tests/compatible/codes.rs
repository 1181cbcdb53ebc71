//! Our code systems, claim types and categories against the lists of what BFD v3 knows.

use std::collections::{BTreeMap, BTreeSet};

use bluestem_fhir::codes::{CodeSystem, Displays, Texts, specialty, systems};
use bluestem_fhir::v3::eob::rules::{self, Adjudication, InfoGroup, claim_type, rules_for};
use bluestem_model::claim::{Phase, kind_of};
use serde_json::Value;

use crate::mapping::{Row, rows};
use crate::source::{displays, shared};

/// Enums of BFD's server that are no code systems of claims; where each is dealt with.
#[rustfmt::skip] // a table: one row a line
const OTHERS: &[(&str, &str)] = &[
    ("LanguageCode", "tests/people"),
    ("RaceCode", "tests/people"),
    ("SexCode", "tests/people"),
    ("AdjudicationChargeType", "every_category_is_in_our_tables"),
    ("BlueButtonSupportingInfoCategory", "every_category_is_in_our_tables"),
    ("CarinSupportingInfoCategory", "every_category_is_in_our_tables"),
    ("CareTeamType", "mapping"),
    ("ClaimAuditTrailLocationCode", "a part of the codes of ClaimAuditTrailStatusCode"),
    ("ClaimAuditTrailStatusCode", "the_audit_trail_has_every_combination"),
    ("ClaimCurrentStatusCode", "what the shared systems say of a claim; BFD v3 takes the paid status"),
    ("ClaimDiagnosisType", "tests/eob"),
    ("ClaimFinalAction", "search"),
    ("ClaimPaidStatusCode", "the outcome (model); served without texts"),
    ("ClaimPricingReasonCode", "tests/eob"),
    ("ClaimSourceId", "not read"),
    ("ClaimSubtype", "every_claim_type_is_typed_as_bfd_types_it"),
    ("ClaimType", "every_claim_type_is_typed_as_bfd_types_it"),
    ("IcdIndicator", "tests/eob"),
    ("IdrUnit", "tests/eob"),
    ("MetaSourceSk", "the source systems (model)"),
    ("ProviderHistoryBase.NpiType", "tests/eob"),
    ("SystemType", "search"),
    ("ClaimLineHCTHGBTestTypeCode", "tests/eob"),
    ("BeneficiaryLISCopaymentLevelCode", "BFD serves it without text"),
    ("EnrollmentProgramTypeCode", "tests/people"),
    ("MedicareStatusCode", "tests/people"),
    ("CoveragePart", "tests/people"),
    ("ProfileType", "goldens"),
];

/// Code systems whose name the list of enums leaves out.
const NAMED: [(&str, &str); 1] = [(
    "ProviderAssignmentIndicatorSwitch",
    "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-MDCR-PRFNL-PRVDR-ASGNMT-SW",
)];

/// Systems that drop codes which they do not know while BFD keeps them, or the reverse, with the reason.
const OTHER_POLICY: [(&str, &str); 1] = [(
    "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-TYPE-CD",
    "a claim of an unknown type is refused at load",
)];

fn system(url: &str) -> Option<&'static CodeSystem> {
    systems::ALL.iter().copied().find(|system| system.url == url)
}

#[test]
fn every_code_of_every_enum_is_known_with_its_text_and_policy() {
    let Some(shared) = shared() else { return };
    let displays = displays(&shared);
    let mut values: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows(&shared, "codes/v3_server_enum_values.csv") {
        values.entry(row["enum"].clone()).or_default().push(row);
    }
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for row in rows(&shared, "codes/v3_server_enums.csv") {
        let name = row["enum"].as_str();
        if OTHERS.iter().any(|(other, _)| *other == name) {
            continue;
        }
        let named = NAMED.iter().find(|(own, _)| *own == name).map(|(_, url)| (*url).to_owned());
        let urls: Vec<String> = row["systems_used"].split("; ").map(str::to_owned).chain(named).collect();
        let found: Vec<_> = urls.iter().filter_map(|url| system(url)).collect();
        assert!(!found.is_empty(), "{name}: {urls:?}");
        let dropped = row["unknown_code_behaviour"].starts_with("dropped");
        // Of systems that third parties own the texts are theirs.
        let of_others = |system: &&CodeSystem| {
            ["nubc.org", "x12.org", "nucc.org"].iter().any(|owner| system.url.contains(owner))
        };
        for system in found.into_iter().filter(|system| !of_others(system)) {
            let drops = !system.serves("no such code");
            let excused = OTHER_POLICY.iter().any(|(url, _)| *url == system.url);
            if drops != dropped && !excused && !matches!(system.texts, Texts::None) {
                wrong.push(format!("{name} {}: BFD drops {dropped}, we {drops}", system.url));
            }
            if matches!(system.texts, Texts::None) {
                continue;
            }
            for value in &values[name] {
                let (code, text) = code_and_text(name, value);
                // A code that the list lost, or a blank, which is no cell.
                if code.is_empty() {
                    continue;
                }
                compared += 1;
                let ours = system.text(code, &displays).unwrap_or_default();
                if ours != text.trim_end() || !system.serves(code) {
                    wrong.push(format!("{name} {} {code}: {ours:?} and not {text:?}", system.url));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(compared > 2_500, "{compared}");
}

fn code_and_text<'v>(name: &str, value: &'v Row) -> (&'v str, &'v str) {
    match name {
        "ClaimTypePriorAuth" | "ClaimSubmissionFormatCode" => (&value["arg1"], &value["arg3"]),
        _ => (&value["arg1"], &value["arg2"]),
    }
}

#[test]
fn specialties_lead_to_the_same_taxonomy_and_kind() {
    let Some(shared) = shared() else { return };
    let mut count = 0;
    for row in rows(&shared, "codes/v3_server_enum_values.csv") {
        if row["enum"] == "ProviderSpecialtyCode" {
            let ours = specialty::specialty(&row["arg1"]).unwrap();
            assert_eq!((ours.text, ours.taxonomy), (row["arg2"].as_str(), row["arg3"].as_str()), "{row:?}");
            assert_eq!(format!("{:?}", ours.kind).to_uppercase(), row["arg4"], "{row:?}");
            count += 1;
        }
    }
    assert_eq!(count, 151);
}

#[test]
fn the_audit_trail_has_every_combination() {
    let Some(shared) = shared() else { return };
    let values = rows(&shared, "codes/v3_server_enum_values.csv");
    let locations: BTreeMap<String, String> = values
        .iter()
        .filter(|row| row["enum"] == "ClaimAuditTrailLocationCode")
        .map(|row| (row["name"].clone(), row["arg1"].clone()))
        .collect();
    let none = Displays::default();
    let mut count = 0;
    for row in values.iter().filter(|row| row["enum"] == "ClaimAuditTrailStatusCode") {
        let letter = row["arg1"].strip_prefix("MetaSourceSk.").unwrap().get(..1).unwrap();
        let location = row["arg3"].strip_prefix("ClaimAuditTrailLocationCode.").unwrap();
        let location = if letter == "V" { locations.get(location).map_or("", String::as_str) } else { "" };
        let code = format!("{letter}{}{location}", row["arg2"]);
        let text = systems::CLM_AUDT_TRL_STUS_CD.text(&code, &none).unwrap_or_default();
        assert!(systems::CLM_AUDT_TRL_STUS_CD.serves(&code), "{code}");
        // One text is a page of instructions to staff: see the list of differences.
        if !row["arg4"].contains('\n') {
            assert_eq!(text, row["arg4"], "{code}");
        }
        count += 1;
    }
    assert_eq!(count, 186);
}

#[test]
fn every_claim_type_is_typed_as_bfd_types_it() {
    let Some(shared) = shared() else { return };
    let types = rows(&shared, "mapping/v3_claim_type_codes.csv");
    assert_eq!(types.len(), 124);
    let none = Displays::default();
    for row in types {
        let code: u16 = row["clm_type_cd"].parse().unwrap();
        let kind = kind_of(code).unwrap();
        let ours = claim_type(kind);
        let said = ours.as_ref().map_or(["", "", "", ""], |kind| {
            [kind.code, kind.group, kind.subtype.unwrap_or_default(), kind.profile]
        });
        let columns = ["bfd_subtype", "carin_claim_type", "carin_subtype", "declared_profile"];
        assert_eq!(said, columns.map(|column| row[column].as_str()), "{code}");
        let text = systems::CLM_TYPE_CD.text(&row["clm_type_cd"], &none);
        assert_eq!(text.map(str::trim), Some(row["display"].trim()), "{code}");
        let phase = match code {
            0..1000 => Phase::Adjudicated,
            1000..2000 => Phase::InProcess,
            _ => Phase::SharedSystemAdjudicated,
        };
        let word = match phase {
            Phase::Adjudicated => "adjudicated (NCH/DDPS)",
            Phase::InProcess => "partially adjudicated phase 1",
            Phase::SharedSystemAdjudicated => "phase 2",
        };
        assert!(row["phase"].contains(word), "{code}");
        let table = match row["typical_target_table"].as_str() {
            "claim_rx" => "pharmacy",
            "claim_institutional_nch" => "institutional",
            "claim_institutional_ss" | "" => "institutional in process",
            "claim_professional_nch" => "professional",
            "claim_professional_ss" => "professional in process",
            other => panic!("{other}"),
        };
        let own = rules_for(kind, phase);
        let (name, _) = rules::all().find(|(_, rules)| std::ptr::eq(*rules, own)).unwrap();
        assert_eq!(name, table, "{code}");
    }
}

#[test]
fn every_category_is_in_our_tables() {
    let Some(shared) = shared() else { return };
    // What the server knows and emits nowhere is no category of ours either.
    let mapping = rows(&shared, "mapping/v3_server_mapping.csv");
    let emitted: BTreeSet<&str> = mapping
        .iter()
        .flat_map(|row| [row["category_code"].as_str(), row["category2_code"].as_str()])
        .filter(|code| !code.is_empty())
        .collect();
    let mut ours = BTreeSet::new();
    for (_, rules) in rules::all() {
        for group in rules.info {
            let (InfoGroup::Header(infos) | InfoGroup::Line(infos) | InfoGroup::OnlyLine(infos)) = group;
            ours.extend(infos.iter().map(|info| codings(info.category.json)));
        }
        let header = rules.adjudication.iter().copied().flatten();
        for rule in header.chain(rules.line_adjudication) {
            if let Adjudication::Amount(amount) = rule {
                ours.insert(codings(amount.category.json));
            }
        }
        ours.extend(rules.total.iter().map(|amount| codings(amount.category.json)));
    }
    let mut missing = Vec::new();
    for name in ["mapping/v3_adjudication_types.csv", "mapping/v3_supportinginfo_categories.csv"] {
        for row in rows(&shared, name) {
            let coding = |number: &str| {
                ["system", "code", "display"].map(|part| row[&format!("coding{number}_{part}")].clone())
            };
            let theirs: Vec<_> =
                ["1", "2"].map(coding).into_iter().filter(|coding| !coding[1].is_empty()).collect();
            let named = if theirs.len() == 2 && name.contains("adjudication") {
                &theirs[1][1]
            } else {
                &theirs[0][1]
            };
            if ours.contains(&theirs) != emitted.contains(named.as_str()) {
                missing.push(theirs);
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

fn codings(json: &str) -> Vec<[String; 3]> {
    let concept: Value = serde_json::from_str(json).unwrap();
    let codings = concept["coding"].as_array().unwrap().iter();
    let part = |coding: &Value, name: &str| coding[name].as_str().unwrap_or_default().to_owned();
    codings.map(|coding| ["system", "code", "display"].map(|name| part(coding, name))).collect()
}
