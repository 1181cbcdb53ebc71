//! Patient: C4BB-Patient 2.2.0 and US Core Patient 7.0.0 from a person's record.

use bluestem_model::column::{View, bene_hstry, bene_mbi_id};
use bluestem_model::id::PersonId;
use bluestem_model::person::{PersonFile, Slice, StoredPerson};
use bluestem_model::record::{Record, RecordError, Row};
use bluestem_model::time::Timestamp;
use bluestem_model::version::Version;

use super::person::{US_MBI, latest, member_type, version};
use crate::datatype::{absent_unknown, concept, meta, period, required_text};
use crate::json::Json;

const PROFILES: [&str; 2] = [
    "http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-Patient|2.2.0",
    "http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient|7.0.0",
];

const US_CORE: &str = "http://hl7.org/fhir/us/core/StructureDefinition";
const CDC_RACE: &str = "urn:oid:2.16.840.1.113883.6.238";
const NULL_FLAVOR: &str = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor";

/// When the Patient last changed: the latest change of any key that its content comes from.
pub fn updated(file: &PersonFile) -> Timestamp {
    let keys = std::iter::once(&file.asked).chain(&file.merged);
    keys.map(|person| person.updated(Slice::Patient)).max().unwrap_or_default()
}

/// Writes the Patient of the asked key behind what `out` holds. A key that was merged into another gives its id
/// and a link to the person who survives, nothing else. Fails only on a damaged record.
pub fn write(out: &mut Vec<u8>, file: &PersonFile) -> Result<(), RecordError> {
    write_as(out, file, &PROFILES)
}

/// As [`write`], made for these profiles.
pub(super) fn write_as(out: &mut Vec<u8>, file: &PersonFile, profiles: &[&str]) -> Result<(), RecordError> {
    let record = Record::parse(&file.asked.record)?;
    let identifiers = Identifiers::read(file)?;
    let mut json = Json::new(out);
    json.begin_object();
    json.text("resourceType", "Patient");
    json.text("id", &file.asked.index.id.text(Version::V3.home()));
    if file.is_superseded() {
        replaced_by(&mut json, file, Version::V3);
    } else {
        meta(&mut json, &updated(file).to_instant(), profiles);
        let versions: Vec<Row<'_>> = record.rows_of(View::BeneHstry).collect();
        let person = version(versions.iter().copied());
        json.array("extension", |json| {
            sex_extension(json, person.as_ref());
            race_extension(json, person.as_ref());
        });
        json.array("identifier", |json| identifiers.write(json));
        demographics(&mut json, person.as_ref());
        json.array("link", |json| {
            replaced(file).for_each(|key| link(json, key, "replaces", Version::V3));
        });
    }
    json.end_object();
    Ok(())
}

fn text<'r>(person: Option<&Row<'r>>, column: bluestem_model::column::Column) -> Option<&'r str> {
    person?.text(column)
}

fn date<'r>(person: Option<&Row<'r>>, column: bluestem_model::column::Column) -> Option<&'r str> {
    person?.date_text(column)
}

fn demographics(json: &mut Json<'_>, person: Option<&Row<'_>>) {
    json.array("name", |json| json.element(|json| name(json, person)));
    json.text("gender", sex(person).map_or("unknown", |(gender, _)| gender));
    json.optional_text("birthDate", date(person, bene_hstry::BENE_BRTH_DT));
    if text(person, bene_hstry::BENE_VRFY_DEATH_DAY_SW) == Some("Y") {
        json.optional_text("deceasedDateTime", date(person, bene_hstry::BENE_DEATH_DT));
    }
    json.array("address", |json| {
        json.element(|json| {
            json.optional_text("state", text(person, bene_hstry::GEO_USPS_STATE_CD));
            json.optional_text("postalCode", text(person, bene_hstry::GEO_ZIP5_CD));
        });
    });
    json.array("communication", |json| {
        json.element(|json| {
            let language = language(text(person, bene_hstry::CNTCT_LANG_CD));
            concept(json, "language", "urn:ietf:bcp:47", language, None);
        });
    });
}

/// us-core-6: a family or a given name, or the statement that both are unknown.
pub(crate) fn name(json: &mut Json<'_>, person: Option<&Row<'_>>) {
    let family = text(person, bene_hstry::BENE_LAST_NAME);
    let given = [bene_hstry::BENE_1ST_NAME, bene_hstry::BENE_MIDL_NAME].map(|column| text(person, column));
    if family.is_none() && given.iter().all(Option::is_none) {
        return absent_unknown(json);
    }
    json.optional_text("family", family);
    json.array("given", |json| given.iter().flatten().for_each(|name| json.string(name)));
}

/// `BENE_SEX_CD` as FHIR gender and as SNOMED CT code of us-core-sex; None for codes other than 1 and 2.
pub(crate) fn sex(person: Option<&Row<'_>>) -> Option<(&'static str, &'static str)> {
    match text(person, bene_hstry::BENE_SEX_CD)? {
        "1" => Some(("male", "248153007")),
        "2" => Some(("female", "248152002")),
        _ => None,
    }
}

/// us-core-sex, where the source tells it.
pub(crate) fn sex_extension(json: &mut Json<'_>, person: Option<&Row<'_>>) {
    let Some((_, code)) = sex(person) else { return };
    json.element(|json| {
        json.text("url", &format!("{US_CORE}/us-core-sex"));
        json.text("valueCode", code);
    });
}

