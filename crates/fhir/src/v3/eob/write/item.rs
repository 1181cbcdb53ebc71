//! `item`: the lines.

use bluestem_model::column::{clm, clm_line, clm_line_instnl};
use bluestem_model::record::Line;

use super::coding::{TAX_CODING, TAX_SYSTEM, UNKNOWN, coding, coding_of, concept, identifier};
use super::{Claim, Item, Links, adjudication, care_team, product};
use crate::codes::systems::{CLM_DDCTBL_COINSRNC_CD, CLM_REV_CNTR_CD, NUBC_REVENUE, PLACE_OF_SERVICE};
use crate::json::Json;
use crate::v3::eob::rules::{ExtensionValue, Family};

/// The place of service "other", for lines that name none: the profile demands a place.
const OTHER_PLACE: &str = "99";

/// All lines.
pub(super) fn write(json: &mut Json<'_>, claim: &Claim<'_>, links: &[Links]) {
    for (item, links) in claim.items.iter().zip(links) {
        let line = item.line;
        json.begin_object();
        json.array("extension", |json| {
            extensions(json, claim, line);
            lone_deductible(json, claim, line);
        });
        json.key("sequence");
        json.integer(item.sequence);
        pointers(json, claim, item, links);
        if claim.rules.family == Family::Institutional {
            revenue(json, claim, line);
        }
        product::product(json, claim, line);
        if claim.rules.family != Family::Pharmacy {
            product::modifiers(json, line);
        }
        serviced(json, claim, line);
        if claim.rules.family == Family::Professional {
            let place = line.text(clm_line::CLM_POS_CD).unwrap_or(OTHER_PLACE);
            concept(json, "locationCodeableConcept", |json| {
                coding(json, &PLACE_OF_SERVICE, place, claim.options.displays);
            });
        }
        product::quantity(json, claim, line);
        json.array("adjudication", |json| adjudication::line(json, claim, line));
        product::detail(json, claim, line);
        json.end_object();
    }
}

fn extensions(json: &mut Json<'_>, claim: &Claim<'_>, line: &Line<'_>) {
    for rule in claim.rules.line_extensions {
        let Some(text) = line.text(rule.column) else { continue };
        let shown = match rule.value {
            ExtensionValue::Coding(system) => system.serves(text),
            ExtensionValue::Decimal => line.decimal(rule.column).is_some(),
            ExtensionValue::TaxNumber => claim.options.tax_numbers,
        };
        if !shown {
            continue;
        }
        json.begin_object();
        json.key("url");
        json.joined(&["https://bluebutton.cms.gov/fhir/StructureDefinition/", rule.name]);
        match rule.value {
            ExtensionValue::Coding(system) => {
                json.key("valueCoding");
                coding(json, system, text, claim.options.displays);
            }
            ExtensionValue::Decimal => {
                if let Some(value) = line.decimal(rule.column) {
                    json.key("valueDecimal");
                    json.decimal(value);
                }
            }
            ExtensionValue::TaxNumber => {
                json.key("valueIdentifier");
                identifier(json, TAX_CODING, TAX_SYSTEM, text);
            }
        }
        json.end_object();
    }
}

fn pointers(json: &mut Json<'_>, claim: &Claim<'_>, item: &Item<'_>, links: &Links) {
    json.array("careTeamSequence", |json| {
        if care_team::has_line_member(claim, item) {
            json.integer(item.sequence);
        }
    });
    if claim.rules.family == Family::Professional {
        let code = item.line.text(clm_line::CLM_LINE_DGNS_CD);
        let diagnosis = claim.diagnoses.iter().zip(1..).find(|(known, _)| Some(known.code) == code);
        json.array("diagnosisSequence", |json| {
            if let Some((_, sequence)) = diagnosis {
                json.integer(sequence);
            }
        });
    }
    json.array("informationSequence", |json| {
        let information = links.information.iter().flat_map(|(first, end)| *first..*end);
        for sequence in information.chain(links.observation) {
            json.integer(sequence);
        }
    });
}

/// `revenue`; the profile demands a revenue center.
fn revenue(json: &mut Json<'_>, claim: &Claim<'_>, line: &Line<'_>) {
    let Some(code) = line.text(clm_line::CLM_LINE_REV_CTR_CD) else {
        json.raw_member("revenue", UNKNOWN);
        return;
    };
    concept(json, "revenue", |json| {
        coding(json, &CLM_REV_CNTR_CD, code, claim.options.displays);
        coding_of(json, &NUBC_REVENUE, &[code]);
        if let Some(code) = line.text(clm_line_instnl::CLM_DDCTBL_COINSRNC_CD) {
            coding(json, &CLM_DDCTBL_COINSRNC_CD, code, claim.options.displays);
        }
    });
}

/// The deductible and coinsurance code of a line without a revenue center, beside which it would stand.
fn lone_deductible(json: &mut Json<'_>, claim: &Claim<'_>, line: &Line<'_>) {
    let Some(code) = line.text(clm_line_instnl::CLM_DDCTBL_COINSRNC_CD) else { return };
    if line.text(clm_line::CLM_LINE_REV_CTR_CD).is_none() {
        json.begin_object();
        json.text("url", "https://bluebutton.cms.gov/fhir/StructureDefinition/CLM-DDCTBL-COINSRNC-CD");
        json.key("valueCoding");
        coding(json, &CLM_DDCTBL_COINSRNC_CD, code, claim.options.displays);
        json.end_object();
    }
}

/// `serviced[x]`: of the line, else of the claim. Of outpatient bills CARIN takes a day, of others a period.
fn serviced(json: &mut Json<'_>, claim: &Claim<'_>, line: &Line<'_>) {
    let from = line
        .date_text(clm_line::CLM_LINE_FROM_DT)
        .or_else(|| line.date_text(clm_line_instnl::CLM_LINE_INSTNL_REV_CTR_DT));
    let (from, thru) = match (from, line.date_text(clm_line::CLM_LINE_THRU_DT)) {
        (None, None) => (claim.record.date_text(clm::CLM_FROM_DT), claim.record.date_text(clm::CLM_THRU_DT)),
        dates => dates,
    };
    let outpatient = claim.kind.as_ref().is_some_and(|kind| kind.subtype == Some("outpatient"));
    let one_day = outpatient || claim.rules.family == Family::Pharmacy;
    match (from, thru) {
        (Some(from), Some(thru)) if from <= thru && !one_day => period(json, from, thru),
        (from, thru) => json.optional_text("servicedDate", from.or(thru)),
    }
}

fn period(json: &mut Json<'_>, start: &str, end: &str) {
    json.object("servicedPeriod", |json| {
        json.text("start", start);
        json.text("end", end);
    });
}
