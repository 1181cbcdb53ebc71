//! What only the sandbox has: the page about itself, and the clock that a test may move on.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::frame::Frame;
use crate::route::{Door, Route};
use crate::state::{App, SampleApp};

/// Ten years: beyond that a test means something else.
const LONGEST_JUMP: i64 = 10 * 366 * 86_400;

#[derive(Template)]
#[template(path = "sandbox.html")]
struct SandboxPage<'a> {
    frame: &'a Frame,
    samples: &'a [SampleApp],
    addresses: Vec<String>,
}

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get(Door::Page, "/sandbox", about), Route::post(Door::Page, "/sandbox/clock", advance)]
}

async fn about(State(app): State<App>, frame: Frame) -> Response {
    let Some(sandbox) = app.sandbox() else { return StatusCode::NOT_FOUND.into_response() };
    let paths = ["/v3/o/authorize/", "/v3/o/token/", "/v3/connect/userinfo", "/v3/fhir", "/v2/fhir"];
    let addresses = paths.into_iter().map(|path| app.base_url().join(path)).collect();
    Frame::page(StatusCode::OK, &SandboxPage { frame: &frame, samples: &sandbox.samples, addresses })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_seconds: i64,
}

/// Moves time on and answers with the present moment. A page elsewhere cannot call it: JSON needs a preflight.
async fn advance(State(app): State<App>, asked: Result<Json<Advance>, JsonRejection>) -> Response {
    let Some(sandbox) = app.sandbox() else { return StatusCode::NOT_FOUND.into_response() };
    let Ok(Json(Advance { advance_seconds: seconds @ 0..=LONGEST_JUMP })) = asked else {
        let text = format!("send {{\"advance_seconds\": N}} as application/json, N from 0 to {LONGEST_JUMP}");
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": text }))).into_response();
    };
    sandbox.travel.advance(seconds);
    Json(json!({ "now": app.now().to_rfc3339_seconds() })).into_response()
}
