//! Patient and Coverage.

use bluestem_model::id::PersonId;
use bluestem_store::audit::{Audit, AuditQuery};
use http::{Method, header};
use serde_json::json;

use crate::world::{ALL, BASE, MERGED, OTHER, OWN, World};

#[tokio::test]
async fn a_person_reads_and_finds_what_is_theirs() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    let patient = world.get(&token, "/v3/fhir/Patient/-101").await.resource();
    assert_eq!(
        patient["link"][0],
        json!({
            "other": { "reference": "Patient/-102", "display": "-102" },
            "type": "replaces"
        })
    );
    for path in ["/v3/fhir/Patient", "/v3/fhir/Patient/", "/v3/fhir/Patient/_search"] {
        let found = world.get(&token, path).await;
        assert_eq!(found.ids(), ["-101"]);
        let bundle = found.json();
        assert_eq!(bundle["total"], 1);
        assert_eq!(bundle["entry"][0]["resource"], patient);
        assert_eq!(bundle["entry"][0]["fullUrl"], format!("{BASE}/v3/fhir/Patient/-101"));
        assert_eq!(
            bundle["link"],
            json!([
                { "relation": "self", "url": format!("{BASE}/v3/fhir/Patient?_count=10&_id=-101") }
            ])
        );
    }
    let coverage = world.get(&token, "/v3/fhir/Coverage/").await;
    assert_eq!(coverage.ids(), ["part-a--101", "part-c--101-H1234-001"]);
    for id in coverage.ids() {
        let path = format!("/v3/fhir/Coverage/{id}/");
        assert_eq!(world.get(&token, &path).await.resource()["id"], id.as_str());
    }
}

#[tokio::test]
async fn a_merged_key_points_to_who_survives_it() {
    let world = World::new().await;
    let system = world.system_token("system/*.rs").await;
    let skeleton = world.get(&system, "/v3/fhir/Patient/-102").await.resource();
    assert_eq!(
        skeleton,
        json!({
            "resourceType": "Patient",
            "id": "-102",
            "link": [{ "other": { "reference": "Patient/-101", "display": "-101" }, "type": "replaced-by" }]
        })
    );
    assert_eq!(world.get(&system, "/v3/fhir/Coverage/part-a--102").await.outcome().0, 404);
    assert!(world.get(&system, "/v3/fhir/Coverage?beneficiary=-102").await.ids().is_empty());
    let by_old_mbi = "/v3/fhir/Patient?identifier=http://hl7.org/fhir/sid/us-mbi%7C1S00AA0AA02";
    assert_eq!(world.get(&system, by_old_mbi).await.ids(), ["-101"]);

    // Whoever consented under the old key still gets their data.
    let token = world.token(MERGED, ALL).await;
    assert_eq!(world.get(&token, "/v3/fhir/Patient").await.ids(), ["-101"]);
    assert_eq!(world.get(&token, "/v3/fhir/Coverage").await.ids().len(), 2);
    assert_eq!(world.get(&token, "/v3/fhir/ExplanationOfBenefit").await.json()["total"], 25);
}

#[tokio::test]
async fn coverage_is_found_by_part_and_by_any_form_of_its_id() {
    let world = World::new().await;
    let system = world.system_token("system/*.rs").await;
    let ids = async |query: &str| world.get(&system, &format!("/v3/fhir/Coverage?{query}")).await.ids();
    assert_eq!(ids("beneficiary=Patient/-201&class-value=part-c").await, ["part-c--201-H1234-001"]);
    assert_eq!(ids("patient=-201&class-value=Part%20A").await, ["part-a--201"]);
    assert_eq!(ids("_id=part-c--201").await, ["part-c--201-H1234-001"]);
    assert_eq!(ids("_id=PART-C--201-H1234-001,part-a--101").await, ["part-c--201-H1234-001", "part-a--101"]);
    assert!(ids("_id=part-c--201-H9999-001").await.is_empty());
    assert!(ids("_id=part-a--101&beneficiary=-201").await.is_empty());
    assert!(ids("_id=part-b--201").await.is_empty(), "a part that the person lacks is absent");
    assert_eq!(ids("beneficiary=-201&_count=1&startIndex=1").await, ["part-c--201-H1234-001"]);
    assert_eq!(world.get(&system, "/v3/fhir/Coverage/part-b--201").await.outcome().0, 404);
    assert_eq!(world.get(&system, "/v3/fhir/Coverage/part-c--201-H9999-001").await.outcome().0, 404);
}

#[tokio::test]
async fn what_changed_later_than_asked_is_left_out() {
    let world = World::new().await;
    let system = world.system_token("system/*.rs").await;
    for resource in ["Patient?_id=-201", "Coverage?patient=-201", "ExplanationOfBenefit?patient=-201"] {
        let found = async |range: &str| {
            let path = format!("/v3/fhir/{resource}&_lastUpdated={range}");
            world.get(&system, &path).await.ids().len()
        };
        assert!(found("ge2025-01-01").await > 0, "{resource}");
        assert_eq!(found("lt2025-01-01").await, 0, "{resource}");
        assert!(found("gt2025-01-01T00:00:00.122Z").await > 0, "{resource}");
        assert_eq!(found("gt2025-01-01T00:00:00.123Z").await, 0, "{resource}");
    }
}

#[tokio::test]
async fn a_form_in_the_body_is_the_same_search() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    let authorization = format!("Bearer {token}");
    let authorization = (header::AUTHORIZATION.as_str(), authorization.as_str());
    let form = (header::CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded");
    for path in ["/v3/fhir/Coverage/_search", "/v3/fhir/Coverage/_search/"] {
        let posted = world.send(Method::POST, path, &[authorization, form], "class-value=part-a").await;
        assert_eq!(posted.ids(), ["part-a--101"]);
    }
    let path = "/v3/fhir/Coverage/_search?class-value=part-a";
    assert_eq!(world.send(Method::POST, path, &[authorization], "").await.ids(), ["part-a--101"]);
    let json = (header::CONTENT_TYPE.as_str(), "application/json");
    let refused = world.send(Method::POST, "/v3/fhir/Coverage/_search", &[authorization, json], "{}").await;
    assert_eq!(refused.outcome().0, 415);
}

#[tokio::test]
async fn every_answer_is_recorded() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    world.get(&token, "/v3/fhir/Patient/-101").await;
    world.get(&token, &format!("/v3/fhir/Patient/{OTHER}")).await;
    world.get(&token, "/v3/fhir/ExplanationOfBenefit").await;
    world.auth.flush().await.unwrap();
    let query = AuditQuery { person: Some(PersonId::idr(OWN)), ..AuditQuery::default() };
    let stored = world.audit.query(&query).await.unwrap();
    let told: Vec<_> = stored
        .iter()
        .map(|stored| &stored.event)
        .map(|event| (event.kind.word(), event.outcome.word(), event.resource_id.as_deref(), event.count))
        .collect();
    assert!(told.contains(&("read", "success", Some("-101"), None)), "{told:?}");
    assert!(told.contains(&("read", "refused", Some("-201"), None)), "{told:?}");
    assert!(told.contains(&("search", "success", None, Some(10))), "{told:?}");
}
