//! What is counted of requests: by patterns, never by what a caller chose.

use std::collections::BTreeSet;

use axum::body::Body;
use http::header::AUTHORIZATION;
use http::{Request, StatusCode};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use crate::browser::{send, token};
use crate::fixture::{self, Fixture};
use crate::people::{MEMBER, claim_of};

/// What stands before the value of each line.
fn series(handle: &PrometheusHandle) -> BTreeSet<String> {
    let text = handle.render();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.rsplit_once(' ')).map(|(series, _)| series.to_owned()).collect()
}

/// Asks every route, and paths that there are not, with `mark` wherever a caller may write something.
async fn walk(fixture: &Fixture, mark: &str) {
    for route in &fixture.routes {
        let mut path = String::new();
        for (place, part) in route.path.split(['{', '}']).enumerate() {
            path.push_str(if place % 2 == 1 { mark } else { part });
        }
        let request = Request::builder().method(&route.method).uri(format!("{path}?{mark}={mark}"));
        let request = request.header(AUTHORIZATION, format!("Bearer {mark}")).header("x-request-id", mark);
        send(&fixture.router, request.body(Body::empty()).unwrap()).await;
        let strange = Request::builder().method(mark).uri(path).body(Body::empty()).unwrap();
        send(&fixture.router, strange).await;
        let absent = Request::get(format!("/v3/{mark}/{mark}")).body(Body::empty()).unwrap();
        send(&fixture.router, absent).await;
    }
}

#[tokio::test]
async fn callers_cannot_make_series() {
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    let _counted = metrics::set_default_local_recorder(&recorder);
    let fixture = fixture::sandbox().await;
    walk(&fixture, "ODD1").await;
    let first = series(&handle);
    walk(&fixture, "ODD2").await;
    walk(&fixture, "ODD3").await;
    let after = series(&handle);
    assert_eq!(after.difference(&first).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(after.iter().all(|series| !series.contains("ODD")));
    let unknown = "bluestem_http_requests_total{route=\"-\",method=\"GET\",status=\"404\"}";
    assert!(after.contains(unknown), "{after:#?}");
}

#[tokio::test]
async fn a_read_is_counted_with_its_bytes_and_calls() {
    let fixture = fixture::sandbox().await;
    let bearer = token(&fixture, 0, "patient/ExplanationOfBenefit.rs").await;
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    let _counted = metrics::set_default_local_recorder(&recorder);
    let mut bytes = 0;
    for slash in ["", "/"] {
        let path = format!("/v3/fhir/ExplanationOfBenefit/{}{slash}", claim_of(MEMBER));
        let request = Request::get(path).header(AUTHORIZATION, format!("Bearer {bearer}"));
        let seen = send(&fixture.router, request.body(Body::empty()).unwrap()).await;
        assert_eq!(seen.status, StatusCode::OK);
        bytes += seen.text.len();
    }
    let text = handle.render();
    let route = "route=\"/v3/fhir/ExplanationOfBenefit/{id}\"";
    for line in [
        format!("bluestem_http_requests_total{{{route},method=\"GET\",status=\"200\"}} 2"),
        format!("bluestem_http_response_bytes_total{{{route}}} {bytes}"),
        format!("bluestem_http_request_seconds_count{{{route}}} 2"),
        "bluestem_http_requests_open 0".to_owned(),
        "bluestem_store_call_seconds_count{plane=\"claims\",operation=\"claim\",outcome=\"ok\"} 2".to_owned(),
        "bluestem_events_total{event=\"read\",outcome=\"success\"} 2".to_owned(),
        "bluestem_audit_backlog 2".to_owned(),
    ] {
        assert!(text.contains(&line), "{line}\n{text}");
    }
}
