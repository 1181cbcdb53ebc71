//! HEAD (RFC 9110 9.3.2): the answer to the same GET, without its body.
//!
//! Below this layer a HEAD is a GET, so that its headers are those of the GET whatever the layers between do to a body:
//! the length of an answer that would be compressed is not that of the resource.

use axum::body::{Body, HttpBody as _};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Method};

/// Answers a HEAD as a GET and keeps the body back.
pub(super) async fn without_body(mut request: Request, next: Next) -> Response {
    if request.method() != Method::HEAD {
        return next.run(request).await;
    }
    *request.method_mut() = Method::GET;
    let mut response = next.run(request).await;
    // Where the length is not known the connection must not write one: it drops such a body itself.
    if let Some(length) = response.body().size_hint().exact() {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
        *response.body_mut() = Body::empty();
    }
    response
}
