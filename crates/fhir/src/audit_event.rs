//! AuditEvent (FHIR R4): what was done with a person's data, as the audit trail has it.

use bluestem_model::id::PersonId;
use bluestem_model::label::Labels;
use bluestem_model::time::Timestamp;
use bluestem_model::version::Version;

use crate::datatype::{coding, concept};
use crate::json::Json;

/// DICOM's code system, which FHIR names for types of events.
const DICOM: &str = "http://dicom.nema.org/resources/ontology/DCM";
const TERMINOLOGY: &str = "http://terminology.hl7.org/CodeSystem";
const ACT_REASON: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
/// The proposal for digital identities that the combinations of a match are numbered by.
const MATCH_ALGORITHM_VERSION: &str = "3.2.2";

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// A resource was read by its id.
    Read,
    /// Resources were searched.
    Search,
    /// The person signed in.
    SignIn,
    /// What the person shares was changed, by them or on their behalf.
    Sharing,
    /// An app got, renewed or gave back its token.
    Token,
    /// The person was looked for by what is known of them, and found.
    Match,
}

/// One event.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// Its id.
    pub id: i64,
    /// When.
    pub recorded: Timestamp,
    /// What kind.
    pub activity: Activity,
    /// The audit trail's own word for it, for those who want it exact.
    pub word: &'a str,
    /// Whether what was asked was done.
    pub done: bool,
    /// The person concerned, as an id of Patient.
    pub patient: PersonId,
    /// The app that acted, when one did.
    pub client_id: Option<&'a str>,
    /// The type of the resources.
    pub resource: Option<&'a str>,
    /// The id that was read.
    pub resource_id: Option<&'a str>,
    /// How many resources a search gave.
    pub count: Option<u32>,
    /// What was withheld.
    pub withheld: Labels,
    /// Why: a code of v3 ActReason.
    pub purpose: Option<&'a str>,
    /// For a match: the combination that found the person.
    pub combination: Option<&'a str>,
    /// On whose behalf the app asked, where it says: its id and its name.
    pub party: Option<(&'a str, &'a str)>,
}

/// Writes an event.
pub fn write(out: &mut Vec<u8>, event: &Event<'_>) {
    let mut json = Json::new(out);
    json.begin_object();
    json.text("resourceType", "AuditEvent");
    json.text("id", &event.id.to_string());
    json.object("meta", |json| json.text("lastUpdated", &event.recorded.to_instant()));
    json.object("type", |json| kind(json, event.activity));
    json.array("subtype", |json| subtype(json, event.activity));
    json.text("action", action(event.activity));
    json.text("recorded", &event.recorded.to_instant());
    json.text("outcome", if event.done { "0" } else { "4" });
    json.text("outcomeDesc", event.word);
    json.array("purposeOfEvent", |json| {
        if let Some(code) = event.purpose {
            json.element(|json| {
                json.array("coding", |json| coding(json, ACT_REASON, code, purpose(code)));
            });
        }
    });
    json.array("agent", |json| agents(json, event));
    json.object("source", |json| {
        json.object("observer", |json| json.text("display", "Bluestem"));
    });
    json.array("entity", |json| {
        person(json, event);
        if let Some(resource) = event.resource {
            data(json, event, resource);
        }
    });
    json.end_object();
}

/// What HL7 calls a purpose.
fn purpose(code: &str) -> Option<&'static str> {
    match code {
        "PATRQT" => Some("patient requested"),
        "HOPERAT" => Some("healthcare operations"),
        "HSYSADMIN" => Some("health system administration"),
        _ => None,
    }
}

fn kind(json: &mut Json<'_>, activity: Activity) {
    let (system, code, display) = match activity {
        Activity::Read | Activity::Search => {
            (format!("{TERMINOLOGY}/audit-event-type"), "rest", "RESTful Operation")
        }
        Activity::Match => (
            "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle".to_owned(),
            "transmit",
            "Transmit Record Lifecycle Event",
        ),
        Activity::SignIn | Activity::Token => (DICOM.to_owned(), "110114", "User Authentication"),
        Activity::Sharing => (DICOM.to_owned(), "110137", "User Security Attributes Changed"),
    };
    crate::datatype::coding_fields(json, &system, code, Some(display));
}

