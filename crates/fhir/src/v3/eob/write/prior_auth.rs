//! Prior authorizations: a resource of its own, whose record is one row a segment.

use bluestem_model::claim::segments;
use bluestem_model::column::{Column, prauc};
use bluestem_model::record::Row;

use super::coding::{NOT_APPLICABLE, NPI_CODING, NPI_SYSTEM, coding, coding_of, concept, identifier};
use super::insurance::{INSURER, ORGANIZATION_META};
use super::known::Known;
use super::{Claim, head, insurance, provider};
use crate::codes::systems::{
    CLM_CNTRCTR_NUM, CPT, HCPCS, HIPPS, NUBC_REVENUE, NUBC_TYPE_OF_BILL, PA_DECISION, PLACE_OF_SERVICE,
    PRIOR_AUTH_TYPE, USPS_STATES,
};
use crate::datatype;
use crate::json::Json;
use crate::v3::coverage::Part;

const PROFILE: &str = "http://hl7.org/fhir/us/davinci-pdex/StructureDefinition/pdex-priorauthorization";
const TRACKING_NUMBER: &str = "https://bluebutton.cms.gov/identifiers/Unique-Tracking-Number";
const CONTROL_NUMBER: &str = "https://bluebutton.cms.gov/identifiers/PA-ICN-DCN";
const EXTENSIONS: &str = "https://bluebutton.cms.gov/fhir/StructureDefinition/";

const CONTRACTOR: &str = info_category!("CLM_CNTRCTR_NUM", "Claim Contractor Number").json;
const TYPE_OF_BILL: &str = slice_category!("typeofbill").json;

/// Members of the care team: column, role.
const CARE_TEAM: [(Column, &str); 3] = [
    (prauc::ORDER_REFER_NPI, role_json!("referring", "Referring")),
    (prauc::RENDER_NPI, role_json!("rendering", "Rendering provider")),
    (prauc::ATT_PHY_NPI, role_json!("attending", "Attending")),
];

/// An extension of a segment.
enum Value {
    Decision,
    Date,
    Count,
    Yes,
    State,
}

/// The extensions of a segment in the order of output (BFD v3).
const SEGMENT: [(Column, &str, Value); 13] = [
    (prauc::PA_DECISION, "PA-DECISION", Value::Decision),
    (prauc::PA_DT_ADDED, "PA-DT-ADDED", Value::Date),
    (prauc::PA_DT_UPDATED, "PA-DT-UPDATED", Value::Date),
    (prauc::PA_REQ_SUB_DT, "PA-REQ-SUB-DT", Value::Date),
    (prauc::PA_REQ_REC_DT, "PA-REQ-REC-DT", Value::Date),
    (prauc::PA_DECISION_DT, "PA-DECISION-DT", Value::Date),
    (prauc::PA_DECISION_EXP_DT, "PA-DECISION-EXP-DT", Value::Date),
    (prauc::SERVICE_CNTS, "SERVICE-CNTS", Value::Count),
    (prauc::MR_COUNT_IND, "MR-COUNT-IND", Value::Count),
    (prauc::MR_COUNT_ST_DT, "MR-COUNT-ST-DT", Value::Date),
    (prauc::MR_COUNT_END_DT, "MR-COUNT-END-DT", Value::Date),
    (prauc::RRB_EXCL_IND, "RRB-EXCL-IND", Value::Yes),
    (prauc::SVC_RENDER_ST, "SVC-RENDER-ST", Value::State),
];

/// The cell without the blanks that fill these rows up; None when nothing else is in it.
fn text<'r>(row: &Row<'r>, column: Column) -> Option<&'r str> {
    row.text(column).map(str::trim).filter(|text| !text.is_empty())
}

/// Writes the resource. What is said of the whole is read from the first segment.
pub(super) fn resource(json: &mut Json<'_>, claim: &Claim<'_>) {
    let segments = segments(claim.record.record());
    let Some(first) = segments.first() else { return json.raw(b"{}") };
    json.begin_object();
    meta(json, claim);
    json.array("contained", |json| contained(json, first));
    json.array("identifier", |json| identifiers(json, first));
    json.text("status", "active");
    types(json, claim, first);
    json.text("use", "preauthorization");
    head::patient(json, claim);
    created(json, claim, &segments);
    json.raw_member("insurer", INSURER);
    json.object("provider", |json| {
        json.key("reference");
        json.joined(&["#", provider_id(first)]);
    });
    head::outcome(json, claim);
    valid(json, first);
    json.array("careTeam", |json| care_team(json, claim, first));
    json.array("supportingInfo", |json| information(json, claim, first));
    json.array("insurance", |json| {
        let part = match text(first, prauc::CLM_TYPE) {
            Some("B" | "D" | "O") => Part::B,
            _ => Part::A,
        };
        insurance::of_part(json, claim, part);
    });
    json.array("item", |json| {
        let mut last = 0;
        for segment in &segments {
            // FHIR numbers from 1 and each number once.
            let number = segment.integer(prauc::CURRENT_SEGMENT).unwrap_or(0);
            last = if number > last { number } else { last + 1 };
            item(json, claim, segment, last);
        }
    });
    json.end_object();
}

