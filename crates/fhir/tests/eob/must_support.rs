//! The must-support report: for each must-support element of each profile of C4BB 2.2.0 whether the data sets show
//! it, or why they do not.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bluestem_fhir::v3::{coverage, patient};
use bluestem_model::time::Timestamp;
use serde_json::Value;

use crate::document;
use crate::every_claim::every_claim;
use crate::people_source;
use crate::source::shared;

const HEAD: &str = "# Must-support elements\n\n\
    For each must-support element of each profile of CARIN Blue Button 2.2.0: whether a resource made of the sample \
    data sets (`generated_300`, of its people every twentieth, and both `test_samples`) shows it; where none does, \
    why. A statement that the value is unknown counts: the element is there.\n\n\
    This file is generated: `make docs`.\n";

/// Why no resource shows an element, by how its path begins; the longest beginning counts.
#[rustfmt::skip] // a table: one row a line
const ABSENT: &[(&str, &str)] = &[
    ("Coverage.class:group", "the source has no group of a health plan; contract and package stand in extensions"),
    ("Coverage.class:plan.name", "the source has no name of a part; the value says which it is"),
    ("ExplanationOfBenefit.adjudication:adjudicationamounttype", "header amounts stand in `total`; those of drug events on the line"),
    ("ExplanationOfBenefit.adjudication:adjustmentreason", "the source adjusts lines, not headers"),
    ("ExplanationOfBenefit.adjudication:billingnetworkstatus", "the source does not say whether a provider is in a network"),
    ("ExplanationOfBenefit.adjudication:renderingnetworkstatus", "the source does not say whether a provider is in a network"),
    ("ExplanationOfBenefit.item.adjudication:adjustmentreason", "shown where a line has an ANSI signature with an X12 group; no line of these data sets has"),
    ("ExplanationOfBenefit.item.adjudication:allowedunits", "the source has units of service only (`item.quantity`)"),
    ("ExplanationOfBenefit.item.adjudication:rejectreason", "the source has no reject reason"),
    ("ExplanationOfBenefit.item.noteNumber", "the source has no notes"),
    ("ExplanationOfBenefit.payee", "the source does not say to whom was paid, only how much (`total`)"),
    ("ExplanationOfBenefit.payment.date", "shown where the claim has a date of payment; none of these claims has"),
    ("ExplanationOfBenefit.payment.type", "the source has no type of payment"),
    ("ExplanationOfBenefit.processNote", "the source has no notes"),
    ("ExplanationOfBenefit.related", "shown where a claim adjusts another; none of these claims does. Drug events carry the number of their first version as identifier"),
    ("ExplanationOfBenefit.supportingInfo:ambulancetransportreason", "the source has nothing about ambulances"),
    ("ExplanationOfBenefit.supportingInfo:dropofflocation", "the source has nothing about ambulances"),
    ("ExplanationOfBenefit.supportingInfo:pickuplocation", "the source has nothing about ambulances"),
    ("ExplanationOfBenefit.supportingInfo:patientweight", "the source has nothing about ambulances"),
    ("ExplanationOfBenefit.supportingInfo:roudtrippurpose", "the source has nothing about ambulances"),
    ("ExplanationOfBenefit.supportingInfo:stretcherpurpose", "the source has nothing about ambulances"),
    ("ExplanationOfBenefit.supportingInfo:transportationdistance", "the source has nothing about ambulances"),
    ("ExplanationOfBenefit.supportingInfo:medicalrecordnumber", "the source has no number of the provider's record"),
    ("ExplanationOfBenefit.supportingInfo:patientaccountnumber", "the source has no number of the provider's account"),
    ("ExplanationOfBenefit.supportingInfo:refillsAuthorized", "not in the v3 mapping; the number of the fill is shown"),
    ("ExplanationOfBenefit.supportingInfo:servicefacility", "the source names no facility apart from the providers"),
    ("Organization.address", "a billing institution's ZIP code is the only part of an address in the source; no organization of these data sets has one"),
    ("Organization.identifier:payerid", "the source has no number of a payer"),
    ("Organization.identifier:tax", "shown to systems that ask for tax numbers"),
    ("Organization.meta.lastUpdated", "a contained resource has no time of its own"),
    ("Organization.telecom", "the source has telephone numbers of plans only, as contacts"),
    ("Patient.address.city", "v3 gives state and postal code only"),
    ("Patient.address.country", "v3 gives state and postal code only"),
    ("Patient.address.line", "v3 gives state and postal code only"),
    ("Patient.identifier:uniquememberid", "the MBI is the member identifier (slice `memberid`)"),
    ("Patient.telecom", "the source has no telephone numbers of people"),
    ("Practitioner.address", "the source has no address of a person who provides care"),
    ("Practitioner.identifier:tax", "shown to systems that ask for tax numbers"),
    ("Practitioner.meta.lastUpdated", "a contained resource has no time of its own"),
    ("Practitioner.telecom", "the source has no telephone numbers of providers"),
];

/// Profiles that no data set has resources of.
const NO_RESOURCES: &[(&str, &str)] = &[
    ("C4BB-ExplanationOfBenefit-Oral", "the source has no dental claims"),
    ("C4BB-ExplanationOfBenefit-Oral-Basis", "the source has no dental claims"),
    ("C4BB-RelatedPerson", "the source has no related persons"),
];

type Resources = BTreeMap<String, Vec<Value>>;