fn subtype(json: &mut Json<'_>, activity: Activity) {
    let interaction = "http://hl7.org/fhir/restful-interaction";
    match activity {
        Activity::Read => coding(json, interaction, "read", Some("read")),
        Activity::Search => coding(json, interaction, "search-type", Some("search-type")),
        Activity::SignIn => coding(json, DICOM, "110122", Some("Login")),
        Activity::Match => coding(json, "urn:cms:hte", "patient-match-request", None),
        Activity::Sharing | Activity::Token => {}
    }
}

fn action(activity: Activity) -> &'static str {
    match activity {
        Activity::Read => "R",
        Activity::Search | Activity::SignIn | Activity::Token | Activity::Match => "E",
        Activity::Sharing => "U",
    }
}

/// The person acts when they sign in and decide; the app in all else, for the person.
fn agents(json: &mut Json<'_>, event: &Event<'_>) {
    let by_person = matches!(event.activity, Activity::SignIn | Activity::Sharing);
    if by_person || event.client_id.is_none() {
        json.element(|json| {
            json.object("who", |json| json.text("reference", &reference(event.patient)));
            json.key("requestor");
            json.bool(by_person);
        });
    }
    if let Some(client_id) = event.client_id {
        json.element(|json| {
            concept(json, "type", DICOM, "110150", Some("Application"));
            json.object("who", |json| json.object("identifier", |json| json.text("value", client_id)));
            json.key("requestor");
            json.bool(!by_person && event.party.is_none());
        });
    }
    if let Some((id, name)) = event.party {
        json.element(|json| {
            json.text("altId", id);
            json.text("name", name);
            json.key("requestor");
            json.bool(true);
        });
    }
}

fn reference(patient: PersonId) -> String {
    format!("Patient/{}", patient.text(Version::V3.home()))
}

fn person(json: &mut Json<'_>, event: &Event<'_>) {
    json.element(|json| {
        json.object("what", |json| json.text("reference", &reference(event.patient)));
        json.object("role", |json| {
            let system = format!("{TERMINOLOGY}/object-role");
            crate::datatype::coding_fields(json, &system, "1", Some("Patient"));
        });
        json.array("detail", |json| {
            if let Some(combination) = event.combination {
                detail(json, "matchAlgorithm", combination);
                detail(json, "matchAlgorithmVersion", MATCH_ALGORITHM_VERSION);
            }
        });
    });
}

fn data(json: &mut Json<'_>, event: &Event<'_>, resource: &str) {
    json.element(|json| {
        if let Some(id) = event.resource_id {
            json.object("what", |json| json.text("reference", &format!("{resource}/{id}")));
        }
        json.object("type", |json| {
            crate::datatype::coding_fields(
                json,
                "http://hl7.org/fhir/resource-types",
                resource,
                Some(resource),
            );
        });
        json.object("role", |json| {
            let system = format!("{TERMINOLOGY}/object-role");
            crate::datatype::coding_fields(json, &system, "4", Some("Domain Resource"));
        });
        json.array("detail", |json| {
            if let Some(count) = event.count {
                detail(json, "count", &count.to_string());
            }
            if event.withheld.intersects(Labels::PART2) {
                detail(json, "withheld", "42CFRPart2");
            }
        });
    });
}

