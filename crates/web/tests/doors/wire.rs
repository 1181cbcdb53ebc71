//! What every answer has: headers, forms of refusal, cross-origin rules, bounds.

use std::io::Write as _;

use axum::body::Body;
use http::header::{CONTENT_TYPE, ORIGIN};
use http::{Request, StatusCode};

use crate::browser::{Browser, Seen, authorize_url, get_with, send, token};
use crate::fixture::{self, APP, Fixture};

async fn get(fixture: &Fixture, path: &str) -> Seen {
    send(&fixture.router, Request::get(path).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn pages_are_careful() {
    let fixture = fixture::serve().await;
    let page = get(&fixture, "/").await;
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert_eq!(page.header("referrer-policy"), "same-origin");
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.header("strict-transport-security").starts_with("max-age=31536000"));
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(!page.text.contains("<script") && !page.text.contains(" style="), "{}", page.text);
    assert_eq!(page.header("x-request-id").len(), 32);
}

#[tokio::test]
async fn without_tls_there_is_no_promise_of_tls() {
    let fixture = fixture::sandbox().await;
    assert_eq!(get(&fixture, "/").await.header("strict-transport-security"), "");
}

/// Browsers hold `form-action` against the redirect that follows a form.
#[tokio::test]
async fn the_consent_form_may_end_at_the_app() {
    let fixture = fixture::serve().await;
    let mut browser = Browser::new(&fixture);
    let consent = browser.sign_in(&authorize_url(APP, "patient/Patient.rs"), 0).await;
    let page = browser.get(&consent).await;
    assert!(page.header("content-security-policy").contains("form-action 'self' https://app.example;"));
    assert!(browser.cookies.keys().all(|name| name.starts_with("__Host-")), "{:?}", browser.cookies);
}

#[tokio::test]
async fn unknown_paths_are_refused_in_the_callers_words() {
    let fixture = fixture::sandbox().await;
    let page = get(&fixture, "/no/such/page").await;
    assert_eq!(
        (page.status, page.header("content-type")),
        (StatusCode::NOT_FOUND, "text/html; charset=utf-8")
    );
    let outcome = get(&fixture, "/v3/fhir/Observation").await;
    assert_eq!(
        (outcome.status, outcome.header("content-type")),
        (StatusCode::NOT_FOUND, "application/fhir+json")
    );
    assert_eq!(outcome.json()["resourceType"], "OperationOutcome");
    let error = get(&fixture, "/v3/o/nothing").await;
    assert_eq!((error.status, &error.json()["error"]), (StatusCode::NOT_FOUND, &"invalid_request".into()));
    let method = get(&fixture, "/v3/o/token").await;
    assert_eq!((method.status, method.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
    assert_eq!(method.json()["error"], "invalid_request");
}

#[tokio::test]
async fn bodies_have_a_bound() {
    let fixture = fixture::sandbox().await;
    for path in ["/v3/o/token", "/v3/o/revoke/", "/v3/o/authorize/"] {
        let request = Request::post(path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let body = Body::from("a".repeat(70_000));
        let seen = send(&fixture.router, request.body(body).unwrap()).await;
        assert_eq!(seen.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
        assert!(
            !seen.text.is_empty() && seen.header("content-type") != "text/plain",
            "{path}: {}",
            seen.text
        );
    }
}

#[tokio::test]
async fn apps_in_browsers_may_call_the_api_and_no_page() {
    let fixture = fixture::sandbox().await;
    for path in ["/v3/fhir/Patient", "/v3/o/token/", "/v3/fhir/.well-known/smart-configuration"] {
        let preflight = Request::options(path)
            .header(ORIGIN, "https://app.example")
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization");
        let seen = send(&fixture.router, preflight.body(Body::empty()).unwrap()).await;
        assert_eq!(
            (seen.status, seen.header("access-control-allow-origin")),
            (StatusCode::OK, "*"),
            "{path}"
        );
        assert_eq!(seen.header("access-control-allow-headers"), "authorization");
    }
    for path in ["/v3/o/authorize/", "/", "/testclient"] {
        let request = Request::get(path).header(ORIGIN, "https://app.example").body(Body::empty()).unwrap();
        let seen = send(&fixture.router, request).await;
        assert_eq!(seen.header("access-control-allow-origin"), "", "{path}");
    }
}

#[tokio::test]
async fn a_token_in_the_query_is_refused() {
    let fixture = fixture::sandbox().await;
    let own = token(&fixture, 0, "openid profile patient/Patient.rs").await;
    let seen = get(&fixture, &format!("/v3/connect/userinfo?access_token={own}")).await;
    assert_eq!(seen.status, StatusCode::BAD_REQUEST);
    let seen = get_with(&fixture, &format!("/v3/connect/userinfo?access_token={own}"), &own).await;
    assert_eq!(seen.status, StatusCode::BAD_REQUEST);
    let seen = get(&fixture, &format!("/v3/fhir/Patient?access_token={own}")).await;
    assert!(seen.status.is_client_error());
}

#[tokio::test]
async fn links_come_from_the_configured_base() {
    let fixture = fixture::serve().await;
    let request = Request::get("/v3/fhir/.well-known/smart-configuration").header("host", "evil.example");
    let seen = send(&fixture.router, request.body(Body::empty()).unwrap()).await;
    assert_eq!(seen.json()["token_endpoint"], "https://claims.example.org/v3/o/token");
    assert!(!seen.text.contains("evil.example"));
}

#[tokio::test]
async fn styles_are_kept_for_good_and_only_under_their_digest() {
    let fixture = fixture::sandbox().await;
    let page = get(&fixture, "/").await;
    let start = page.text.find("/assets/").unwrap();
    let path = page.text[start..].split('"').next().unwrap();
    let digest = path.split('/').nth(2).unwrap();
    assert_eq!(digest.len(), 16);
    if !std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/ui/dist/css/bluestem.css")).exists() {
        let _ = writeln!(std::io::stderr(), "skipped: the styles are not built (make assets)");
        return;
    }
    let styles = get(&fixture, &format!("/assets/{digest}/css/bluestem.css")).await;
    assert_eq!(styles.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(styles.header("content-type"), "text/css");
    let old = get(&fixture, "/assets/0000000000000000/css/bluestem.css").await;
    assert_eq!(old.header("cache-control"), "public, max-age=60");
}

#[tokio::test]
async fn answers_are_compressed_when_asked() {
    let fixture = fixture::sandbox().await;
    for encoding in ["gzip", "zstd"] {
        let request = Request::get("/").header("accept-encoding", encoding).body(Body::empty()).unwrap();
        assert_eq!(send(&fixture.router, request).await.header("content-encoding"), encoding);
    }
}

#[tokio::test]
async fn time_moves_in_the_sandbox_alone() {
    let advance = || {
        let request = Request::post("/sandbox/clock").header(CONTENT_TYPE, "application/json");
        request.body(Body::from("{\"advance_seconds\": 60}")).unwrap()
    };
    let sandbox = fixture::sandbox().await;
    assert_eq!(send(&sandbox.router, advance()).await.json()["now"], "2026-01-01T00:01:00Z");
    let back = Request::post("/sandbox/clock").header(CONTENT_TYPE, "application/json");
    let back = back.body(Body::from("{\"advance_seconds\": -60}")).unwrap();
    assert_eq!(send(&sandbox.router, back).await.status, StatusCode::BAD_REQUEST);

    let serve = fixture::serve().await;
    assert_eq!(send(&serve.router, advance()).await.status, StatusCode::NOT_FOUND);
    for path in ["/sandbox", "/testclient", "/testclient/callback"] {
        assert_eq!(get(&serve, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(!get(&serve, "/").await.text.contains("Sandbox"));
}