/// Every resource of the data sets by the profile that it is made for.
fn resources() -> Resources {
    let mut found = Resources::new();
    let mut add = |profile: &str, resource: &Value| {
        found.entry(profile.to_owned()).or_default().push(resource.clone());
    };
    for (_, resource) in every_claim() {
        add("C4BB-ExplanationOfBenefit", resource);
        for profile in declared(resource) {
            add(&format!("{profile}-Basis"), resource);
            add(&profile, resource);
        }
        contained(resource, &mut add);
    }
    let shared = shared().unwrap();
    let now = Timestamp::parse("2025-06-01T12:00:00Z").unwrap();
    for (set, step) in [("generated_300", 20), ("test_samples1", 1), ("test_samples2", 1)] {
        let source = people_source::Source::read(&shared.join("data/idr").join(set));
        for key in source.people().into_iter().step_by(step) {
            let file = source.file(key);
            let mut out = Vec::new();
            patient::write(&mut out, &file).unwrap();
            add("C4BB-Patient", &serde_json::from_slice(&out).unwrap());
            for id in coverage::list(&file, now).unwrap() {
                let mut out = Vec::new();
                coverage::write(&mut out, &file, &id, now).unwrap();
                let resource = serde_json::from_slice(&out).unwrap();
                add("C4BB-Coverage", &resource);
                contained(&resource, &mut add);
            }
        }
    }
    found
}

fn contained(resource: &Value, add: &mut impl FnMut(&str, &Value)) {
    for part in resource["contained"].as_array().into_iter().flatten() {
        for profile in declared(part) {
            add(&profile, part);
        }
    }
}

/// The names of the C4BB profiles that a resource declares.
fn declared(resource: &Value) -> Vec<String> {
    let profiles = resource["meta"]["profile"].as_array().cloned().unwrap_or_default();
    let names = profiles
        .iter()
        .filter_map(|url| url.as_str()?.rsplit('/').next()?.split('|').next().map(str::to_owned));
    names.filter(|name| name.starts_with("C4BB-")).collect()
}

/// Whether a resource has the element at `path` (below the resource).
fn shows(value: &Value, path: &str) -> bool {
    let (step, rest) = path.split_once('.').map_or((path, ""), |(step, rest)| (step, rest));
    let (name, slice) = step.split_once(':').map_or((step, None), |(name, slice)| (name, Some(slice)));
    let Some(fields) = value.as_object() else { return false };
    let mut children: Vec<&Value> = Vec::new();
    for (field, child) in fields {
        let plain = field.trim_start_matches('_');
        let named = match (name.strip_suffix("[x]"), slice) {
            (Some(_), Some(typed)) => plain == typed,
            (Some(start), None) => {
                plain.strip_prefix(start).is_some_and(|kind| kind.starts_with(char::is_uppercase))
            }
            (None, _) => plain == name,
        };
        if named {
            children.extend(child.as_array().map_or(vec![child], |items| items.iter().collect()));
        }
    }
    let choice = name.ends_with("[x]");
    let mut wanted =
        children.into_iter().filter(|child| choice || slice.is_none_or(|slice| is_slice(child, slice)));
    wanted.any(|child| rest.is_empty() || shows(child, rest))
}

/// Whether an element is the slice: by the code that the slice is named by.
fn is_slice(element: &Value, slice: &str) -> bool {
    let concepts = ["category", "type", "role"].into_iter().map(|field| &element[field]["coding"]);
    let codings = concepts.filter_map(Value::as_array).flatten();
    let code = match slice {
        "uniqueclaimid" => "uc",
        "memberid" => "MB",
        "patientid" => "PT",
        "payerid" => "PAYERID",
        other => other,
    };
    let mut codings = codings.chain([element]);
    codings.any(|coding| {
        let own = coding["code"].as_str().unwrap_or_default();
        let amount = ["CodeSystem/adjudication", "C4BBAdjudication"];
        let system = coding["system"].as_str().unwrap_or_default();
        own.eq_ignore_ascii_case(code)
            || slice == "adjudicationamounttype" && amount.iter().any(|end| system.ends_with(end))
            || slice == "NPI" && system.ends_with("us-npi")
            || coding["url"].as_str().is_some_and(|url| url.ends_with(&format!("-{slice}")))
    })
}

fn reason(path: &str) -> Option<&'static str> {
    let fits = ABSENT.iter().filter(|(start, _)| path == *start || path.starts_with(&format!("{start}.")));
    fits.max_by_key(|(start, _)| start.len()).map(|(_, why)| *why)
}

#[test]
fn every_must_support_element_is_shown_or_its_absence_is_explained() {
    let Some(shared) = shared() else { return };
    let checklist = std::fs::read_to_string(shared.join("data/igs/checklist-c4bb-2.2.0.tsv")).unwrap();
    let resources = resources();
    let mut text = HEAD.to_owned();
    let (mut profile, mut gaps) = ("", Vec::new());
    for row in checklist.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>()) {
        if row[3] != "MS" {
            continue;
        }
        if row[0] != profile {
            profile = row[0];
            let why = NO_RESOURCES.iter().find(|(name, _)| *name == profile).map(|(_, why)| *why);
            let _ = write!(text, "\n## {profile}\n\n");
            match why {
                Some(why) => drop(writeln!(text, "No resources: {why}.")),
                None => text.push_str("| Element | |\n|---|---|\n"),
            }
        }
        if NO_RESOURCES.iter().any(|(name, _)| *name == profile) {
            continue;
        }
        let Some(all) = resources.get(profile) else { panic!("no resource declares {profile}") };
        let path = row[1].split_once('.').map_or("", |(_, path)| path);
        let shown = all.iter().any(|resource| path.is_empty() || shows(resource, path));
        let why = if shown { Some("shown") } else { reason(row[1]) };
        if why.is_none() {
            gaps.push(format!("{profile} {}", row[1]));
        }
        let _ = writeln!(text, "| `{}` | {} |", row[1], why.unwrap_or("?"));
    }
    assert!(gaps.is_empty(), "neither shown nor explained:\n{}", gaps.join("\n"));
    document::hold("must-support.md", &text);
}