fn detail(json: &mut Json<'_>, kind: &str, value: &str) {
    json.element(|json| {
        json.text("type", kind);
        json.text("valueString", value);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEARCH: Event<'static> = Event {
        id: 7,
        recorded: Timestamp(1_767_225_600_000_000),
        activity: Activity::Search,
        word: "search",
        done: true,
        patient: PersonId::idr(-101),
        client_id: Some("app"),
        resource: Some("ExplanationOfBenefit"),
        resource_id: None,
        count: Some(10),
        withheld: Labels::PART2,
        purpose: Some("PATRQT"),
        combination: None,
        party: None,
    };

    fn written(event: &Event<'_>) -> serde_json::Value {
        let mut out = Vec::new();
        write(&mut out, event);
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn a_search_names_the_app_the_person_and_what_was_given() {
        let event = written(&SEARCH);
        assert_eq!(event["id"], "7");
        assert_eq!(event["recorded"], "2026-01-01T00:00:00.000+00:00");
        assert_eq!(
            (&event["type"]["code"], &event["subtype"][0]["code"]),
            (&"rest".into(), &"search-type".into())
        );
        assert_eq!((&event["action"], &event["outcome"]), (&"E".into(), &"0".into()));
        assert_eq!(event["agent"].as_array().unwrap().len(), 1);
        let purpose = &event["purposeOfEvent"][0]["coding"][0];
        assert_eq!((&purpose["code"], &purpose["display"]), (&"PATRQT".into(), &"patient requested".into()));
        assert_eq!(event["agent"][0]["who"]["identifier"]["value"], "app");
        assert_eq!(event["agent"][0]["requestor"], true);
        assert_eq!(event["entity"][0]["what"]["reference"], "Patient/-101");
        let detail = serde_json::json!([
            {"type": "count", "valueString": "10"},
            {"type": "withheld", "valueString": "42CFRPart2"},
        ]);
        assert_eq!(event["entity"][1]["detail"], detail);
    }

    #[test]
    fn a_refused_read_says_what_was_asked() {
        let read = Event {
            activity: Activity::Read,
            done: false,
            resource_id: Some("-9"),
            count: None,
            withheld: Labels::NONE,
            ..SEARCH
        };
        let event = written(&read);
        assert_eq!((&event["action"], &event["outcome"]), (&"R".into(), &"4".into()));
        assert_eq!(event["entity"][1]["what"]["reference"], "ExplanationOfBenefit/-9");
        assert!(event["entity"][1].get("detail").is_none());
    }

    #[test]
    fn a_match_tells_who_asked_for_whom_and_by_what() {
        let party = Some(("their-app", "Their App"));
        let (combination, resource) = (Some("08"), None);
        let asked = Event { activity: Activity::Match, resource, combination, party, count: None, ..SEARCH };
        let event = written(&asked);
        assert_eq!(event["type"]["code"], "transmit");
        let subtype = serde_json::json!([{"system": "urn:cms:hte", "code": "patient-match-request"}]);
        assert_eq!(event["subtype"], subtype);
        assert_eq!(event["purposeOfEvent"][0]["coding"][0]["code"], "PATRQT");
        assert_eq!(
            (&event["agent"][0]["requestor"], &event["agent"][1]["requestor"]),
            (&false.into(), &true.into())
        );
        assert_eq!(
            (&event["agent"][1]["altId"], &event["agent"][1]["name"]),
            (&"their-app".into(), &"Their App".into())
        );
        let detail = serde_json::json!([
            {"type": "matchAlgorithm", "valueString": "08"},
            {"type": "matchAlgorithmVersion", "valueString": "3.2.2"},
        ]);
        assert_eq!(event["entity"][0]["detail"], detail);
        assert_eq!(event["entity"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn the_person_is_who_decides() {
        let sharing = Event { activity: Activity::Sharing, resource: None, count: None, ..SEARCH };
        let event = written(&sharing);
        assert_eq!(event["agent"][0]["who"]["reference"], "Patient/-101");
        assert_eq!(event["agent"][0]["requestor"], true);
        assert_eq!(event["agent"][1]["requestor"], false);
        assert!(event.get("subtype").is_none());
        assert_eq!(event["entity"].as_array().unwrap().len(), 1);
    }
}
