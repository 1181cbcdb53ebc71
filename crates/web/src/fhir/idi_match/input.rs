//! What is known of a person: a Parameters resource with the parameter `IDIPatient`.

use bluestem_model::matching::{Address, Demographics, Name};
use bluestem_model::time::{Date, parse_date};
use http::{HeaderMap, HeaderValue, header};
use serde::Deserialize;

const SSN: &str = "http://hl7.org/fhir/sid/us-ssn";
const MBI: &str = "http://hl7.org/fhir/sid/us-mbi";
/// Names, addresses, and identifiers of one system that are looked at: nobody guesses by the hundred.
const MOST: usize = 10;

/// Why the input says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::fhir) enum InputError {
    /// Another media type.
    #[error("The body of $idi-match is JSON: send Content-Type: application/fhir+json.")]
    NotJson,
    /// Not a Parameters resource.
    #[error("The body is not a FHIR Parameters resource in JSON.")]
    Malformed,
    /// Not one `IDIPatient`.
    #[error("Parameters must have exactly one parameter IDIPatient, with a Patient as its resource.")]
    NoPatient,
    /// A birth date that is no FHIR date.
    #[error("birthDate must be a date: YYYY-MM-DD.")]
    BirthDate,
    /// A Social Security number that does not end in four digits.
    #[error("An identifier of the system us-ssn must be the number or its last four digits.")]
    Ssn,
    /// More than is looked at.
    #[error("IDIPatient may have {MOST} names, {MOST} addresses and {MOST} identifiers of one system.")]
    TooMany,
}

#[derive(Deserialize)]
struct Parameters {
    #[serde(rename = "resourceType")]
    resource_type: String,
    #[serde(default)]
    parameter: Vec<Parameter>,
}

#[derive(Deserialize)]
struct Parameter {
    name: String,
    resource: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Patient {
    #[serde(default)]
    name: Vec<HumanName>,
    #[serde(default)]
    address: Vec<PostalAddress>,
    #[serde(default)]
    identifier: Vec<Identifier>,
    #[serde(rename = "birthDate")]
    birth_date: Option<String>,
}

#[derive(Deserialize)]
struct HumanName {
    #[serde(default)]
    family: String,
    /// An element may be null where it has an extension alone.
    #[serde(default)]
    given: Vec<Option<String>>,
}

#[derive(Deserialize)]
struct PostalAddress {
    #[serde(default)]
    line: Vec<Option<String>>,
    #[serde(rename = "postalCode", default)]
    postal_code: String,
}

#[derive(Deserialize)]
struct Identifier {
    #[serde(default)]
    system: String,
    #[serde(default)]
    value: String,
}

/// Refuses a body that does not say it is JSON.
pub(super) fn check_type(headers: &HeaderMap) -> Result<(), InputError> {
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let kind = kind.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    let json = [&b"application/fhir+json"[..], b"application/json"];
    if json.iter().any(|known| known.eq_ignore_ascii_case(kind)) { Ok(()) } else { Err(InputError::NotJson) }
}

/// What the body says of the person.
pub(super) fn read(body: &[u8]) -> Result<Demographics, InputError> {
    let parameters: Parameters = serde_json::from_slice(body).map_err(|_| InputError::Malformed)?;
    if parameters.resource_type != "Parameters" {
        return Err(InputError::Malformed);
    }
    let mut named = parameters.parameter.into_iter().filter(|parameter| parameter.name == "IDIPatient");
    let (Some(given), None) = (named.next(), named.next()) else { return Err(InputError::NoPatient) };
    let resource = given.resource.ok_or(InputError::NoPatient)?;
    if resource.get("resourceType").and_then(serde_json::Value::as_str) != Some("Patient") {
        return Err(InputError::NoPatient);
    }
    demographics(serde_json::from_value(resource).map_err(|_| InputError::Malformed)?)
}

fn demographics(patient: Patient) -> Result<Demographics, InputError> {
    let known = Demographics {
        birth: patient.birth_date.as_deref().map(birth).transpose()?.flatten(),
        names: patient.name.into_iter().map(name).collect(),
        ssns: values(&patient.identifier, SSN),
        mbis: values(&patient.identifier, MBI),
        addresses: patient.address.into_iter().map(address).collect(),
    };
    let counts = [known.names.len(), known.addresses.len(), known.ssns.len(), known.mbis.len()];
    if counts.into_iter().any(|count| count > MOST) {
        return Err(InputError::TooMany);
    }
    if !known.ssns.iter().all(|ssn| ends_in_four_digits(ssn.trim())) {
        return Err(InputError::Ssn);
    }
    Ok(known)
}

/// A FHIR date; a year or a month alone is one, too, but is not enough to match.
fn birth(text: &str) -> Result<Option<Date>, InputError> {
    let digits = |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [year] if digits(year, 4) => Ok(None),
        [year, month] if digits(year, 4) && digits(month, 2) => Ok(None),
        [_, _, _] if text.len() == 10 => parse_date(text).map(Some).ok_or(InputError::BirthDate),
        _ => Err(InputError::BirthDate),
    }
}

