//! One id, one span and one line of log per request; no query string, no address of a person's resource.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use bluestem_model::chance::random_id;
use http::{HeaderName, HeaderValue};
use tracing::Instrument;

use crate::state::App;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id of a request, ours, 32 hex digits.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Names the request, runs it, logs how it went.
pub(super) async fn observe(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = random_id(app.random());
    // The matched pattern, not the path: a path names a person.
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", %id, method = %request.method(), route);
    request.extensions_mut().insert(RequestId(id.clone()));
    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let milliseconds = started.elapsed().as_secs_f64() * 1000.0;
    span.in_scope(|| tracing::info!(status = response.status().as_u16(), milliseconds, "answered"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}
