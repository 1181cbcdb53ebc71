//! `o/introspect`: an app asks what one of its tokens is (RFC 7662).

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};

use super::answer;
use super::client_request::Received;
use crate::route::{Door, Route};
use crate::state::App;

pub(super) fn routes(base: &str) -> Vec<Route> {
    Route::post(Door::Api, format!("{base}/o/introspect"), introspect).either_slash().into()
}

async fn introspect(State(app): State<App>, request: Request) -> Response {
    let received = match Received::read(&app, request).await {
        Ok(received) => received,
        Err(unreadable) => return unreadable.into_response(),
    };
    match app.auth().introspect(&received.client_request()).await {
        Ok(description) => answer::json(&description),
        Err(error) => answer::refusal(&error),
    }
}
