//! Discovery documents: what this server is and where its endpoints lie.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bluestem_auth::Version;
use http::HeaderValue;
use http::header::CACHE_CONTROL;
use serde_json::Value;

use crate::oauth::answer;
use crate::route::{Door, Route};
use crate::state::App;

/// The documents about the OAuth endpoints of a version.
pub(crate) fn openid_routes(version: Version) -> Vec<Route> {
    let base = version.segment();
    vec![
        openid(version, format!("/{base}/connect/.well-known/openid-configuration")),
        openid(version, format!("/.well-known/openid-configuration-{base}")),
    ]
}

/// The document of a version's FHIR base.
pub(crate) fn smart_route(version: Version) -> Route {
    let path = format!("/{}/fhir/.well-known/smart-configuration", version.segment());
    let handler =
        move |State(app): State<App>| async move { document(app.auth().smart_configuration(version)) };
    Route::get(Door::Api, path, handler)
}

/// The documents of the issuer itself; they name the endpoints of `version`.
pub(crate) fn issuer_routes(version: Version) -> Vec<Route> {
    vec![
        openid(version, "/.well-known/openid-configuration".to_owned()),
        openid(version, "/.well-known/oauth-authorization-server".to_owned()),
        Route::get(Door::Api, "/.well-known/jwks.json", jwks),
    ]
}

/// The public keys with which identity tokens verify (RFC 7517).
async fn jwks(State(app): State<App>) -> Response {
    match app.auth().jwks().await {
        Ok(keys) => document(keys),
        Err(error) => {
            tracing::error!(%error, "cannot show the signing keys");
            answer::refusal(&error)
        }
    }
}

fn openid(version: Version, path: String) -> Route {
    let handler =
        move |State(app): State<App>| async move { document(app.auth().openid_configuration(version)) };
    Route::get(Door::Api, path, handler)
}

fn document(content: Value) -> Response {
    let mut response = Json(content).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    response
}
