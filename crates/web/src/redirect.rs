//! Redirects.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

/// 302: the answer to a `GET`.
pub(crate) fn found(headers: HeaderMap, target: &str) -> Response {
    to(StatusCode::FOUND, headers, target)
}

/// 303: the answer to a form; the browser goes on with `GET` and without the form (RFC 9700 4.12).
pub(crate) fn see_other(headers: HeaderMap, target: &str) -> Response {
    to(StatusCode::SEE_OTHER, headers, target)
}

fn to(status: StatusCode, mut headers: HeaderMap, target: &str) -> Response {
    let Ok(location) = HeaderValue::from_str(target) else {
        // Targets are URLs that were parsed before; a line break in one would be an attack.
        return StatusCode::BAD_REQUEST.into_response();
    };
    headers.insert(header::LOCATION, location);
    (status, headers).into_response()
}
