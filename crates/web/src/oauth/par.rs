//! `o/par`: an app sends its authorization request ahead of the browser (RFC 9126).

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use super::answer;
use super::client_request::Received;
use crate::route::{Door, Route};
use crate::state::App;

pub(super) fn routes(base: &str) -> Vec<Route> {
    Route::post(Door::Api, format!("{base}/o/par"), push).either_slash().into()
}

async fn push(State(app): State<App>, request: Request) -> Response {
    let received = match Received::read(&app, request).await {
        Ok(received) => received,
        Err(unreadable) => return unreadable.into_response(),
    };
    match app.auth().push_authorization(&received.client_request()).await {
        Ok(pushed) => {
            let mut response = answer::json(&pushed);
            *response.status_mut() = StatusCode::CREATED;
            response
        }
        Err(error) => answer::refusal(&error),
    }
}
