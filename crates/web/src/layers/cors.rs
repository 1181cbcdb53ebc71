//! Cross-origin rules of the routes that apps call from browsers (SMART App Launch 2.2: token and FHIR
//! endpoints and discovery; never authorize).

use std::time::Duration;

use http::{HeaderName, Method, header};
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

/// Any origin, without cookies: what is shared is decided by the token that the app brings itself.
pub(crate) fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        // A star would leave out `Authorization` (Fetch standard 3.2.5).
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([
            header::WWW_AUTHENTICATE,
            header::RETRY_AFTER,
            header::LOCATION,
            header::CONTENT_LOCATION,
            header::ETAG,
            header::LAST_MODIFIED,
            HeaderName::from_static("x-request-id"),
        ])
        .max_age(Duration::from_hours(1))
}
