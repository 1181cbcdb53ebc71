//! `o/expire_authenticated_user/{patient}`: an app ends one person's consent, in the sandbox alone.

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};

use super::answer;
use super::client_request::Received;
use crate::route::{Door, Route};
use crate::state::App;

pub(super) fn routes(base: &str) -> Vec<Route> {
    let path = format!("{base}/o/expire_authenticated_user/{{patient}}");
    Route::post(Door::Api, path, expire).either_slash().into()
}

async fn expire(State(app): State<App>, Path(patient): Path<String>, request: Request) -> Response {
    let received = match Received::read(&app, request).await {
        Ok(received) => received,
        Err(unreadable) => return unreadable.into_response(),
    };
    match app.auth().expire_person(&received.client_request(), &patient).await {
        Ok(()) => "success".into_response(),
        Err(error) => answer::refusal(&error),
    }
}
