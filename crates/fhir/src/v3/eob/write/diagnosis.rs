//! `diagnosis`.

use bluestem_model::column::{View, clm_prod};
use bluestem_model::record::ClaimRecord;

use super::Claim;
use super::coding::{UNKNOWN, coding_in_parts, coding_of, concept};
use crate::codes::CodeSystem;
use crate::codes::systems::{ICD_9_CM, ICD_10_CM, PRESENT_ON_ADMISSION};
use crate::json::Json;
use crate::v3::eob::rules::Family;

/// One diagnosis. Its place in the list, counted from 1, is its sequence number.
#[derive(Debug)]
pub(super) struct Diagnosis<'c> {
    /// The code as the source has it, without a dot.
    pub(super) code: &'c str,
    system: &'static CodeSystem,
    kind: &'static str,
    on_admission: Option<&'c str>,
}

macro_rules! kind {
    (hl7 $code:literal) => {
        concat!(
            "[{\"coding\":[",
            coding!("http://terminology.hl7.org/CodeSystem/ex-diagnosistype", $code),
            "]}]"
        )
    };
    (carin $code:literal) => {
        concat!(
            "[{\"coding\":[",
            coding!("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimDiagnosisType", $code),
            "]}]"
        )
    };
}

const PRINCIPAL: &str = kind!(hl7 "principal");

/// The claim's diagnoses in the order of type and number. Type `1` repeats the first external cause.
pub(super) fn list<'c>(record: &'c ClaimRecord<'c>, family: Family) -> Vec<Diagnosis<'c>> {
    let mut found: Vec<(&str, i64, Diagnosis<'c>)> = record
        .record()
        .rows_of(View::ClmProd)
        .filter_map(|row| {
            let code = row.text(clm_prod::CLM_DGNS_CD)?;
            let kind = row.text(clm_prod::CLM_PROD_TYPE_CD)?;
            let number = row.integer(clm_prod::CLM_VAL_SQNC_NUM).unwrap_or(0);
            let system = match row.text(clm_prod::CLM_DGNS_PRCDR_ICD_IND) {
                Some("0") => &ICD_10_CM,
                Some("9") | None => &ICD_9_CM,
                Some(_) => return None,
            };
            let written = match family {
                Family::Institutional => institutional_kind(kind)?,
                Family::Professional | Family::Pharmacy => professional_kind(kind, number)?,
            };
            let on_admission = row.text(clm_prod::CLM_POA_IND);
            let on_admission = on_admission.filter(|_| family == Family::Institutional && kind == "D");
            Some((kind, number, Diagnosis { code, system, kind: written, on_admission }))
        })
        .collect();
    found.sort_by_key(|(kind, number, _)| (*kind, *number));
    found.into_iter().map(|(_, _, diagnosis)| diagnosis).collect()
}

fn institutional_kind(kind: &str) -> Option<&'static str> {
    match kind {
        "P" => Some(PRINCIPAL),
        "A" => Some(kind!(hl7 "admitting")),
        "D" => Some(kind!(carin "other")),
        "E" => Some(kind!(carin "externalcauseofinjury")),
        "R" => Some(kind!(carin "patientreasonforvisit")),
        _ => None,
    }
}

/// Of professional claims only type D counts: P repeats its first.
fn professional_kind(kind: &str, number: i64) -> Option<&'static str> {
    match (kind, number) {
        ("D", 1) => Some(PRINCIPAL),
        ("D", _) => Some(kind!(carin "secondary")),
        _ => None,
    }
}

/// Writes the diagnoses. A bill has one by its profile; without one in the source it says so.
pub(super) fn write(json: &mut Json<'_>, claim: &Claim<'_>) {
    for (diagnosis, sequence) in claim.diagnoses.iter().zip(1..) {
        json.begin_object();
        json.key("sequence");
        json.integer(sequence);
        concept(json, "diagnosisCodeableConcept", |json| {
            let (head, tail) = split(diagnosis);
            let dot = if tail.is_empty() { "" } else { "." };
            let displays = claim.options.displays;
            coding_in_parts(json, diagnosis.system, &[head, dot, tail], diagnosis.code, displays);
        });
        json.raw_member("type", diagnosis.kind);
        if let Some(indicator) = diagnosis.on_admission {
            on_admission(json, indicator);
        }
        json.end_object();
    }
    if claim.diagnoses.is_empty() && claim.rules.family != Family::Pharmacy {
        json.element(|json| {
            json.key("sequence");
            json.integer(1);
            json.raw_member("diagnosisCodeableConcept", UNKNOWN);
            json.raw_member("type", PRINCIPAL);
        });
    }
}

/// Where the dot goes: behind the third character, behind the fourth of ICD-9 external causes (E codes).
/// What begins with another letter is no ICD-9 code and stays as it is.
fn split<'c>(diagnosis: &Diagnosis<'c>) -> (&'c str, &'c str) {
    let code = diagnosis.code;
    let head = match code.as_bytes().first() {
        _ if code.contains('.') => code.len(),
        _ if std::ptr::eq(diagnosis.system, &raw const ICD_10_CM) => 3,
        Some(b'E') => 4,
        Some(b'V' | b'0'..=b'9') => 3,
        _ => code.len(),
    };
    code.split_at_checked(head).unwrap_or((code, ""))
}

fn on_admission(json: &mut Json<'_>, indicator: &str) {
    concept(json, "onAdmission", |json| {
        let mut rest = indicator;
        while let Some((one, others)) = rest.split_at_checked(1).filter(|(one, _)| !one.is_empty()) {
            coding_of(json, &PRESENT_ON_ADMISSION, &[one]);
            rest = others;
        }
    });
}
