//! `o/revoke_token` ends a token (RFC 7009); `o/revoke` ends the grant behind it.

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use bluestem_auth::revoke::Revocation;
use http::StatusCode;

use super::answer;
use super::client_request::Received;
use crate::route::{Door, Route};
use crate::state::App;

pub(super) fn routes(base: &str) -> Vec<Route> {
    let token = |State(app): State<App>, request: Request| revoke(app, request, Revocation::Token);
    let grant = |State(app): State<App>, request: Request| revoke(app, request, Revocation::Grant);
    let routes = [
        Route::post(Door::Api, format!("{base}/o/revoke_token"), token),
        Route::post(Door::Api, format!("{base}/o/revoke"), grant),
    ];
    routes.into_iter().flat_map(Route::either_slash).collect()
}

async fn revoke(app: App, request: Request, revocation: Revocation) -> Response {
    let received = match Received::read(&app, request).await {
        Ok(received) => received,
        Err(unreadable) => return unreadable.into_response(),
    };
    match app.auth().revoke(&received.client_request(), revocation).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(error) => answer::refusal(&error),
    }
}
