//! What wraps every route.

mod coding;
mod cors;
mod counted;
mod head;
mod headers;
mod observe;
mod refusal;
mod trace;

use axum::Router;
use axum::body::Body;
use axum::middleware::{from_fn, from_fn_with_state};
use http::{Response, StatusCode};
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

pub(crate) use cors::cors;
pub(crate) use headers::policy_with_form_target;
pub use observe::RequestId;

use crate::state::App;

/// Wraps `router`; the first layer of the list is the outermost.
pub(crate) fn wrap(router: Router<App>, app: &App) -> Router<App> {
    let limits = app.limits();
    router.layer(
        ServiceBuilder::new()
            .layer(from_fn_with_state(app.clone(), observe::observe))
            .layer(from_fn(head::without_body))
            .layer(from_fn_with_state(app.clone(), headers::security_headers))
            .layer(from_fn(coding::choose))
            .layer(compression())
            .layer(from_fn_with_state(app.clone(), refusal::dress))
            .layer(CatchPanicLayer::custom(panicked))
            .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limits.request_time))
            .layer(RequestBodyLimitLayer::new(limits.body_bytes)),
    )
}

/// Compression costs ten times the read of a claim, hence the fastest level; fonts are compressed already.
fn compression() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(DefaultPredicate::new().and(NotForContentType::const_new("font/")))
}

/// What panicked is in the log by the panic hook; the one who asked learns nothing of it.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response<Body> {
    tracing::error!("a handler panicked");
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}
