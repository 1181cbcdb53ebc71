//! `Patient/$idi-match`.

use bluestem_model::id::PersonId;
use bluestem_store::audit::{Audit, AuditEvent, AuditQuery, EventKind, Outcome};
use http::{Method, header};
use serde_json::{Value, json};

use crate::world::{ALL, Answer, OTHER, OWN, World};

const PATH: &str = "/v3/fhir/Patient/$idi-match";
const PARTY: [(&str, &str); 3] =
    [("X-CLIENT-IP", "192.0.2.7"), ("X-CLIENT-NAME", "Their App"), ("X-CLIENT-ID", "their-app")];

async fn ask_with(world: &World, token: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let authorization = format!("Bearer {token}");
    let mut all = vec![
        (header::AUTHORIZATION.as_str(), authorization.as_str()),
        (header::CONTENT_TYPE.as_str(), "application/fhir+json"),
    ];
    all.retain(|(name, _)| headers.iter().all(|(given, _)| !given.eq_ignore_ascii_case(name)));
    all.extend_from_slice(headers);
    world.send(Method::POST, PATH, &all, body).await
}

fn parameters(patient: &Value) -> String {
    let mut resource = json!({"resourceType": "Patient"});
    resource.as_object_mut().unwrap().extend(patient.as_object().unwrap().clone());
    let parameter = json!([{"name": "IDIPatient", "resource": resource}]);
    json!({"resourceType": "Parameters", "parameter": parameter}).to_string()
}

async fn ask(world: &World, token: &str, patient: &Value) -> Answer {
    ask_with(world, token, &PARTY, &parameters(patient)).await
}

/// The id of the Patient in the bundle, after checking the bundle.
fn matched(answer: &Answer) -> Option<String> {
    let bundle = answer.resource();
    assert_eq!((&bundle["resourceType"], &bundle["id"]), (&"Bundle".into(), &"IDI-Match".into()));
    assert!(bundle["meta"]["profile"][0].as_str().unwrap().ends_with("/idi-match-bundle"));
    let entries = bundle["entry"].as_array().unwrap();
    assert_eq!(
        (&entries[0]["fullUrl"], &entries[0]["search"]["mode"]),
        (&"https://cms.gov".into(), &"match".into())
    );
    assert_eq!(entries[0]["resource"]["resourceType"], "Organization");
    assert!(entries.len() <= 2);
    let patient = entries.get(1)?;
    assert_eq!((&patient["search"]["mode"], &patient["search"]["score"]), (&"match".into(), &1.into()));
    let id = patient["resource"]["id"].as_str().unwrap();
    assert_eq!(patient["fullUrl"], format!("https://claims.example.org/v3/fhir/Patient/{id}"));
    assert_eq!(patient["resource"]["name"][0]["family"], "Sample");
    Some(id.to_owned())
}

async fn events(world: &World) -> Vec<AuditEvent> {
    let all = world.audit.query(&AuditQuery::default()).await.unwrap();
    all.into_iter().map(|stored| stored.event).filter(|event| event.kind == EventKind::Match).collect()
}

#[tokio::test]
async fn each_combination_finds_exactly_one_person_or_nobody() {
    let world = World::new().await;
    let system = world.system_token("system/*.rs").await;
    let name = json!([{"family": "SAMPLE", "given": ["Jose\u{301}"]}]);
    let address = json!([{"line": ["12 Oak St. #4B"], "postalCode": "02351-0001"}]);
    let ssn = |value: &str| json!([{"system": "http://hl7.org/fhir/sid/us-ssn", "value": value}]);
    let mbi = |value: &str| json!([{"system": "http://hl7.org/fhir/sid/us-mbi", "value": value}]);
    let birth = "1950-01-02";
    let own = Some(OWN.to_string());
    for (patient, expected, word) in [
        // Two people of the same name live at this address.
        (json!({"name": name, "birthDate": birth, "address": address}), None, "ambiguous"),
        (
            json!({"name": name, "birthDate": birth, "address": address, "identifier": ssn("2222")}),
            own.clone(),
            "04",
        ),
        (json!({"name": name, "birthDate": birth, "identifier": ssn("900-00-2222")}), own.clone(), "04"),
        (json!({"name": name, "birthDate": birth, "identifier": mbi("1S00-AA0-AA01")}), own.clone(), "08"),
        // An identifier of a key that was merged away.
        (json!({"name": name, "birthDate": birth, "identifier": mbi("1S00AA0AA02")}), own, "08"),
        (
            json!({"name": name, "birthDate": birth, "identifier": mbi("1S00AA0AA03")}),
            Some(OTHER.to_string()),
            "08",
        ),
        (json!({"name": name, "birthDate": "1950-01-03", "identifier": mbi("1S00AA0AA01")}), None, "nobody"),
        (json!({"birthDate": birth, "identifier": mbi("1S00AA0AA01")}), None, "nobody"),
        (json!({}), None, "nobody"),
    ] {
        let answer = ask(&world, &system, &patient).await;
        assert_eq!(matched(&answer), expected, "{patient}");
        let event = events(&world).await.remove(0);
        assert_eq!(event.what.as_deref(), Some(word), "{patient}");
        assert_eq!(event.outcome == Outcome::Success, expected.is_some());
        assert_eq!(event.person.map(|person| person.number.to_string()), expected);
        assert_eq!(event.client_id.as_deref(), Some("app"));
        let party = event.party.unwrap();
        assert_eq!(
            (party.id.as_str(), party.name.as_str(), party.address.as_str()),
            ("their-app", "Their App", "192.0.2.7")
        );
    }
}

