//! OAuth answers on the wire.

use axum::Json;
use axum::response::{IntoResponse, Response};
use bluestem_auth::{OAuthError, Reply};
use http::header::{CACHE_CONTROL, PRAGMA, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use serde_json::json;

use crate::metric;

/// A JSON body that nobody may keep (RFC 6749 5.1).
pub(crate) fn json(body: &impl Serialize) -> Response {
    unkept((StatusCode::OK, Json(body)).into_response())
}

/// An error of an endpoint.
pub(crate) fn refusal(refused: &impl OAuthError) -> Response {
    let Reply { status, error, description, challenge, retry_after } = refused.reply();
    metric::refused("oauth", error);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = self::error(status, error, &description);
    let headers = response.headers_mut();
    if let Some(challenge) = challenge {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    if let Some(seconds) = retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// An error with this code (RFC 6749 5.2).
pub(crate) fn error(status: StatusCode, error: &str, description: &str) -> Response {
    let body = json!({ "error": error, "error_description": description });
    unkept((status, Json(body)).into_response())
}

fn unkept(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
    response
}
