//! One id, one span, one line of log and the counts of a request; no query string, no address of a person's resource.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use bluestem_auth::fetch;
use bluestem_model::chance::random_id;
use http::{HeaderName, HeaderValue, header};
use tracing::{Instrument, field};

use super::counted;
use super::trace::{self, TRACEPARENT, Trace};
use crate::metric::{self, Open};
use crate::state::App;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id of a request, ours, 32 hex digits.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Names the request, runs it, logs and counts how it went.
pub(super) async fn observe(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let _open = Open::new();
    let id = random_id(app.random());
    // The matched pattern, not the path: a path names a person.
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let told = request.headers().get(TRACEPARENT).and_then(|value| value.to_str().ok());
    let trace = told.and_then(Trace::parse).unwrap_or_else(|| Trace::begin(&id, app.traced()));
    let method = request.method().clone();
    // Absent fields are not logged.
    let sampled = trace.is_sampled().then_some(true);
    let (step, status) = (trace::step(&id), field::Empty);
    let parent = trace.parent();
    let span = tracing::info_span!("request", %id, trace = trace.id(), step, parent, sampled, %method, route, status);
    request.extensions_mut().insert(RequestId(id.clone()));
    let started = Instant::now();
    let answering = fetch::traced(trace.header(&id), next.run(request));
    let mut response = answering.instrument(span.clone()).await;
    let took = started.elapsed();
    let milliseconds = took.as_secs_f64() * 1000.0;
    span.in_scope(|| tracing::info!(status = response.status().as_u16(), milliseconds, "answered"));
    span.record("status", response.status().as_u16());
    // With or without a slash at its end, it is one route.
    let route = route.strip_suffix('/').filter(|route| !route.is_empty()).unwrap_or(&route);
    metric::answered(route, &method, response.status(), took);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    if app.health().is_draining() {
        // Whoever keeps the connection for a next request would lose that one.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    counted::count(response, metric::bytes(route))
}
