//! The payer of a coverage, as a contained Organization: CMS, or the plan.

use bluestem_model::column::{
    View, bene_mapd_enrlmt as enrolment, cntrct_pbp_cntct as contact, cntrct_pbp_num as plan,
};
use bluestem_model::record::{Record, Row};

use super::Part;
use crate::datatype::concept;
use crate::json::Json;

const PROFILE: &str = "http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-Organization|2.2.0";
const CMS: &str = "Centers for Medicare and Medicaid Services";

/// How the public reaches Medicare.
const CMS_TELECOM: [(&str, &str); 3] =
    [("phone", "1-800-633-4227"), ("phone", "TTY: 1-877-486-2048"), ("url", "www.medicare.gov")];

/// The id of the contained payer.
pub(super) fn id(part: Part) -> &'static str {
    match part {
        Part::A | Part::B | Part::Dual => "cms-org",
        Part::C | Part::D => "insurer-org",
    }
}

/// Who pays, and how they are reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Payor {
    name: String,
    telecom: Vec<(&'static str, String)>,
}

impl Payor {
    /// The payer of a coverage.
    pub(super) fn of(part: Part, basis: &Row<'_>, record: &Record<'_>) -> Self {
        if !matches!(part, Part::C | Part::D) {
            return Self::cms();
        }
        let plan_row = plan_of(basis, record);
        let name = plan_row.and_then(|row| row.text(plan::CNTRCT_PBP_NAME));
        // A payer has a name (C4BB-Organization); without the plan's, its contract number tells which it is.
        let name = name.or_else(|| basis.text(enrolment::BENE_CNTRCT_NUM)).unwrap_or(part.name());
        let key = basis.integer(enrolment::CNTRCT_PBP_SK);
        let key = key.or_else(|| plan_row?.integer(plan::CNTRCT_PBP_SK));
        let contact_row = key.and_then(|key| last_contact(record, key));
        let telecom = contact_row.map(|row| telecom(&row)).unwrap_or_default();
        Self { name: name.to_owned(), telecom }
    }

    /// Medicare itself.
    pub(crate) fn cms() -> Self {
        let telecom = CMS_TELECOM.map(|(system, value)| (system, value.to_owned()));
        Self { name: CMS.to_owned(), telecom: telecom.into() }
    }

    /// Writes it as a contained resource, the next element of an array.
    pub(super) fn contained(&self, json: &mut Json<'_>, part: Part) {
        json.element(|json| {
            json.text("resourceType", "Organization");
            json.text("id", id(part));
            json.object("meta", |json| json.array("profile", |json| json.string(PROFILE)));
            self.body(json);
        });
    }

    /// `active`, `name`, `contact`.
    pub(crate) fn body(&self, json: &mut Json<'_>) {
        json.key("active");
        json.bool(true);
        json.text("name", &self.name);
        if self.telecom.is_empty() {
            return;
        }
        json.array("contact", |json| {
            json.element(|json| {
                let system = "http://terminology.hl7.org/CodeSystem/contactentity-type";
                concept(json, "purpose", system, "PATINF", Some("Patient"));
                json.array("telecom", |json| {
                    for (system, value) in &self.telecom {
                        json.element(|json| {
                            json.text("system", system);
                            json.text("value", value);
                        });
                    }
                });
            });
        });
    }
}

/// The plan of an enrolment: by its key, or where the source gives none, by contract and package.
fn plan_of<'r>(basis: &Row<'_>, record: &'r Record<'_>) -> Option<Row<'r>> {
    let key = basis.integer(enrolment::CNTRCT_PBP_SK);
    let named = |row: &Row<'_>| {
        basis.text(enrolment::BENE_CNTRCT_NUM) == row.text(plan::CNTRCT_NUM)
            && basis.text(enrolment::BENE_PBP_NUM) == row.text(plan::CNTRCT_PBP_NUM)
    };
    let wanted = |row: &Row<'_>| match key {
        Some(_) => row.integer(plan::CNTRCT_PBP_SK) == key,
        None => named(row),
    };
    let rows = record.rows_of(View::CntrctPbpNum).filter(wanted);
    rows.max_by_key(|row| row.text(plan::CNTRCT_PBP_SK_EFCTV_DT).unwrap_or(""))
}

/// The plan's contact that is obsolete last.
fn last_contact<'r>(record: &'r Record<'_>, key: i64) -> Option<Row<'r>> {
    let rows = record.rows_of(View::CntrctPbpCntct);
    let rows = rows.filter(|row| row.integer(contact::CNTRCT_PBP_SK) == Some(key));
    rows.max_by_key(|row| row.text(contact::CNTRCT_PLAN_CNTCT_OBSLT_DT).unwrap_or(""))
}

fn telecom(row: &Row<'_>) -> Vec<(&'static str, String)> {
    let numbers = [
        (contact::CNTRCT_PLAN_CNTCT_FREE_NUM, contact::CNTRCT_PLAN_FREE_EXTNSN_NUM),
        (contact::CNTRCT_PLAN_CNTCT_TEL_NUM, contact::CNTRCT_PLAN_CNTCT_EXTNSN_NUM),
    ];
    let phone = |(number, extension)| Some(("phone", telephone(row.text(number)?, row.text(extension))));
    numbers.into_iter().filter_map(phone).collect()
}

/// `6326096612` and `1` as `632-609-6612 ext. 1`; numbers of another length as they stand.
fn telephone(number: &str, extension: Option<&str>) -> String {
    let digits = number.len() == 10 && number.bytes().all(|byte| byte.is_ascii_digit());
    let parts =
        if digits { (number.get(..3), number.get(3..6), number.get(6..)) } else { (None, None, None) };
    let mut text = match parts {
        (Some(area), Some(exchange), Some(line)) => format!("{area}-{exchange}-{line}"),
        _ => number.to_owned(),
    };
    if let Some(extension) = extension {
        text.push_str(" ext. ");
        text.push_str(extension);
    }
    text
}
