//! Requests that make no sense, and a store that fails: an OperationOutcome each, without internals.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use bluestem_model::access::Access;
use bluestem_model::claim::StoredClaim;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::matching::{Candidate, MatchKey};
use bluestem_model::person::PersonFile;
use bluestem_model::query::{ClaimPage, ClaimQuery};
use bluestem_model::time::Timestamp;
use bluestem_store::StoreError;
use bluestem_store::claims::Claims;
use bluestem_store::platform::{App, Platform as _};
use http::{Method, header};

use crate::world::{ALL, OWN, World, hash, registered_app};

#[tokio::test]
async fn malformed_ids_and_parameters_are_named() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    for (path, expression, text) in [
        ("Patient/abc", "id", "ID is not a valid number"),
        ("Patient/1e5", "id", "ID is not a valid number"),
        ("Patient/99999999999999999999", "id", "ID is not a valid number"),
        ("ExplanationOfBenefit/carrier-x", "id", "ID is not a valid number"),
        ("Coverage/part-z-1", "id", "Unrecognized or unsupported coverage part identifier prefix provided."),
        ("Coverage/part-a-x", "id", "Invalid beneficiary SK format in Coverage ID"),
        (
            "Coverage/part-c-1-H1-1",
            "id",
            "Invalid Coverage ID format. Expected pattern like 'part-c-12345-H1234-001'.",
        ),
        ("ExplanationOfBenefit?_count=51", "_count", "value must be at most 50"),
        ("ExplanationOfBenefit?_count=x", "_count", "expected int"),
        ("ExplanationOfBenefit?startIndex=-1", "startIndex", "value must be at least 0"),
        ("ExplanationOfBenefit?patient=Group/1", "patient", "Invalid resource type"),
        ("ExplanationOfBenefit?type=dental", "type", "the type parameter value is not valid"),
        ("Coverage?beneficiary=", "beneficiary", "Reference is missing"),
        ("Patient?_lastUpdated=xx2020", "_lastUpdated", "the _lastUpdated operator is not valid"),
    ] {
        let answer = world.get(&token, &format!("/v3/fhir/{path}")).await;
        assert_eq!(answer.outcome(), (400, "processing".into(), text.into()), "{path}");
        assert_eq!(answer.json()["issue"][0]["expression"][0], expression, "{path}");
    }
    let cursor = world.get(&token, "/v3/fhir/ExplanationOfBenefit?cursor=1").await;
    assert_eq!(cursor.json()["issue"][0]["expression"][0], "cursor");
}

#[tokio::test]
async fn only_json_is_written() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    for accept in ["application/fhir+xml", "text/html", "application/json;q=0, text/turtle"] {
        let answer = world.get_with(&token, "/v3/fhir/Patient", &[("Accept", accept)]).await;
        assert_eq!(answer.outcome().0, 406, "{accept}");
    }
    for accept in ["application/json", "text/html, */*;q=0.1", "application/fhir+json; fhirVersion=4.0"] {
        world.get_with(&token, "/v3/fhir/Patient", &[("Accept", accept)]).await.resource();
    }
    for path in ["/v3/fhir/Patient", "/v3/fhir/Patient/-101", "/v3/fhir/metadata"] {
        assert_eq!(world.get(&token, &format!("{path}?_format=xml")).await.outcome().0, 406);
        let as_json = format!("{path}?_format=application/fhir+json");
        world.get_with(&token, &as_json, &[("Accept", "text/html")]).await.resource();
    }
}

#[tokio::test]
async fn the_tax_number_header_may_be_sent_once() {
    let world = World::new().await;
    let system = world.system_token("system/*.rs").await;
    let headers = [("IncludeTaxNumbers", "true"), ("IncludeTaxNumbers", "false")];
    let answer = world.get_with(&system, "/v3/fhir/ExplanationOfBenefit/1001", &headers).await;
    assert_eq!(answer.outcome().2, "Multiple values supplied for header: IncludeTaxNumbers");
}

#[tokio::test]
async fn what_is_not_there_and_what_cannot_be_done() {
    let world = World::new().await;
    let token = world.token(OWN, ALL).await;
    for path in ["/v3/fhir/Observation", "/v3/fhir/Patient/-101/_history", "/v3/fhir"] {
        let (status, code, _) = world.get(&token, path).await.outcome();
        assert_eq!((status, code.as_str()), (404, "not-found"), "{path}");
    }
    let authorization = format!("Bearer {token}");
    for (method, path) in [
        (Method::PUT, "/v3/fhir/Patient/-101"),
        (Method::DELETE, "/v3/fhir/Coverage/part-a--101"),
        (Method::POST, "/v3/fhir/Patient"),
    ] {
        let headers = [(header::AUTHORIZATION.as_str(), authorization.as_str())];
        let answer = world.send(method.clone(), path, &headers, "").await;
        assert_eq!(answer.outcome().0, 405, "{method} {path}");
        assert!(answer.header(header::ALLOW).contains("GET"));
    }
}

