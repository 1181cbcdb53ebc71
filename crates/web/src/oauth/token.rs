//! `o/token`: codes and refresh tokens become access tokens.

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use bluestem_auth::Version;

use super::answer;
use super::client_request::Received;
use crate::route::{Door, Route};
use crate::state::App;

pub(super) fn routes(version: Version, base: &str) -> Vec<Route> {
    let handler = move |State(app): State<App>, request: Request| token(app, version, request);
    Route::post(Door::Api, format!("{base}/o/token"), handler).either_slash().into()
}

async fn token(app: App, version: Version, request: Request) -> Response {
    let received = match Received::read(&app, request).await {
        Ok(received) => received,
        Err(unreadable) => return unreadable.into_response(),
    };
    match app.auth().token(&received.client_request()).await {
        Ok(tokens) => answer::json(&tokens.in_version(version)),
        Err(error) => answer::refusal(&error),
    }
}