/// `BENE_RACE_CD` as us-core-race, or us-core-ethnicity for Hispanic, which the source counts among races.
/// "Other Race" is no OMB category, so it goes under `detailed`; what is not among 1 to 6 is unknown.
fn race_extension(json: &mut Json<'_>, person: Option<&Row<'_>>) {
    race(json, text(person, bene_hstry::BENE_RACE_CD));
}

/// us-core-race that says that it is unknown: BFD v2 gives the source's race in an extension of its own.
pub(crate) fn unknown_race(json: &mut Json<'_>) {
    race(json, None);
}

fn race(json: &mut Json<'_>, code: Option<&str>) {
    let (name, part, system, code, display) = match code {
        Some("1") => ("us-core-race", "ombCategory", CDC_RACE, "2106-3", "White"),
        Some("2") => ("us-core-race", "ombCategory", CDC_RACE, "2054-5", "Black or African American"),
        Some("3") => ("us-core-race", "detailed", CDC_RACE, "2131-1", "Other Race"),
        Some("4") => ("us-core-race", "ombCategory", CDC_RACE, "2028-9", "Asian"),
        Some("5") => ("us-core-ethnicity", "ombCategory", CDC_RACE, "2135-2", "Hispanic or Latino"),
        Some("6") => ("us-core-race", "ombCategory", CDC_RACE, "1002-5", "American Indian or Alaska Native"),
        _ => ("us-core-race", "ombCategory", NULL_FLAVOR, "UNK", "Unknown"),
    };
    json.element(|json| {
        json.array("extension", |json| {
            json.element(|json| {
                json.text("url", part);
                json.object("valueCoding", |json| {
                    crate::datatype::coding_fields(json, system, code, Some(display));
                });
            });
            json.element(|json| {
                json.text("url", "text");
                json.text("valueString", display);
            });
        });
        json.text("url", &format!("{US_CORE}/{name}"));
    });
}

/// `CNTCT_LANG_CD`: the source knows English and Spanish. The word for everything else is BFD v3's.
fn language(code: Option<&str>) -> &'static str {
    match code {
        Some("ENG") => "en",
        Some("SPA") => "es",
        _ => "unknown",
    }
}

/// The keys that were merged into the asked one, ascending.
fn replaced(file: &PersonFile) -> impl Iterator<Item = PersonId> {
    let mut keys: Vec<PersonId> = file.merged.iter().map(|person| person.index.id).collect();
    keys.sort_unstable();
    keys.into_iter()
}

/// The link from a key that was merged away to the person who survives.
pub(crate) fn replaced_by(json: &mut Json<'_>, file: &PersonFile, version: Version) {
    json.array("link", |json| link(json, file.asked.index.survivor, "replaced-by", version));
}

fn link(json: &mut Json<'_>, key: PersonId, kind: &str, version: Version) {
    json.element(|json| {
        json.object("other", |json| {
            json.text("reference", &format!("Patient/{}", key.text(version.home())));
            json.text("display", &key.number.to_string());
        });
        json.text("type", kind);
    });
}

/// Every MBI that the person has had under any key, once each, by ascending key.
struct Identifiers(Vec<Identifier>);

struct Identifier {
    mbi: String,
    start: Option<String>,
    end: Option<String>,
}

impl Identifiers {
    fn read(file: &PersonFile) -> Result<Self, RecordError> {
        let mut keys: Vec<&StoredPerson> = std::iter::once(&file.asked).chain(&file.merged).collect();
        keys.sort_unstable_by_key(|person| person.index.id);
        let mut found: Vec<Identifier> = Vec::new();
        for key in keys {
            let record = Record::parse(&key.record)?;
            for mbi in &key.index.mbis {
                if !found.iter().any(|known| known.mbi == *mbi) {
                    found.push(Identifier::of(mbi, &record));
                }
            }
        }
        Ok(Self(found))
    }

    /// C4BB-Patient asks for one member identifier at least, so a person without any gets the statement that it
    /// is unknown.
    fn write(&self, json: &mut Json<'_>) {
        if self.0.is_empty() {
            json.element(|json| {
                member_type(json);
                json.text("system", US_MBI);
                required_text(json, "value", None);
            });
        }
        for identifier in &self.0 {
            json.element(|json| identifier.write(json));
        }
    }
}

impl Identifier {
    fn of(mbi: &str, record: &Record<'_>) -> Self {
        let rows =
            record.rows_of(View::BeneMbiId).filter(|row| row.text(bene_mbi_id::BENE_MBI_ID) == Some(mbi));
        let row = latest(rows, bene_mbi_id::IDR_LTST_TRANS_FLG, bene_mbi_id::IDR_TRANS_EFCTV_TS);
        let date = |column| Some(row?.date_text(column)?.to_owned());
        let (start, end) = (date(bene_mbi_id::BENE_MBI_EFCTV_DT), date(bene_mbi_id::BENE_MBI_OBSLT_DT));
        Self { mbi: mbi.to_owned(), start, end }
    }

    fn write(&self, json: &mut Json<'_>) {
        member_type(json);
        json.text("system", US_MBI);
        json.text("value", &self.mbi);
        json.object("period", |json| {
            let midnight = |day: &String| format!("{day}T00:00:00+00:00");
            let [start, end] = [&self.start, &self.end].map(|day| day.as_ref().map(midnight));
            period(json, start.as_deref(), end.as_deref());
        });
    }
}
