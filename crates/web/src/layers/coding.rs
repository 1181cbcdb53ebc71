//! The content coding of an answer (RFC 9110 12.5.3), chosen before anything is done.
//!
//! The layer that compresses answers a request to which no coding is acceptable with status 406 and the whole body.
//! It is therefore told one coding; where the client leaves none, what it says is disregarded, as the standard allows.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header::ACCEPT_ENCODING;
use http::{HeaderMap, HeaderValue};

/// What can be written, the best first.
const CODINGS: [&str; 2] = ["zstd", "gzip"];
/// The answer as it is.
const IDENTITY: &str = "identity";

/// Puts the chosen coding in the place of what the client accepts.
pub(super) async fn choose(mut request: Request, next: Next) -> Response {
    let chosen = chosen(request.headers());
    request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static(chosen));
    next.run(request).await
}

fn chosen(headers: &HeaderMap) -> &'static str {
    let values = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let given: Vec<(String, u16)> = values.flat_map(|value| value.split(',')).filter_map(weighed).collect();
    let named = |name: &str| given.iter().find(|(coding, _)| coding == name).map(|(_, weight)| *weight);
    let weight = |name: &str| named(name).or_else(|| named("*")).unwrap_or(0);
    // What is not named is acceptable as it is, but whoever names a coding prefers it.
    let plain = named(IDENTITY).unwrap_or(0);
    let best = CODINGS.into_iter().rev().max_by_key(|name| weight(name));
    best.filter(|name| weight(name) > 0 && weight(name) >= plain).unwrap_or(IDENTITY)
}

/// A coding and its weight in thousandths; None for what does not read.
fn weighed(part: &str) -> Option<(String, u16)> {
    let mut pieces = part.split(';').map(str::trim);
    let coding = pieces.next()?.to_ascii_lowercase();
    let coding = if coding == "x-gzip" { "gzip".to_owned() } else { coding };
    let Some(quality) = pieces.next() else { return Some((coding, 1000)) };
    let (name, value) = quality.split_once('=')?;
    let (whole, fraction) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    let digits = fraction.len() <= 3 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let thousandths: u16 = format!("{fraction:0<3}").parse().ok()?;
    let weight = match whole {
        "0" => thousandths,
        "1" if thousandths == 0 => 1000,
        _ => return None,
    };
    (name.trim().eq_ignore_ascii_case("q") && digits).then_some((coding, weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_weighs_and_the_server_breaks_ties() {
        for (accepted, expected) in [
            ("", "identity"),
            ("gzip", "gzip"),
            ("X-GZIP", "gzip"),
            ("gzip, zstd", "zstd"),
            ("zstd;q=0.5, gzip", "gzip"),
            ("gzip;q=0.5, zstd;q=0.8", "zstd"),
            ("gzip;q=0, zstd;q=0", "identity"),
            ("gzip;q=0.2, identity;q=0.9", "identity"),
            ("br, deflate", "identity"),
            ("*", "zstd"),
            ("*;q=0.5, zstd;q=0", "gzip"),
            ("identity;q=0, br", "identity"),
            ("*;q=0", "identity"),
            ("gzip;q=2, zstd;q=x, br;v=1", "identity"),
            ("gzip ; q=1.000", "gzip"),
            ("gzip;q=0.0001", "identity"),
        ] {
            let headers = [(ACCEPT_ENCODING, HeaderValue::from_static(accepted))].into_iter().collect();
            assert_eq!(chosen(&headers), expected, "{accepted}");
        }
        assert_eq!(chosen(&HeaderMap::new()), "identity");
    }
}