fn meta(json: &mut Json<'_>, claim: &Claim<'_>) {
    head::identity(json, claim);
    json.object("meta", |json| {
        head::version(json, claim);
        json.array("profile", |json| json.string(PROFILE));
        head::security(json, claim);
        json.array("tag", |json| head::system_type(json, claim));
    });
}

/// The id of the contained provider.
fn provider_id<'r>(first: &Row<'r>) -> &'r str {
    text(first, prauc::NPI).unwrap_or(provider::WITHOUT_NPI)
}

fn contained(json: &mut Json<'_>, first: &Row<'_>) {
    json.element(|json| {
        json.text("resourceType", "Organization");
        json.text("id", provider_id(first));
        json.raw_member("meta", ORGANIZATION_META);
        json.array("identifier", |json| {
            if let Some(npi) = text(first, prauc::NPI) {
                identifier(json, NPI_CODING, NPI_SYSTEM, npi);
            }
            if let Some(number) = text(first, prauc::CMS_CERT) {
                json.element(|json| {
                    json.text("system", "http://terminology.hl7.org/NamingSystem/CCN");
                    json.text("value", number);
                });
            }
        });
        json.key("active");
        json.bool(true);
        json.key("name");
        match text(first, prauc::NAME) {
            Some(name) => json.string(name),
            None => json.joined(&["NPI ", provider_id(first)]),
        }
    });
    insurance::contained_medicare(json);
}

fn identifiers(json: &mut Json<'_>, first: &Row<'_>) {
    // BFD v3 gives the control number of Part B requests alone.
    let control = text(first, prauc::ICN_DCN).filter(|_| text(first, prauc::CLM_TYPE) == Some("B"));
    for (system, value) in [(TRACKING_NUMBER, text(first, prauc::UTN)), (CONTROL_NUMBER, control)] {
        if let Some(value) = value {
            json.element(|json| {
                json.text("system", system);
                json.text("value", value);
            });
        }
    }
}

fn types(json: &mut Json<'_>, claim: &Claim<'_>, first: &Row<'_>) {
    let kind = text(first, prauc::CLM_TYPE);
    let group = if matches!(kind, Some("B" | "D")) { "professional" } else { "institutional" };
    concept(json, "type", |json| {
        json.element(|json| {
            json.text("system", "http://terminology.hl7.org/CodeSystem/claim-type");
            json.text("code", group);
            json.text("display", group);
        });
        if let Some(kind) = kind {
            coding(json, &PRIOR_AUTH_TYPE, kind, claim.options.displays);
        }
    });
}

