//! `health`: whether this process can do its work.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::json;

use crate::route::{Door, Route};
use crate::state::App;

pub(crate) fn routes() -> Vec<Route> {
    Route::get(Door::Api, "/health", health).either_slash().into()
}

/// Asks the claims plane something cheap. What is wrong is in the log, not in the answer.
async fn health(State(app): State<App>) -> Response {
    match app.claims().complete_until(app.now()).await {
        Ok(_) => Json(json!({ "message": "all's well" })).into_response(),
        Err(error) => {
            tracing::error!(%error, "the claims plane does not answer");
            let body = json!({ "detail": "Service temporarily unavailable, try again later." });
            (StatusCode::SERVICE_UNAVAILABLE, Json(body)).into_response()
        }
    }
}
