//! `metadata`: the CapabilityStatement. Needs no token.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use bluestem_fhir::capability::{self, Endpoints};
use bluestem_model::version::Version;

use super::request::Open;
use super::{answer, base};
use crate::state::App;

/// Answers the CapabilityStatement of a version.
pub(super) async fn get(State(app): State<App>, Extension(version): Extension<Version>, _: Open) -> Response {
    let fhir = app.base_url().join(&base(version));
    let oauth = app.base_url().join(&format!("/{}/o", version.segment()));
    answer::json(capability::statement(version, Endpoints { fhir: &fhir, oauth: &oauth }))
}