/// The day of the last change to any segment.
fn created(json: &mut Json<'_>, claim: &Claim<'_>, segments: &[Row<'_>]) {
    let updated = segments.iter().filter_map(|row| row.date_text(prauc::PA_DT_UPDATED)).max();
    let added = || segments.iter().filter_map(|row| row.date_text(prauc::PA_DT_ADDED)).max();
    match updated.or_else(added) {
        Some(date) => head::midnight(json, date),
        None => json.text("created", &claim.stored.updated.to_instant()),
    }
}

fn valid(json: &mut Json<'_>, first: &Row<'_>) {
    let [start, end] = [prauc::UTN_VALID_ST_DT, prauc::UTN_VALID_EN_DT].map(|column| first.date_text(column));
    if start.or(end).is_some() {
        json.array("preAuthRefPeriod", |json| {
            json.element(|json| datatype::period(json, start, end));
        });
    }
}

fn care_team(json: &mut Json<'_>, claim: &Claim<'_>, first: &Row<'_>) {
    let members = CARE_TEAM.into_iter().filter_map(|(column, role)| Some((text(first, column)?, role)));
    for ((npi, role), sequence) in members.zip(1..) {
        let known = Known::of(claim.stored, claim.record, npi, claim.options.displays);
        let person = known.as_ref().is_none_or(Known::is_person);
        json.element(|json| {
            json.key("sequence");
            json.integer(sequence);
            json.object("provider", |json| {
                json.text("type", if person { "Practitioner" } else { "Organization" });
                json.object("identifier", |json| {
                    concept(json, "type", |json| json.raw(NPI_CODING.as_bytes()));
                    json.text("system", NPI_SYSTEM);
                    json.text("value", npi);
                });
                if let Some(known) = &known {
                    super::care_team::display(json, known);
                }
            });
            json.raw_member("role", role);
        });
    }
}

fn information(json: &mut Json<'_>, claim: &Claim<'_>, first: &Row<'_>) {
    let entries = [
        (CONTRACTOR, &CLM_CNTRCTR_NUM, text(first, prauc::MAC_ID)),
        (TYPE_OF_BILL, &NUBC_TYPE_OF_BILL, text(first, prauc::TOB)),
    ];
    let present = entries.into_iter().filter_map(|(category, system, code)| Some((category, system, code?)));
    for ((category, system, code), sequence) in present.zip(1..) {
        json.element(|json| {
            json.key("sequence");
            json.integer(sequence);
            json.raw_member("category", category);
            concept(json, "code", |json| coding(json, system, code, claim.options.displays));
        });
    }
}

fn item(json: &mut Json<'_>, claim: &Claim<'_>, segment: &Row<'_>, sequence: i64) {
    json.element(|json| {
        json.array("extension", |json| {
            for (column, name, value) in &SEGMENT {
                extension(json, claim, segment, *column, name, value);
            }
        });
        json.key("sequence");
        json.integer(sequence);
        if let Some(code) = text(segment, prauc::REV_CODE_1) {
            concept(json, "revenue", |json| coding_of(json, &NUBC_REVENUE, &[code]));
        }
        product(json, segment);
        modifiers(json, segment);
        if let Some(place) = text(segment, prauc::PLACE_OF_SERV) {
            concept(json, "locationCodeableConcept", |json| {
                coding(json, &PLACE_OF_SERVICE, place, claim.options.displays);
            });
        }
    });
}

fn extension(
    json: &mut Json<'_>,
    claim: &Claim<'_>,
    segment: &Row<'_>,
    column: Column,
    name: &str,
    value: &Value,
) {
    let Some(cell) = text(segment, column) else { return };
    let date = segment.date_text(column);
    let count = segment.integer(column).filter(|count| *count >= 0);
    let said = match value {
        Value::Date => date.is_some(),
        Value::Count => count.is_some(),
        Value::Yes => cell == "Y",
        Value::Decision => PA_DECISION.serves(cell),
        Value::State => true,
    };
    if !said {
        return;
    }
    json.element(|json| {
        json.key("url");
        json.joined(&[EXTENSIONS, name]);
        match value {
            Value::Date => json.optional_text("valueDate", date),
            Value::Count => {
                json.key("valueUnsignedInt");
                json.integer(count.unwrap_or(0));
            }
            Value::Yes => {
                json.key("valueBoolean");
                json.bool(true);
            }
            Value::Decision => {
                json.key("valueCoding");
                coding(json, &PA_DECISION, cell, claim.options.displays);
            }
            Value::State => {
                json.key("valueCoding");
                coding_of(json, &USPS_STATES, &[cell]);
            }
        }
    });
}

/// `productOrService`: a rate code of inpatient requests, else a procedure.
fn product(json: &mut Json<'_>, segment: &Row<'_>) {
    let Some(code) = text(segment, prauc::HCPCS_OR_CPT_OR_HIPPS) else {
        return json.raw_member("productOrService", NOT_APPLICABLE);
    };
    let inpatient = text(segment, prauc::CLM_TYPE) == Some("I");
    let numeric = code.starts_with(|first: char| first.is_ascii_digit());
    let system = match (inpatient, numeric) {
        (true, _) => &HIPPS,
        (false, true) => &CPT,
        (false, false) => &HCPCS,
    };
    concept(json, "productOrService", |json| coding_of(json, system, &[code]));
}

fn modifiers(json: &mut Json<'_>, segment: &Row<'_>) {
    json.array("modifier", |json| {
        json.element(|json| {
            json.array("coding", |json| {
                for column in [prauc::PRICE_MOD1, prauc::PRICE_MOD2] {
                    if let Some(code) = text(segment, column) {
                        coding_of(json, &HCPCS, &[code]);
                    }
                }
            });
        });
    });
}