#[tokio::test]
async fn metadata_needs_no_token() {
    let world = World::new().await;
    for path in ["/v3/fhir/metadata", "/v3/fhir/metadata/"] {
        let statement = world.send(Method::GET, path, &[], "").await.resource();
        assert_eq!(statement["resourceType"], "CapabilityStatement");
        assert_eq!(statement["implementation"]["url"], "https://claims.example.org/v3/fhir");
    }
}

/// A claims plane whose disk is gone.
struct Broken;

fn broken<T>() -> Result<T, StoreError> {
    Err(StoreError::Unavailable("disk I/O error: /data/claims.db".to_owned()))
}

#[async_trait]
impl Claims for Broken {
    async fn person(&self, _: &Access, _: PersonId) -> Result<Option<PersonFile>, StoreError> {
        broken()
    }

    async fn people_by_mbi(&self, _: &Access, _: &str) -> Result<Vec<PersonFile>, StoreError> {
        broken()
    }

    async fn people_by_mbi_hash(&self, _: &Access, _: &str) -> Result<Vec<PersonFile>, StoreError> {
        Err(StoreError::Damaged("no hashes here".to_owned()))
    }

    async fn people_by_keys(&self, _: &Access, _: &[MatchKey]) -> Result<Vec<Candidate>, StoreError> {
        broken()
    }

    async fn claim(&self, _: &Access, _: ClaimId) -> Result<Option<StoredClaim>, StoreError> {
        broken()
    }

    async fn claims(&self, _: &Access, _: &ClaimQuery) -> Result<ClaimPage, StoreError> {
        broken()
    }

    async fn source_files(&self, _: &Access, _: &[u32]) -> Result<BTreeMap<u32, String>, StoreError> {
        broken()
    }

    async fn complete_until(&self, now: Timestamp) -> Result<Timestamp, StoreError> {
        Ok(now)
    }

    async fn probe(&self) -> Result<(), StoreError> {
        broken()
    }
}

#[tokio::test]
async fn a_failing_store_is_never_an_empty_answer() {
    let world = World::over(Arc::new(Broken), tempfile::tempdir().unwrap()).await;
    let token = world.token(OWN, ALL).await;
    for path in [
        "Patient",
        "Patient/-101",
        "Coverage",
        "Coverage/part-a--101",
        "ExplanationOfBenefit",
        "ExplanationOfBenefit/1001",
        "ExplanationOfBenefit?_id=1001",
    ] {
        let answer = world.get(&token, &format!("/v3/fhir/{path}")).await;
        let (status, code, text) = answer.outcome();
        assert_eq!((status, code.as_str()), (503, "transient"), "{path}");
        assert!(!text.contains("disk") && !text.contains("/data"), "{text}");
        assert_eq!(answer.header(header::RETRY_AFTER), "5");
    }
}

/// A scope that no release of the server stores.
const UNREADABLE: &str = "patient/Patient.xyz";

#[tokio::test]
async fn damage_behind_a_token_is_a_failure_that_does_not_pass() {
    let world = World::new().await;
    let token = world.token(OWN, UNREADABLE).await;
    let answer = world.get(&token, "/v3/fhir/Patient").await;
    let said = "The server failed. Name the X-Request-Id to the operator.";
    assert_eq!(answer.outcome(), (500, "exception".into(), said.into()));
    assert_eq!(answer.header(header::RETRY_AFTER), "");
    let app = App {
        client_id: "damaged".to_owned(),
        secret: Some(hash("secret")),
        scopes: UNREADABLE.to_owned(),
        ..registered_app()
    };
    assert!(world.platform.add_app(&app).await.unwrap());
    let form = "grant_type=client_credentials&client_id=damaged&client_secret=secret&scope=system/*.rs";
    let headers = [("Content-Type", "application/x-www-form-urlencoded")];
    let answer = world.send(Method::POST, "/v3/o/token", &headers, form).await;
    assert_eq!(answer.status, 500, "{}", answer.text);
    assert_eq!(answer.json()["error"], "server_error");
    assert_eq!(answer.json()["error_description"], said);
    assert_eq!(answer.header(header::RETRY_AFTER), "");
}
