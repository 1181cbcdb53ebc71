//! Gives the bare refusals of the framework (unknown path, wrong method, too large, too slow, panic) the form
//! that the caller understands: OperationOutcome below `fhir/`, an OAuth error below `o/` and `connect/`, a page
//! elsewhere.

use axum::Json;
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;

use crate::pages::frame::Frame;
use crate::pages::problem::Problem;
use crate::state::App;

/// Seconds after which it is worth trying again where the answer does not say.
const SOON: HeaderValue = HeaderValue::from_static("5");

/// Replaces the body of a refusal that has none of ours, and says with each 503 when to come again.
pub(super) async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut answer = dressed(app, request, next).await;
    if answer.status() == StatusCode::SERVICE_UNAVAILABLE {
        answer.headers_mut().entry(header::RETRY_AFTER).or_insert(SOON);
    }
    answer
}

async fn dressed(app: App, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let speech = Speech::of(parts.uri.path());
    let frame = match speech {
        Speech::Page => Frame::from_request_parts(&mut parts, &app).await.ok(),
        Speech::Fhir | Speech::OAuth => None,
    };
    let bare = next.run(Request::from_parts(parts, body)).await;
    if !is_bare(&bare) {
        return bare;
    }
    let dressed = match speech {
        Speech::Fhir => outcome(bare.status()),
        Speech::OAuth => oauth_error(bare.status()),
        Speech::Page => match frame {
            Some(frame) => frame.problem(bare.status(), Problem::of(bare.status())),
            None => bare.status().into_response(),
        },
    };
    keep_headers(&bare, dressed)
}

enum Speech {
    Fhir,
    OAuth,
    Page,
}

impl Speech {
    fn of(path: &str) -> Self {
        let mut segments = path.split('/').skip(2);
        match segments.next() {
            Some("fhir") => Self::Fhir,
            // The authorization endpoint speaks to people.
            Some("o") if segments.next() == Some("authorize") => Self::Page,
            Some("o" | "connect") => Self::OAuth,
            _ => Self::Page,
        }
    }
}

/// Our own answers say what they are; the framework's are plain text or nothing.
fn is_bare(response: &Response) -> bool {
    let refused = response.status().is_client_error() || response.status().is_server_error();
    let content_type = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    refused && content_type.is_none_or(|kind| kind.starts_with(b"text/plain"))
}

fn outcome(status: StatusCode) -> Response {
    let (code, diagnostics) = match status {
        StatusCode::NOT_FOUND => ("not-found", "There is no such resource or operation."),
        StatusCode::METHOD_NOT_ALLOWED => ("not-supported", "This method is not supported here; see Allow."),
        StatusCode::PAYLOAD_TOO_LARGE => ("too-long", "The body is larger than this server accepts."),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            ("invalid", "The body has a Content-Type that is not supported.")
        }
        StatusCode::SERVICE_UNAVAILABLE => ("timeout", "The request took too long. Try again later."),
        StatusCode::INTERNAL_SERVER_ERROR => {
            ("exception", "The server failed. Name the X-Request-Id to the operator.")
        }
        _ => ("invalid", "The request is malformed."),
    };
    let issue = json!({ "severity": "error", "code": code, "diagnostics": diagnostics });
    let body = json!({ "resourceType": "OperationOutcome", "issue": [issue] });
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/fhir+json"));
    (status, [kind], body.to_string()).into_response()
}

fn oauth_error(status: StatusCode) -> Response {
    let (error, description) = match status {
        StatusCode::NOT_FOUND => ("invalid_request", "There is no such endpoint."),
        StatusCode::METHOD_NOT_ALLOWED => {
            ("invalid_request", "This method is not supported here; see Allow.")
        }
        StatusCode::PAYLOAD_TOO_LARGE => ("invalid_request", "The body is larger than this server accepts."),
        StatusCode::SERVICE_UNAVAILABLE => {
            ("temporarily_unavailable", "The request took too long. Try again later.")
        }
        StatusCode::INTERNAL_SERVER_ERROR => {
            ("server_error", "The server failed. Name the X-Request-Id to the operator.")
        }
        _ => ("invalid_request", "The request is malformed."),
    };
    (status, Json(json!({ "error": error, "error_description": description }))).into_response()
}

/// What the framework said in headers (`Allow`, cross-origin headers) still holds.
fn keep_headers(bare: &Response, mut dressed: Response) -> Response {
    for (name, value) in bare.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            dressed.headers_mut().append(name, value.clone());
        }
    }
    dressed
}
