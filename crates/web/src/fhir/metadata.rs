//! `metadata`: the CapabilityStatement. Needs no token.

use axum::extract::State;
use axum::response::Response;
use bluestem_fhir::capability::{self, Endpoints};
use http::HeaderMap;

use super::error::FhirError;
use super::{BASE, answer, request};
use crate::state::App;

/// Answers the CapabilityStatement of v3.
pub(super) async fn get(State(app): State<App>, headers: HeaderMap) -> Result<Response, FhirError> {
    if !request::accepts_json(&headers) {
        return Err(FhirError::NotAcceptable);
    }
    let (fhir, oauth) = (app.base_url().join(BASE), app.base_url().join("/v3/o"));
    Ok(answer::json(capability::v3(Endpoints { fhir: &fhir, oauth: &oauth })))
}
