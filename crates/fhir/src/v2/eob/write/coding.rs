//! Codings by the names of the Chronic Conditions Warehouse.

use super::BASE;
use crate::codes::variables::Variable;
use crate::codes::{CodeSystem, Displays};
use crate::eob::coding::coding;
use crate::json::Json;

/// The type of an NPI, with its text.
pub(super) const NPI: &str = coding!(
    "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBIdentifierType",
    "npi",
    "National Provider Identifier"
);

/// The type of an NPI as BFD v2 has it for organizations: without its text.
pub(super) const PLAIN_NPI: &str =
    coding!("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBIdentifierType", "npi");

/// The type of a UPIN.
pub(super) const UPIN: &str = coding!(
    "http://terminology.hl7.org/CodeSystem/v2-0203",
    "UPIN",
    "Medicare/CMS (formerly HCFA)'s Universal Physician Identification numbers"
);

/// National Provider Identifiers.
pub(super) const NPI_SYSTEM: &str = "http://hl7.org/fhir/sid/us-npi";

/// The coding that names a variable in a system of ours, such as `adjudication`.
pub(super) fn named(json: &mut Json<'_>, system: &str, variable: &Variable) {
    json.begin_object();
    json.key("system");
    json.joined(&[BASE, "codesystem/", system]);
    json.text("code", variable.system.url);
    json.text("display", variable.label);
    json.end_object();
}

/// `"name": {"coding": [one]}`.
pub(super) fn concept_of(
    json: &mut Json<'_>,
    name: &str,
    system: &CodeSystem,
    code: &str,
    displays: &Displays,
) {
    json.object(name, |json| json.array("coding", |json| coding(json, system, code, displays)));
}

/// `"identifier": {...}` with a type and no system.
pub(super) fn typed_identifier(json: &mut Json<'_>, type_coding: &str, value: &str) {
    json.object("identifier", |json| {
        json.object("type", |json| json.array("coding", |json| json.raw(type_coding.as_bytes())));
        json.text("value", value);
    });
}

/// `"name": {"value": ...}` of a number.
pub(super) fn quantity(json: &mut Json<'_>, name: &str, value: bluestem_model::number::Decimal) {
    json.object(name, |json| {
        json.key("value");
        json.decimal(value);
    });
}
