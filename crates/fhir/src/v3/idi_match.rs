//! The answer of `Patient/$idi-match`: a Bundle with who answers and, if exactly one person was found, their Patient
//! (HL7 Identity Matching 2.0; the shape is BFD v3's).

use bluestem_model::person::PersonFile;
use bluestem_model::record::RecordError;
use bluestem_model::time::Timestamp;

use super::coverage::Payor;
use super::patient;
use crate::json::Json;

const PROFILE: &str = "http://hl7.org/fhir/us/identity-matching/StructureDefinition/idi-match-bundle";
const ORGANIZATION: &str = "http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-Organization|2.2.0";
/// Where the one who answers is found.
const ORGANIZATION_URL: &str = "https://cms.gov";

/// Writes the answer at `now`; `found` is the person with the absolute URL of their Patient, `uuid` a fresh UUID.
/// Fails only on a damaged record.
pub fn write(
    out: &mut Vec<u8>,
    found: Option<(&PersonFile, &str)>,
    now: Timestamp,
    uuid: &str,
) -> Result<(), RecordError> {
    let mut person = Vec::new();
    if let Some((file, _)) = found {
        patient::write(&mut person, file)?;
    }
    let mut json = Json::new(out);
    json.begin_object();
    json.text("resourceType", "Bundle");
    json.text("id", "IDI-Match");
    json.object("meta", |json| json.array("profile", |json| json.string(PROFILE)));
    json.object("identifier", |json| {
        json.text("system", "urn:ietf:rfc:3986");
        json.text("value", &format!("urn:uuid:{uuid}"));
        json.object("assigner", |json| json.text("reference", ORGANIZATION_URL));
    });
    json.text("type", "searchset");
    json.text("timestamp", &now.to_instant());
    json.array("entry", |json| {
        json.element(|json| {
            json.text("fullUrl", ORGANIZATION_URL);
            json.object("resource", organization);
            json.object("search", |json| json.text("mode", "match"));
        });
        if let Some((_, url)) = found {
            json.element(|json| {
                json.text("fullUrl", url);
                json.key("resource");
                json.raw(&person);
                json.object("search", |json| {
                    json.text("mode", "match");
                    json.key("score");
                    json.integer(1);
                });
            });
        }
    });
    json.end_object();
    Ok(())
}

fn organization(json: &mut Json<'_>) {
    json.text("resourceType", "Organization");
    json.text("id", "cms-org");
    json.object("meta", |json| json.array("profile", |json| json.string(ORGANIZATION)));
    Payor::cms().body(json);
}
