//! `metadata`: the CapabilityStatement. Needs no token.

use axum::extract::State;
use axum::response::Response;
use bluestem_fhir::capability::{self, Endpoints};

use super::request::Open;
use super::{BASE, answer};
use crate::state::App;

/// Answers the CapabilityStatement of v3.
pub(super) async fn get(State(app): State<App>, _: Open) -> Response {
    let (fhir, oauth) = (app.base_url().join(BASE), app.base_url().join("/v3/o"));
    answer::json(capability::v3(Endpoints { fhir: &fhir, oauth: &oauth }))
}
