//! Patient: C4BB-Patient as BFD v2 makes it.

use bluestem_model::column::{View, bene_hstry, bene_mbi_id, ccw_bene};
use bluestem_model::id::Namespace;
use bluestem_model::person::PersonFile;
use bluestem_model::record::{Record, RecordError};
use bluestem_model::version::Version;

use super::extension::{self, Rule, YEAR_AND_DUAL};
use super::person::Person;
use crate::codes::variables::{BENE_ID, RACE};
use crate::datatype::meta;
use crate::json::Json;
use crate::v3::US_MBI;
use crate::v3::patient::{name, replaced_by, sex, sex_extension, unknown_race, updated};
use crate::v3::person::latest;

const PROFILES: [&str; 1] = ["http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-Patient"];
const IDENTIFIER_TYPE: &str = "http://terminology.hl7.org/CodeSystem/v2-0203";
const CURRENCY: &str = "https://bluebutton.cms.gov/resources/codesystem/identifier-currency";

/// Writes the Patient of the asked key behind what `out` holds, with street and city if `addresses`. A key that was
/// merged into another gives its id and a link to the person who survives. Fails only on a damaged record.
pub fn write(out: &mut Vec<u8>, file: &PersonFile, addresses: bool) -> Result<(), RecordError> {
    let record = Record::parse(&file.asked.record)?;
    let mut json = Json::new(out);
    json.begin_object();
    json.text("resourceType", "Patient");
    json.text("id", &file.asked.index.id.text(Version::V2.home()));
    if file.is_superseded() {
        replaced_by(&mut json, file, Version::V2);
    } else {
        meta(&mut json, &updated(file).to_instant(), &PROFILES);
        let person = Person::read(&record);
        json.array("extension", |json| {
            sex_extension(json, person.version.as_ref());
            extension::write(json, &person, &[Rule::Code(&RACE, bene_hstry::BENE_RACE_CD)]);
            unknown_race(json);
            extension::write(json, &person, &YEAR_AND_DUAL);
        });
        json.array("identifier", |json| identifiers(json, file, &record));
        demographics(&mut json, &person, addresses);
    }
    json.end_object();
    Ok(())
}

fn demographics(json: &mut Json<'_>, person: &Person<'_>, addresses: bool) {
    let version = person.version.as_ref();
    json.array("name", |json| {
        json.element(|json| {
            json.text("use", "usual");
            name(json, version);
        });
    });
    json.text("gender", sex(version).map_or("unknown", |(gender, _)| gender));
    json.optional_text("birthDate", person.date(bene_hstry::BENE_BRTH_DT));
    // The warehouse's date of death is shown whether it was verified or not, as BFD v2 does.
    if person.latest_year().is_some() || person.text(bene_hstry::BENE_VRFY_DEATH_DAY_SW) == Some("Y") {
        json.optional_text("deceasedDateTime", person.date(bene_hstry::BENE_DEATH_DT));
    }
    json.array("address", |json| json.element(|json| address(json, person, addresses)));
}

/// `STATE_CODE` as the warehouse has it; people of the Integrated Data Repository have the postal code alone.
fn address(json: &mut Json<'_>, person: &Person<'_>, whole: bool) {
    if whole {
        let lines = [
            bene_hstry::BENE_LINE_1_ADR,
            bene_hstry::BENE_LINE_2_ADR,
            bene_hstry::BENE_LINE_3_ADR,
            bene_hstry::BENE_LINE_4_ADR,
            bene_hstry::BENE_LINE_5_ADR,
            bene_hstry::BENE_LINE_6_ADR,
        ];
        json.array("line", |json| {
            lines.into_iter().filter_map(|column| person.text(column)).for_each(|line| json.string(line));
        });
        json.optional_text("city", person.text(bene_hstry::GEO_ZIP_PLC_NAME));
    }
    let state = person.text(ccw_bene::STATE_CODE).or_else(|| person.text(bene_hstry::GEO_USPS_STATE_CD));
    json.optional_text("state", state);
    json.optional_text("postalCode", person.text(bene_hstry::GEO_ZIP5_CD));
}

/// Every MBI that the person has had under any key, once each, then the number that the warehouse has for them.
fn identifiers(json: &mut Json<'_>, file: &PersonFile, record: &Record<'_>) {
    let keys = std::iter::once(&file.asked).chain(&file.merged);
    let mut mbis: Vec<&str> = keys.flat_map(|key| key.index.mbis.iter().map(String::as_str)).collect();
    mbis.sort_unstable();
    mbis.dedup();
    for mbi in mbis {
        let current = file.asked.index.mbi.as_deref() == Some(mbi);
        json.element(|json| {
            json.object("type", |json| {
                json.array("coding", |json| json.element(|json| medicare_number(json, current)));
            });
            json.text("system", US_MBI);
            json.text("value", mbi);
            if current {
                period(json, record, mbi);
            }
        });
    }
    let id = file.asked.index.id;
    if id.namespace == Namespace::Ccw {
        json.element(|json| {
            crate::datatype::concept(json, "type", IDENTIFIER_TYPE, "MB", Some("Member Number"));
            json.text("system", BENE_ID.system.url);
            json.text("value", &id.number.to_string());
        });
    }
}

fn medicare_number(json: &mut Json<'_>, current: bool) {
    let (code, display) = if current { ("current", "Current") } else { ("historic", "Historic") };
    json.array("extension", |json| {
        json.element(|json| {
            json.text("url", CURRENCY);
            json.object("valueCoding", |json| {
                crate::datatype::coding_fields(json, CURRENCY, code, Some(display));
            });
        });
    });
    crate::datatype::coding_fields(json, IDENTIFIER_TYPE, "MC", Some("Patient's Medicare number"));
}

fn period(json: &mut Json<'_>, record: &Record<'_>, mbi: &str) {
    let rows = record.rows_of(View::BeneMbiId).filter(|row| row.text(bene_mbi_id::BENE_MBI_ID) == Some(mbi));
    let row = latest(rows, bene_mbi_id::IDR_LTST_TRANS_FLG, bene_mbi_id::IDR_TRANS_EFCTV_TS);
    let date = |column| row.and_then(|row| row.date_text(column));
    json.object("period", |json| {
        json.optional_text("start", date(bene_mbi_id::BENE_MBI_EFCTV_DT));
        json.optional_text("end", date(bene_mbi_id::BENE_MBI_OBSLT_DT));
    });
}
