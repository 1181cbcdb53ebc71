//! AuditEvent: a person's app that may, sees what was done with that person's data, and nothing else.

use crate::world::{ALL, OTHER, OWN, World};

const EVENTS: &str = "patient/AuditEvent.rs";

#[tokio::test]
async fn a_person_sees_who_read_what_the_latest_first() {
    let world = World::new().await;
    let reader = world.token(OWN, ALL).await;
    world.get(&reader, "/v3/fhir/ExplanationOfBenefit/1001").await.resource();
    world.get(&reader, "/v3/fhir/ExplanationOfBenefit?_count=5").await.resource();
    let stranger = world.token(OTHER, ALL).await;
    world.get(&stranger, "/v3/fhir/Patient").await.resource();
    world.travel(1);
    let token = world.token(OWN, EVENTS).await;
    let bundle = world.get(&token, "/v3/fhir/AuditEvent").await.resource();
    let entries = bundle["entry"].as_array().unwrap();
    assert_eq!(entries.len(), 2, "what others' data was read is not told: {bundle}");
    let (search, read) = (&entries[0]["resource"], &entries[1]["resource"]);
    assert_eq!(search["subtype"][0]["code"], "search-type");
    assert_eq!(search["entity"][1]["detail"][0]["valueString"], "5");
    assert_eq!(read["entity"][1]["what"]["reference"], "ExplanationOfBenefit/1001");
    assert_eq!(read["agent"][0]["who"]["identifier"]["value"], "app");
    assert_eq!(read["entity"][0]["what"]["reference"], format!("Patient/{OWN}"));

    let id = read["id"].as_str().unwrap();
    assert_eq!(&world.get(&token, &format!("/v3/fhir/AuditEvent/{id}")).await.resource(), read);
    let again = world.get(&token, &format!("/v3/fhir/AuditEvent?patient={OWN}&_count=1")).await;
    assert_eq!(again.resource()["entry"][0]["resource"]["outcomeDesc"], "read", "looking is told too");
}

#[tokio::test]
async fn pages_follow_each_other_to_the_first_event() {
    let world = World::new().await;
    let reader = world.token(OWN, ALL).await;
    for _ in 0..7 {
        world.get(&reader, "/v3/fhir/Patient").await.resource();
    }
    world.travel(1);
    let token = world.token(OWN, EVENTS).await;
    let mut link = Some("/v3/fhir/AuditEvent?_count=3".to_owned());
    let mut lengths = Vec::new();
    let mut seen: Vec<i64> = Vec::new();
    while let Some(path) = link {
        let page = world.get(&token, &path).await;
        let ids = page.ids();
        lengths.push(ids.len());
        seen.extend(ids.iter().map(|id| id.parse::<i64>().unwrap()));
        link = page.link("next");
    }
    assert_eq!(lengths, [3, 3, 1]);
    assert!(seen.is_sorted_by(|one, other| one > other), "{seen:?}");
}

#[tokio::test]
async fn others_events_look_absent() {
    let world = World::new().await;
    let theirs = world.token(OTHER, ALL).await;
    world.get(&theirs, "/v3/fhir/Patient").await.resource();
    world.travel(1);
    let their_events = world.token(OTHER, EVENTS).await;
    let id = world.get(&their_events, "/v3/fhir/AuditEvent").await.ids()[0].clone();
    let token = world.token(OWN, EVENTS).await;
    let denied = world.get(&token, &format!("/v3/fhir/AuditEvent/{id}")).await;
    let absent = world.get(&token, "/v3/fhir/AuditEvent/999999").await;
    assert_eq!((denied.outcome().0, &denied.text), (404, &absent.text));
    let searched = world.get(&token, &format!("/v3/fhir/AuditEvent?patient={OTHER}")).await;
    assert!(searched.ids().is_empty());
}

#[tokio::test]
async fn it_takes_the_scope_and_a_person() {
    let world = World::new().await;
    let claims_only = world.token(OWN, ALL).await;
    assert_eq!(world.get(&claims_only, "/v3/fhir/AuditEvent").await.outcome().0, 403);
    world.travel(1);
    let read_only = world.token(OWN, "patient/AuditEvent.r").await;
    assert_eq!(world.get(&read_only, "/v3/fhir/AuditEvent").await.outcome().0, 403);
    let system = world.system_token("system/*.rs").await;
    assert_eq!(world.get(&system, "/v3/fhir/AuditEvent").await.outcome().0, 403);
    world.travel(1);
    let token = world.token(OWN, EVENTS).await;
    for query in ["cursor=x", "_count=x", "patient=Practitioner/1"] {
        assert_eq!(
            world.get(&token, &format!("/v3/fhir/AuditEvent?{query}")).await.outcome().0,
            400,
            "{query}"
        );
    }
}
