//! Forms of our own pages: whether they come from there, and their fields.

use axum::extract::Request;
use http::HeaderMap;
use http::header::ORIGIN;

use crate::base_url::BaseUrl;
use crate::oauth::parameters::{Unreadable, body_pairs};

/// Why a form is refused before its fields are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormRefusal {
    /// A page of another origin sent it.
    Foreign,
    /// It does not read.
    Unreadable(Unreadable),
}

/// The fields of a form.
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads the form of one of our pages. Behind this stands the hidden field against forgery; this check
    /// refuses what browsers already know to be foreign.
    pub(crate) async fn read(base: &BaseUrl, request: Request) -> Result<Self, FormRefusal> {
        if !is_own(base, request.headers()) {
            return Err(FormRefusal::Foreign);
        }
        body_pairs(request).await.map(Self).map_err(FormRefusal::Unreadable)
    }

    /// The value of `name`, empty when it is absent or repeated.
    pub(crate) fn get(&self, name: &str) -> &str {
        let mut values = self.0.iter().filter(|(found, _)| found == name).map(|(_, value)| value.as_str());
        match (values.next(), values.next()) {
            (Some(value), None) => value,
            _ => "",
        }
    }
}

/// Browsers that send `Sec-Fetch-Site` know best; others send `Origin` with a form; programs send neither.
fn is_own(base: &BaseUrl, headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    headers.get(ORIGIN).is_none_or(|origin| origin == base.origin())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn forms_of_other_origins_are_foreign() {
        let base = "https://claims.example.org/payer".parse().unwrap();
        let headers = |name: &'static str, value| {
            HeaderMap::from_iter([(name.parse().unwrap(), HeaderValue::from_static(value))])
        };
        assert!(is_own(&base, &HeaderMap::new()));
        assert!(is_own(&base, &headers("origin", "https://claims.example.org")));
        assert!(is_own(&base, &headers("sec-fetch-site", "same-origin")));
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            assert!(!is_own(&base, &headers(name, value)), "{name}: {value}");
        }
    }

    #[test]
    fn a_repeated_field_counts_as_absent() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let fields = Fields(vec![pair("a", "1"), pair("b", "1"), pair("b", "2")]);
        assert_eq!((fields.get("a"), fields.get("b"), fields.get("c")), ("1", "", ""));
    }
}
