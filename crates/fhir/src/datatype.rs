//! FHIR data types that several resources write.

use bluestem_model::number::Money;

use crate::json::Json;

/// One coding as JSON. Every argument is a literal, or a macro that gives one.
macro_rules! coding {
    ($system:expr, $code:expr) => {
        concat!("{\"system\":\"", $system, "\",\"code\":\"", $code, "\"}")
    };
    ($system:expr, $code:expr, $display:expr) => {
        concat!("{\"system\":\"", $system, "\",\"code\":\"", $code, "\",\"display\":\"", $display, "\"}")
    };
}

/// The coding of an amount type of HL7 or CARIN.
macro_rules! amount_type {
    (benefit) => {
        coding!("http://terminology.hl7.org/CodeSystem/adjudication", "benefit", "Benefit Amount")
    };
    (deductible) => {
        coding!("http://terminology.hl7.org/CodeSystem/adjudication", "deductible", "Deductible")
    };
    (eligible) => {
        coding!("http://terminology.hl7.org/CodeSystem/adjudication", "eligible", "Eligible Amount")
    };
    (submitted) => {
        coding!("http://terminology.hl7.org/CodeSystem/adjudication", "submitted", "Submitted Amount")
    };
    (coinsurance) => {
        carin_amount!("coinsurance", "Co-insurance")
    };
    (drugcost) => {
        carin_amount!("drugcost", "Drug Cost")
    };
    (discount) => {
        carin_amount!("discount", "Discount")
    };
    (noncovered) => {
        carin_amount!("noncovered", "Noncovered")
    };
    (paidbypatient) => {
        carin_amount!("paidbypatient", "Paid by patient")
    };
    (paidtopatient) => {
        carin_amount!("paidtopatient", "Paid to patient")
    };
    (paidtoprovider) => {
        carin_amount!("paidtoprovider", "Paid to provider")
    };
    (priorpayerpaid) => {
        carin_amount!("priorpayerpaid", "Prior payer paid")
    };
}

macro_rules! carin_amount {
    ($code:literal, $display:literal) => {
        coding!("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudication", $code, $display)
    };
}

/// `http://hl7.org/fhir/StructureDefinition/data-absent-reason`.
const DATA_ABSENT_REASON: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

/// The members of a Period. An end before the start is left out: FHIR allows none.
pub(crate) fn period(json: &mut Json<'_>, start: Option<&str>, end: Option<&str>) {
    json.optional_text("start", start);
    json.optional_text("end", end.filter(|end| start.is_none_or(|start| start <= *end)));
}

/// A Coding as the next element of an array.
pub(crate) fn coding(json: &mut Json<'_>, system: &str, code: &str, display: Option<&str>) {
    json.element(|json| coding_fields(json, system, code, display));
}

/// The fields of a Coding, inside an object.
pub(crate) fn coding_fields(json: &mut Json<'_>, system: &str, code: &str, display: Option<&str>) {
    json.text("system", system);
    json.text("code", code);
    json.optional_text("display", display);
}

/// `"name": CodeableConcept` of one coding.
pub(crate) fn concept(json: &mut Json<'_>, name: &str, system: &str, code: &str, display: Option<&str>) {
    json.object(name, |json| json.array("coding", |json| coding(json, system, code, display)));
}

/// `"extension": [...]` that says that the value is unknown to the source.
pub(crate) fn absent_unknown(json: &mut Json<'_>) {
    json.array("extension", |json| {
        json.element(|json| {
            json.text("url", DATA_ABSENT_REASON);
            json.text("valueCode", "unknown");
        });
    });
}

/// `"name": "text"`, or the statement that it is unknown to the source, for elements that a profile requires.
pub(crate) fn required_text(json: &mut Json<'_>, name: &str, text: Option<&str>) {
    match text {
        Some(text) => json.text(name, text),
        None => json.object(&format!("_{name}"), absent_unknown),
    }
}

/// `"meta"` with the time of last change and the profiles that the resource is made for.
pub(crate) fn meta(json: &mut Json<'_>, last_updated: &str, profiles: &[&str]) {
    json.object("meta", |json| {
        json.text("lastUpdated", last_updated);
        json.array("profile", |json| profiles.iter().for_each(|profile| json.string(profile)));
    });
}

/// `"name": {"value": ..., "currency": "USD"}`.
pub(crate) fn dollars(json: &mut Json<'_>, name: &str, value: Money) {
    json.key(name);
    json.begin_object();
    json.key("value");
    json.money(value);
    json.text("currency", "USD");
    json.end_object();
}
