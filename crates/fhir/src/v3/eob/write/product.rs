//! What a line was for: product or service, modifiers, drug.

use bluestem_model::column::{clm_line, clm_line_instnl, clm_line_rx};
use bluestem_model::record::Line;

use super::Claim;
use super::coding::{NOT_APPLICABLE, UNKNOWN, coding, coding_of, concept};
use crate::codes::systems::{CPT, HCPCS, HIPPS, NDC};
use crate::eob::{MODIFIERS, ucum};
use crate::json::Json;
use crate::v3::eob::rules::Family;

const COMPOUND: &str = coding!("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBCompoundLiteral", "compound");

/// `productOrService`.
pub(super) fn product(json: &mut Json<'_>, claim: &Claim<'_>, line: &Line<'_>) {
    match claim.rules.family {
        Family::Pharmacy => drug(json, claim, line),
        Family::Institutional | Family::Professional => service(json, line),
    }
}

fn service(json: &mut Json<'_>, line: &Line<'_>) {
    let procedure = line.text(clm_line::CLM_LINE_HCPCS_CD);
    let rate = line.text(clm_line_instnl::CLM_REV_APC_HIPPS_CD).filter(|code| *code != "00000");
    if procedure.is_none() && rate.is_none() {
        json.raw_member("productOrService", NOT_APPLICABLE);
        return;
    }
    concept(json, "productOrService", |json| {
        if let Some(code) = procedure {
            let numeric = code.starts_with(|first: char| first.is_ascii_digit());
            coding_of(json, if numeric { &CPT } else { &HCPCS }, &[code]);
        }
        if let Some(code) = rate {
            coding_of(json, &HIPPS, &[code]);
        }
    });
}

fn is_compound(line: &Line<'_>) -> bool {
    line.text(clm_line_rx::CLM_CMPND_CD) == Some("2")
}

fn drug(json: &mut Json<'_>, claim: &Claim<'_>, line: &Line<'_>) {
    if is_compound(line) {
        concept(json, "productOrService", |json| json.raw(COMPOUND.as_bytes()));
    } else if let Some(code) = line.text(clm_line::CLM_LINE_NDC_CD) {
        concept(json, "productOrService", |json| coding(json, &NDC, code, claim.options.displays));
    } else {
        json.raw_member("productOrService", UNKNOWN);
    }
}

/// `modifier`: all in one concept (BFD v3).
pub(super) fn modifiers(json: &mut Json<'_>, line: &Line<'_>) {
    json.array("modifier", |json| {
        json.element(|json| {
            json.array("coding", |json| {
                for code in MODIFIERS.into_iter().filter_map(|column| line.text(column)) {
                    let numeric = code.bytes().all(|byte| byte.is_ascii_digit());
                    coding_of(json, if numeric { &CPT } else { &HCPCS }, &[code]);
                }
            });
        });
    });
}

/// `quantity`: units of service; of a drug that is no compound, in the unit of the drug.
pub(super) fn quantity(json: &mut Json<'_>, claim: &Claim<'_>, line: &Line<'_>) {
    let Some(value) = line.decimal(clm_line::CLM_LINE_SRVC_UNIT_QTY) else { return };
    json.object("quantity", |json| {
        json.key("value");
        json.decimal(value);
        if claim.rules.family == Family::Pharmacy && !is_compound(line) {
            json.optional_text("unit", line.text(clm_line::CLM_LINE_NDC_QTY_QLFYR_CD));
        }
    });
}

/// `detail`: the drug of the line and how much of it.
pub(super) fn detail(json: &mut Json<'_>, claim: &Claim<'_>, line: &Line<'_>) {
    let Some(code) = line.text(clm_line::CLM_LINE_NDC_CD) else { return };
    json.array("detail", |json| {
        json.element(|json| {
            json.key("sequence");
            json.integer(1);
            concept(json, "productOrService", |json| coding(json, &NDC, code, claim.options.displays));
            json.object("quantity", |json| {
                let Some(value) = line.decimal(clm_line::CLM_LINE_NDC_QTY) else { return };
                json.key("value");
                json.decimal(value);
                let unit = line.text(clm_line::CLM_LINE_NDC_QTY_QLFYR_CD);
                if let Some((unit, code)) = unit.and_then(|unit| Some((unit, ucum(unit)?))) {
                    json.text("unit", unit);
                    json.text("system", "http://unitsofmeasure.org");
                    json.text("code", code);
                }
            });
        });
    });
}