fn name(name: HumanName) -> Name {
    Name { given: name.given.into_iter().flatten().next().unwrap_or_default(), family: name.family }
}

fn address(address: PostalAddress) -> Address {
    Address { lines: address.line.into_iter().flatten().collect(), postal_code: address.postal_code }
}

fn values(identifiers: &[Identifier], system: &str) -> Vec<String> {
    let of_system = identifiers.iter().filter(|identifier| identifier.system == system);
    of_system.map(|identifier| identifier.value.clone()).collect()
}

fn ends_in_four_digits(text: &str) -> bool {
    text.len() >= 4 && text.bytes().rev().take(4).all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read_patient(patient: &serde_json::Value) -> Result<Demographics, InputError> {
        let parameter = json!({"name": "IDIPatient", "resource": patient});
        read(json!({"resourceType": "Parameters", "parameter": [parameter]}).to_string().as_bytes())
    }

    #[test]
    fn what_a_patient_says_is_read() {
        let known = read_patient(&json!({
            "resourceType": "Patient",
            "name": [{"use": "official", "family": "de la Cruz", "given": [null, "Inés", "Ana"]}],
            "birthDate": "1950-01-02",
            "address": [{"line": ["1 Elm St", null, "Apt 2"], "city": "Abington", "postalCode": "02351"}],
            "identifier": [
                {"system": SSN, "value": "8346"},
                {"system": MBI, "value": "1S00A00AA01"},
                {"system": "urn:other", "value": "7"},
            ],
        }));
        let expected = Demographics {
            names: vec![Name { given: "Inés".to_owned(), family: "de la Cruz".to_owned() }],
            birth: parse_date("1950-01-02"),
            addresses: vec![Address {
                lines: vec!["1 Elm St".to_owned(), "Apt 2".to_owned()],
                postal_code: "02351".to_owned(),
            }],
            ssns: vec!["8346".to_owned()],
            mbis: vec!["1S00A00AA01".to_owned()],
        };
        assert!(known.is_ok_and(|known| known == expected));
    }

    #[test]
    fn what_does_not_read_is_refused() {
        let refused = |body: &str| read(body.as_bytes()).err();
        for body in [
            "",
            "[]",
            "{}",
            r#"{"resourceType":"Patient"}"#,
            r#"{"resourceType":"Parameters","parameter":7}"#,
        ] {
            assert_eq!(refused(body), Some(InputError::Malformed), "{body}");
        }
        let patient = r#"{"name":"IDIPatient","resource":{"resourceType":"Patient"}}"#;
        let with =
            |parameters: &str| format!(r#"{{"resourceType":"Parameters","parameter":[{parameters}]}}"#);
        for parameters in [
            String::new(),
            r#"{"name":"other"}"#.to_owned(),
            r#"{"name":"IDIPatient"}"#.to_owned(),
            r#"{"name":"IDIPatient","resource":{"resourceType":"Person"}}"#.to_owned(),
            format!("{patient},{patient}"),
        ] {
            assert_eq!(refused(&with(&parameters)), Some(InputError::NoPatient), "{parameters}");
        }
        assert!(refused(&with(patient)).is_none());
        for (member, error) in [
            (json!({"birthDate": "02/01/1950"}), InputError::BirthDate),
            (json!({"birthDate": "1950-02-30"}), InputError::BirthDate),
            (json!({"birthDate": "1950-1-2"}), InputError::BirthDate),
            (json!({"identifier": [{"system": SSN, "value": "12"}]}), InputError::Ssn),
            (json!({"name": vec![json!({}); MOST + 1]}), InputError::TooMany),
            (json!({"name": "Ann"}), InputError::Malformed),
        ] {
            let mut patient = json!({"resourceType": "Patient"});
            patient.as_object_mut().unwrap().extend(member.as_object().unwrap().clone());
            assert_eq!(read_patient(&patient).err(), Some(error), "{member}");
        }
        for partial in ["1950", "1950-01"] {
            let known = read_patient(&json!({"resourceType": "Patient", "birthDate": partial}));
            assert!(known.is_ok_and(|known| known.birth.is_none()));
        }
    }
}
