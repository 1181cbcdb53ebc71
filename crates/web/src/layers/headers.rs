//! Headers that make browsers careful.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::state::App;

/// Nothing from elsewhere, no script at all, no frame, forms only to ourselves.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The policy of a page whose form may end, by redirect, at `target`: browsers hold `form-action` against
/// redirects too. None when `target` cannot stand in a policy.
pub(crate) fn policy_with_form_target(target: &str) -> Option<HeaderValue> {
    let fit = target.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b';' | b',' | b'\''));
    if !fit {
        return None;
    }
    HeaderValue::from_str(&POLICY.replace("form-action 'self'", &format!("form-action 'self' {target}"))).ok()
}

/// Adds the headers that a route did not set itself.
pub(super) async fn security_headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    set_default(headers, X_CONTENT_TYPE_OPTIONS, "nosniff");
    set_default(headers, X_FRAME_OPTIONS, "DENY");
    // Nothing leaves to other origins; our own forms keep their `Origin`, which `no-referrer` would blank.
    set_default(headers, REFERRER_POLICY, "same-origin");
    set_default(headers, CONTENT_SECURITY_POLICY, POLICY);
    // Most answers are about one person; what may be kept says so itself.
    set_default(headers, CACHE_CONTROL, "no-store");
    if app.base_url().is_https() {
        set_default(headers, STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    response
}

fn set_default(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}
