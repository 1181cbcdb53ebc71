//! The public base URL: the start of every absolute link, never taken from a request's Host.

use std::fmt;
use std::str::FromStr;

/// `scheme://host[:port][/path]` without a trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

/// Why a text is no public base URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlError {
    /// It does not parse.
    #[error("it is not an absolute URL like https://claims.example.org")]
    NotAbsolute,
    /// The scheme is neither http nor https.
    #[error("its scheme must be https, or http on the machine itself")]
    Scheme,
    /// It has a query, a fragment or credentials.
    #[error("it must have no query, no fragment and no user name")]
    Extras,
}

impl BaseUrl {
    /// The URL of a path below it. `path` begins with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// The URL itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether browsers reach the server over TLS.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// The path of the URL of a path below it: what a link on a page says.
    pub fn path(&self, path: &str) -> String {
        let own = self.0.get(self.origin().len()..).unwrap_or_default();
        format!("{own}{path}")
    }

    /// What browsers send as `Origin` from our own pages: scheme, host and port without a path.
    pub fn origin(&self) -> &str {
        let authority = self.0.find("://").map_or(0, |at| at + 3);
        let end = self.0.get(authority..).and_then(|rest| rest.find('/')).map(|at| authority + at);
        self.0.get(..end.unwrap_or(self.0.len())).unwrap_or_default()
    }
}

impl FromStr for BaseUrl {
    type Err = BaseUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = url::Url::parse(text).map_err(|_| BaseUrlError::NotAbsolute)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(BaseUrlError::Scheme);
        }
        if url.host_str().is_none() {
            return Err(BaseUrlError::NotAbsolute);
        }
        let bare = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        if !bare || url.password().is_some() {
            return Err(BaseUrlError::Extras);
        }
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_joined_without_a_double_slash() {
        let base: BaseUrl = "https://claims.example.org/payer/".parse().unwrap();
        assert_eq!(base.join("/v3/fhir/Patient"), "https://claims.example.org/payer/v3/fhir/Patient");
        assert_eq!(base.path("/sandbox"), "/payer/sandbox");
        assert_eq!(base.origin(), "https://claims.example.org");
        assert_eq!("http://localhost:8000".parse::<BaseUrl>().unwrap().origin(), "http://localhost:8000");
    }

    #[test]
    fn what_is_no_base_url_is_refused() {
        assert_eq!("claims.example.org".parse::<BaseUrl>(), Err(BaseUrlError::NotAbsolute));
        assert_eq!("ftp://claims.example.org".parse::<BaseUrl>(), Err(BaseUrlError::Scheme));
        assert_eq!("https://a@claims.example.org".parse::<BaseUrl>(), Err(BaseUrlError::Extras));
        assert_eq!("https://claims.example.org/?a=b".parse::<BaseUrl>(), Err(BaseUrlError::Extras));
    }
}
