//! `o/token`: codes and refresh tokens become access tokens.

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};

use super::answer;
use super::client_request::Received;
use crate::route::{Door, Route};
use crate::state::App;

pub(super) fn routes(base: &str) -> Vec<Route> {
    Route::post(Door::Api, format!("{base}/o/token"), token).either_slash().into()
}

async fn token(State(app): State<App>, request: Request) -> Response {
    let received = match Received::read(&app, request).await {
        Ok(received) => received,
        Err(unreadable) => return unreadable.into_response(),
    };
    match app.auth().token(&received.client_request()).await {
        Ok(tokens) => answer::json(&tokens),
        Err(error) => answer::refusal(&error),
    }
}
