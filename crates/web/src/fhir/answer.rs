//! Answers: one resource, conditionally, or a bundle.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::response::{IntoResponse, Response};
use bluestem_model::time::Timestamp;
use http::{HeaderMap, HeaderValue, StatusCode, header};

/// The media type of everything here.
pub(super) const FHIR_JSON: &str = "application/fhir+json; charset=utf-8";

/// What a version of a resource is told apart by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Version {
    tag: String,
    updated: Timestamp,
    /// Whether the content follows the clock, so that its date does not tell versions apart.
    clocked: bool,
}

impl Version {
    /// A version known by `content` (anything that changes when the bytes do). The release is part of it: a new
    /// one may write the same record differently.
    pub(super) fn new(content: impl Hash, updated: Timestamp) -> Self {
        let mut hasher = DefaultHasher::new();
        env!("CARGO_PKG_VERSION").hash(&mut hasher);
        content.hash(&mut hasher);
        // Weak: a compressed answer is another sequence of bytes.
        Self { tag: format!("W/\"{:016x}\"", hasher.finish()), updated, clocked: false }
    }

    /// As [`Version::new`], of a resource that also changes with the calendar (a coverage ends).
    pub(super) fn clocked(content: impl Hash, updated: Timestamp) -> Self {
        Self { clocked: true, ..Self::new(content, updated) }
    }

    /// Whether the client has this version already (RFC 9110 13.2.2: a tag counts more than a date).
    pub(super) fn is_known(&self, headers: &HeaderMap) -> bool {
        if headers.contains_key(header::IF_NONE_MATCH) {
            let tags = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
            let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
            return tags
                .flat_map(|value| value.split(','))
                .any(|tag| tag.trim() == "*" || opaque(tag) == opaque(&self.tag));
        }
        if self.clocked {
            return false;
        }
        let since = headers.get(header::IF_MODIFIED_SINCE).and_then(|value| value.to_str().ok());
        since.and_then(http_date).is_some_and(|since| self.updated.seconds() <= since.seconds())
    }

    fn set(&self, headers: &mut HeaderMap) {
        if let Ok(tag) = HeaderValue::from_str(&self.tag) {
            headers.insert(header::ETAG, tag);
        }
        if let Ok(date) = HeaderValue::from_str(&self.updated.to_http_date()) {
            headers.insert(header::LAST_MODIFIED, date);
        }
    }
}

/// A resource in this version.
pub(super) fn resource(version: &Version, body: Vec<u8>) -> Response {
    let mut response = json(body);
    version.set(response.headers_mut());
    response
}

/// The client has this version.
pub(super) fn not_modified(version: &Version) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    version.set(response.headers_mut());
    // As the whole answer has it (RFC 9110 15.4.5).
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// FHIR JSON.
pub(super) fn json(body: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(FHIR_JSON))], body).into_response()
}

/// Reads `Fri, 02 Jan 2026 03:04:05 GMT`, the one form that senders may use (RFC 9110 5.6.7).
fn http_date(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = text.strip_suffix(" GMT")?.split(' ').skip(1);
    let (day, month, year, clock) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    Timestamp::parse(&format!("{year}-{month:02}-{day}T{clock}Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_dates_read_back() {
        let moment = Timestamp::parse("2026-01-02T03:04:05Z").unwrap();
        assert_eq!(http_date(&moment.to_http_date()), Some(moment));
        for bad in ["", "GMT", "Fri, 02 Jan 2026 03:04:05", "2026-01-02", "x, 99 Jan 2026 03:04:05 GMT"] {
            assert_eq!(http_date(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_date_tells_nothing_of_what_follows_the_clock() {
        let moment = Timestamp::parse("2026-01-02T03:04:05Z").unwrap();
        let since = (header::IF_MODIFIED_SINCE, HeaderValue::from_static("Fri, 02 Jan 2026 03:04:05 GMT"));
        let headers: HeaderMap = [since].into_iter().collect();
        assert!(Version::new("content", moment).is_known(&headers));
        assert!(!Version::clocked("content", moment).is_known(&headers));
    }

    #[test]
    fn a_tag_counts_more_than_a_date() {
        let version = Version::new("content", Timestamp::parse("2026-01-02T03:04:05.5Z").unwrap());
        let known = |pairs: &[(header::HeaderName, &str)]| {
            let pairs =
                pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap()));
            version.is_known(&pairs.collect())
        };
        assert!(known(&[(header::IF_MODIFIED_SINCE, "Fri, 02 Jan 2026 03:04:05 GMT")]));
        assert!(!known(&[(header::IF_MODIFIED_SINCE, "Fri, 02 Jan 2026 03:04:04 GMT")]));
        assert!(known(&[(header::IF_NONE_MATCH, &version.tag)]));
        assert!(known(&[(header::IF_NONE_MATCH, "\"other\", *")]));
        assert!(!known(&[
            (header::IF_NONE_MATCH, "W/\"0\""),
            (header::IF_MODIFIED_SINCE, "Fri, 02 Jan 2026 03:04:05 GMT"),
        ]));
        assert!(!known(&[]));
    }
}