#[tokio::test]
async fn ambiguous_and_absent_look_alike_and_contradictions_match_nobody() {
    let world = World::new().await;
    let system = world.system_token("system/*.rs").await;
    let name = json!([{"family": "Sample", "given": ["Jose"]}]);
    let masked = |answer: Answer| {
        let mut bundle = answer.resource();
        bundle["identifier"]["value"] = Value::Null;
        bundle
    };
    let address = json!([{"line": ["12 Oak Street", "Apt 4B"], "postalCode": "02351"}]);
    let nobody = masked(ask(&world, &system, &json!({"name": name, "birthDate": "1901-01-01"})).await);
    let ambiguous = json!({"name": name, "birthDate": "1950-01-02", "address": address});
    assert_eq!(masked(ask(&world, &system, &ambiguous).await), nobody);
    let two = json!([
        {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "1111"},
        {"system": "http://hl7.org/fhir/sid/us-mbi", "value": "1S00AA0AA01"},
    ]);
    let contradiction = json!({"name": name, "birthDate": "1950-01-02", "identifier": two});
    assert_eq!(masked(ask(&world, &system, &contradiction).await), nobody);
}

#[tokio::test]
async fn only_systems_that_search_people_may_ask() {
    let world = World::new().await;
    let patient = json!({"name": [{"family": "Sample", "given": ["Jose"]}], "birthDate": "1950-01-02"});
    let own = world.token(OWN, ALL).await;
    let denied = ask(&world, &own, &patient).await;
    assert_eq!(denied.outcome().0, 403);
    assert!(denied.header(header::WWW_AUTHENTICATE).contains("scope=\"system/Patient.rs\""));
    for scope in ["system/Coverage.rs", "system/Patient.r"] {
        let narrow = world.system_token(scope).await;
        assert_eq!(ask(&world, &narrow, &patient).await.outcome().0, 403, "{scope}");
    }
    assert_eq!(ask(&world, "nothing", &patient).await.outcome().0, 401);
    assert!(events(&world).await.is_empty());
}

#[tokio::test]
async fn bad_input_is_named_and_nothing_of_it_repeated() {
    let world = World::new().await;
    let system = world.system_token("system/*.rs").await;
    let good = parameters(&json!({}));
    let missing = ask_with(&world, &system, &PARTY[..1], &good).await.outcome();
    assert_eq!(
        (missing.0, missing.2.as_str()),
        (400, "Missing Required Headers: X-CLIENT-NAME, X-CLIENT-ID")
    );
    for (header, value) in [("X-CLIENT-IP", "nowhere"), ("X-CLIENT-NAME", &"n".repeat(201))] {
        let mut headers = PARTY.to_vec();
        headers.retain(|(name, _)| *name != header);
        headers.push((header, value));
        let answer = ask_with(&world, &system, &headers, &good).await;
        assert_eq!(answer.outcome().0, 400, "{header}");
        assert_eq!(answer.json()["issue"][0]["expression"][0], header);
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", ""] {
        let mut headers = PARTY.to_vec();
        headers.push(("Content-Type", kind));
        assert_eq!(ask_with(&world, &system, &headers, &good).await.outcome().0, 415, "{kind}");
    }
    for body in ["", "{", r#"{"resourceType":"Patient","name":"secret"}"#, r#"{"resourceType":"Parameters"}"#]
    {
        let answer = ask_with(&world, &system, &PARTY, body).await;
        assert_eq!(answer.outcome().0, 400, "{body}");
        assert!(!answer.text.contains("secret"));
    }
    let birth = ask(&world, &system, &json!({"birthDate": "secret"})).await;
    assert_eq!(birth.outcome().2, "birthDate must be a date: YYYY-MM-DD.");
    assert_eq!(birth.json()["issue"][0]["expression"][0], "birthDate");
    let large = format!("{good}{}", " ".repeat(64 * 1024));
    assert_eq!(ask_with(&world, &system, &PARTY, &large).await.outcome().0, 413);
    assert!(events(&world).await.is_empty());
    let get = world.get(&system, PATH).await;
    assert_eq!((get.outcome().0, get.header(header::ALLOW)), (405, "POST"));
}

#[tokio::test]
async fn the_person_reads_who_looked_for_them() {
    let world = World::new().await;
    let system = world.system_token("system/*.rs").await;
    let identifier = json!([{"system": "http://hl7.org/fhir/sid/us-mbi", "value": "1S00AA0AA01"}]);
    let patient = json!({"name": [{"given": ["José"]}], "birthDate": "1950-01-02", "identifier": identifier});
    assert_eq!(matched(&ask(&world, &system, &patient).await), Some(OWN.to_string()));
    assert_eq!(events(&world).await.remove(0).person, Some(PersonId::idr(OWN)));
    let own = world.token(OWN, "patient/AuditEvent.rs").await;
    let found = world.get(&own, "/v3/fhir/AuditEvent").await.resource();
    let event = &found["entry"][0]["resource"];
    assert_eq!(event["subtype"][0]["code"], "patient-match-request");
    assert_eq!(event["agent"][1]["altId"], "their-app");
    assert_eq!(event["entity"][0]["detail"][0]["valueString"], "08");
    assert!(!found.to_string().contains("192.0.2.7"), "where people are is nobody's business");
    let other = world.token(OTHER, "patient/AuditEvent.rs").await;
    assert!(!world.get(&other, "/v3/fhir/AuditEvent").await.text.contains("patient-match-request"));
}
