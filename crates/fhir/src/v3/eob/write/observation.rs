//! The blood test of a line: a contained Observation that the line's supporting information refers to.

use bluestem_model::column::clm_line_prfnl;
use bluestem_model::number::Decimal;
use bluestem_model::record::Line;

use super::coding::concept;
use super::info::Entries;
use super::{Claim, Item, Links};
use crate::json::Json;

const HEMOGLOBIN: &str = coding!("http://loinc.org", "718-7", "Hemoglobin [Mass/volume] in Blood");
const HEMATOCRIT: &str =
    coding!("http://loinc.org", "4544-3", "Hematocrit [Volume Fraction] of Blood by Automated count");

const CATEGORY: &str = concat!(
    "{\"coding\":[",
    coding!(
        "https://bluebutton.cms.gov/fhir/CodeSystem/Supporting-Information",
        "CLM_LINE_HCT_HGB_RSLT_NUM",
        "HCT/HGB Test Result"
    ),
    ",",
    coding!("http://terminology.hl7.org/CodeSystem/claiminformationcategory", "info", "Information"),
    "]}"
);

/// The test's coding, its unit and its result; None without a test or with a result of zero.
fn test_of(line: &Line<'_>) -> Option<(&'static str, &'static str, Decimal)> {
    let (code, unit) = match line.text(clm_line_prfnl::CLM_LINE_HCT_HGB_TYPE_CD)? {
        "R1" => (HEMOGLOBIN, "g/dL"),
        "R2" => (HEMATOCRIT, "%"),
        _ => return None,
    };
    let result = line.decimal(clm_line_prfnl::CLM_LINE_HCT_HGB_RSLT_NUM)?;
    (result != Decimal::default()).then_some((code, unit, result))
}

/// The observations, each with its line's number as id.
pub(super) fn contained(json: &mut Json<'_>, claim: &Claim<'_>) {
    for Item { sequence, line } in &claim.items {
        let Some((code, unit, result)) = test_of(line) else { continue };
        json.element(|json| {
            json.text("resourceType", "Observation");
            json.text("id", itoa::Buffer::new().format(*sequence));
            json.text("status", "final");
            concept(json, "code", |json| json.raw(code.as_bytes()));
            if let Some(laboratory) = line.text(clm_line_prfnl::CLM_LINE_CARR_CLNCL_LAB_NUM) {
                performer(json, laboratory);
            }
            json.object("valueQuantity", |json| {
                json.key("value");
                json.decimal(result);
                json.text("unit", unit);
                json.text("system", "http://unitsofmeasure.org");
                json.text("code", unit);
            });
        });
    }
}

fn performer(json: &mut Json<'_>, laboratory: &str) {
    json.array("performer", |json| {
        json.element(|json| {
            json.object("identifier", |json| {
                json.text("system", "http://terminology.hl7.org/NamingSystem/CLIA");
                json.text("value", laboratory);
            });
        });
    });
}

/// An entry for each observation. They come last, so that they shift no number of BFD v3's.
pub(super) fn information(entries: &mut Entries<'_, '_>, claim: &Claim<'_>, links: &mut [Links]) {
    for (Item { sequence, line }, links) in claim.items.iter().zip(links) {
        if test_of(line).is_some() {
            links.observation = Some(entries.entry(CATEGORY, |json| {
                json.object("valueReference", |json| {
                    json.key("reference");
                    json.joined(&["#", itoa::Buffer::new().format(*sequence)]);
                });
            }));
        }
    }
}
