//! Codings, and what stands where the source has nothing.

use crate::codes::{CodeSystem, Displays};
use crate::json::Json;

/// An element whose value is not known.
pub(crate) const UNKNOWN: &str = concat!(
    r#"{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","#,
    r#""valueCode":"unknown"}]}"#
);

/// An element that does not apply.
pub(crate) const NOT_APPLICABLE: &str = concat!(
    r#"{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","#,
    r#""valueCode":"not-applicable"}]}"#
);

/// The type of an NPI as an Identifier has it.
pub(crate) const NPI_CODING: &str =
    coding!("http://terminology.hl7.org/CodeSystem/v2-0203", "NPI", "National provider identifier");

/// The type of a tax number as an Identifier has it.
pub(crate) const TAX_CODING: &str =
    coding!("http://terminology.hl7.org/CodeSystem/v2-0203", "TAX", "Tax ID number");

/// National Provider Identifiers.
pub(crate) const NPI_SYSTEM: &str = "http://hl7.org/fhir/sid/us-npi";

/// The tax numbers of the Internal Revenue Service.
pub(crate) const TAX_SYSTEM: &str = "urn:oid:2.16.840.1.113883.4.4";

/// One coding, with the text of its code where there is one.
pub(crate) fn coding(json: &mut Json<'_>, system: &CodeSystem, code: &str, displays: &Displays) {
    json.begin_object();
    json.text("system", system.url);
    json.text("code", code);
    json.optional_text("display", system.text(code, displays));
    json.end_object();
}

/// One coding without a text, its code made of `parts`.
pub(crate) fn coding_of(json: &mut Json<'_>, system: &CodeSystem, parts: &[&str]) {
    json.begin_object();
    json.text("system", system.url);
    json.key("code");
    json.joined(parts);
    json.end_object();
}

/// One coding whose code is made of `parts`, with the text of `code`: the same as the source writes it.
pub(crate) fn coding_in_parts(
    json: &mut Json<'_>,
    system: &CodeSystem,
    parts: &[&str],
    code: &str,
    displays: &Displays,
) {
    json.begin_object();
    json.text("system", system.url);
    json.key("code");
    json.joined(parts);
    json.optional_text("display", system.text(code, displays));
    json.end_object();
}

/// `"name": {"coding": [...]}`.
pub(crate) fn concept(json: &mut Json<'_>, name: &str, codings: impl FnOnce(&mut Json<'_>)) {
    json.object(name, |json| json.array("coding", codings));
}

/// An Identifier with one type coding.
pub(crate) fn identifier(json: &mut Json<'_>, type_coding: &str, system: &str, value: &str) {
    json.begin_object();
    concept(json, "type", |json| json.raw(type_coding.as_bytes()));
    json.text("system", system);
    json.text("value", value);
    json.end_object();
}
