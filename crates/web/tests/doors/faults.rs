//! Handlers that fail: nobody learns why, and the server goes on.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::body::Body;
use bluestem_model::access::Access;
use bluestem_model::claim::StoredClaim;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::matching::{Candidate, MatchKey};
use bluestem_model::person::PersonFile;
use bluestem_model::query::{ClaimPage, ClaimQuery};
use bluestem_model::time::Timestamp;
use bluestem_store::StoreError;
use bluestem_store::claims::Claims;
use bluestem_web::state::Limits;
use http::{Request, StatusCode};
use serde_json::json;

use crate::browser::{Seen, send, token};
use crate::fixture::build_over;

/// A claims plane that panics on claims, hangs on people and is away otherwise.
struct Faulty;

#[async_trait]
impl Claims for Faulty {
    async fn person(&self, _: &Access, _: PersonId) -> Result<Option<PersonFile>, StoreError> {
        std::future::pending().await
    }

    async fn people_by_mbi(&self, _: &Access, _: &str) -> Result<Vec<PersonFile>, StoreError> {
        std::future::pending().await
    }

    async fn people_by_mbi_hash(&self, _: &Access, _: &str) -> Result<Vec<PersonFile>, StoreError> {
        Err(StoreError::Damaged("no hashes here".to_owned()))
    }

    async fn people_by_keys(&self, _: &Access, _: &[MatchKey]) -> Result<Vec<Candidate>, StoreError> {
        panic!("internals")
    }

    async fn claim(&self, _: &Access, _: ClaimId) -> Result<Option<StoredClaim>, StoreError> {
        panic!("internals")
    }

    async fn claims(&self, _: &Access, _: &ClaimQuery) -> Result<ClaimPage, StoreError> {
        panic!("internals")
    }

    async fn source_files(&self, _: &Access, _: &[u32]) -> Result<BTreeMap<u32, String>, StoreError> {
        panic!("internals")
    }

    async fn complete_until(&self, _: Timestamp) -> Result<Timestamp, StoreError> {
        Err(StoreError::Unavailable("internals".to_owned()))
    }

    async fn probe(&self) -> Result<(), StoreError> {
        Err(StoreError::Unavailable("internals".to_owned()))
    }
}

async fn ask(path: &str) -> Seen {
    ask_within(path, Duration::from_millis(200)).await
}

async fn ask_within(path: &str, request_time: Duration) -> Seen {
    let limits = Limits { request_time, ..Limits::default() };
    let fixture = build_over("http://localhost:8000", true, limits, Some(Arc::new(Faulty))).await;
    let bearer = token(&fixture, 0, "patient/Patient.rs patient/ExplanationOfBenefit.rs").await;
    let request = Request::get(path).header("authorization", format!("Bearer {bearer}"));
    let seen = send(&fixture.router, request.body(Body::empty()).unwrap()).await;
    assert!(!seen.text.contains("internals"), "{}", seen.text);
    assert_eq!(seen.header("x-request-id").len(), 32);
    seen
}

#[tokio::test]
async fn a_panic_is_a_500() {
    let seen = ask("/v3/fhir/ExplanationOfBenefit/-1").await;
    assert_eq!(seen.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(seen.json()["resourceType"], "OperationOutcome");
}

#[tokio::test]
async fn what_takes_too_long_is_a_503() {
    let seen = ask("/v3/fhir/Patient/-101").await;
    assert_eq!(seen.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(seen.json()["resourceType"], "OperationOutcome");
}

#[tokio::test]
async fn in_v2_a_failed_search_is_no_empty_page() {
    for (path, status) in [
        ("/v2/fhir/ExplanationOfBenefit", StatusCode::SERVICE_UNAVAILABLE),
        ("/v2/fhir/ExplanationOfBenefit/carrier-1", StatusCode::INTERNAL_SERVER_ERROR),
        ("/v2/fhir/Patient", StatusCode::SERVICE_UNAVAILABLE),
    ] {
        let seen = ask(path).await;
        assert_eq!(seen.status, status, "{path}");
        assert_eq!(seen.json()["resourceType"], "OperationOutcome", "{path}");
    }
}

#[tokio::test]
async fn a_store_that_fails_is_unhealthy_and_named_by_its_plane_alone() {
    let seen = ask_within("/health", Duration::from_secs(30)).await;
    assert_eq!(seen.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(seen.json()["detail"].is_string());
    let seen = ask_within("/health/ready", Duration::from_secs(30)).await;
    assert_eq!(seen.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(seen.json(), json!({ "status": "not ready", "silent": ["claims"] }));
    assert_eq!(seen.header("retry-after"), "5");
    assert_eq!(ask_within("/health/live", Duration::from_secs(30)).await.status, StatusCode::OK);
}
