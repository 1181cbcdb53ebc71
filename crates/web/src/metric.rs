//! What the doors count.

use std::time::Duration;

use bluestem_model::metric::Metric;
use http::{Method, StatusCode};
use metrics::{Counter, Gauge, counter, gauge, histogram};

const REQUESTS: &str = "bluestem_http_requests_total";
const SECONDS: &str = "bluestem_http_request_seconds";
const BYTES: &str = "bluestem_http_response_bytes_total";
const OPEN: &str = "bluestem_http_requests_open";
const REFUSALS: &str = "bluestem_refusals_total";

/// The metrics of the doors.
pub const METRICS: &[Metric] = &[
    Metric::counter(
        REQUESTS,
        &["route", "method", "status"],
        "Answered requests; `route` is the pattern of the path, `-` for an unknown one.",
    ),
    Metric::histogram(
        SECONDS,
        &["route"],
        "From the whole headers of a request to the first byte of its answer.",
    ),
    Metric::counter(BYTES, &["route"], "Bytes of answers without headers, as sent."),
    Metric::gauge(OPEN, &[], "Requests that are being worked on."),
    Metric::counter(
        REFUSALS,
        &["door", "reason"],
        "Refused requests: `fhir` with the issue's code, `oauth` with the error code of RFC 6749 and its kin.",
    ),
];

/// A request that is being worked on.
pub(crate) struct Open(Gauge);

impl Open {
    pub(crate) fn new() -> Self {
        let open = gauge!(OPEN);
        open.increment(1);
        Self(open)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}

/// Counts an answer.
pub(crate) fn answered(route: &str, method: &Method, status: StatusCode, took: Duration) {
    let labels = [
        ("route", route.to_owned()),
        ("method", method_label(method).to_owned()),
        ("status", status.as_str().to_owned()),
    ];
    counter!(REQUESTS, &labels).increment(1);
    histogram!(SECONDS, "route" => route.to_owned()).record(took);
}

/// Counts the bytes of answers to this route.
pub(crate) fn bytes(route: &str) -> Counter {
    counter!(BYTES, "route" => route.to_owned())
}

/// Counts a refusal.
pub(crate) fn refused(door: &'static str, reason: &'static str) {
    counter!(REFUSALS, "door" => door, "reason" => reason).increment(1);
}

/// A caller may make up methods; the standard has these.
fn method_label(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}
