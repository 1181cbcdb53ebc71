//! Cookies: read strictly, written with every guard.

use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, HeaderValue};

use crate::base_url::BaseUrl;

/// A cookie of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cookie {
    name: String,
    secure: bool,
    seconds: u32,
}

impl Cookie {
    /// Binds an approval to the browser that began it. Each approval has its own, so that two tabs do not
    /// disturb each other.
    pub(crate) fn approval(base: &BaseUrl, id: &str) -> Self {
        // Enough of the id to tell approvals apart; the rest of it stays out of every further request.
        let short: String = id.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
        Self::new(base, &format!("bluestem-approval-{short}"), 600)
    }

    /// What a person who has left to sign in elsewhere signs in for, by the state with which they come back.
    pub(crate) fn visit(base: &BaseUrl, state: &str) -> Self {
        let short: String = state.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
        Self::new(base, &format!("bluestem-visit-{short}"), 600)
    }

    /// A member's session with our own pages; how long it holds is decided where it is kept.
    pub(crate) fn member(base: &BaseUrl) -> Self {
        Self::new(base, "bluestem-member", 36_000)
    }

    /// The test client's session.
    pub(crate) fn test_client(base: &BaseUrl) -> Self {
        Self::new(base, "bluestem-testclient", 36_000)
    }

    /// `__Host-` binds a cookie to this very host; browsers take it over TLS only (RFC 6265bis 4.1.3.2).
    fn new(base: &BaseUrl, name: &str, seconds: u32) -> Self {
        let prefix = if base.is_https() { "__Host-" } else { "" };
        Self { name: format!("{prefix}{name}"), secure: base.is_https(), seconds }
    }

    /// Its value. None when it is absent, or there twice: then somebody planted one of them.
    pub(crate) fn read(&self, headers: &HeaderMap) -> Option<String> {
        let mut values = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|header| header.to_str().ok())
            .flat_map(|header| header.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(found, _)| *found == self.name)
            .map(|(_, value)| value.to_owned());
        let value = values.next()?;
        values.next().is_none().then_some(value)
    }

    /// Sets it. `value` consists of letters, digits, `-`, `_` and `.`.
    pub(crate) fn set(&self, headers: &mut HeaderMap, value: &str) {
        self.write(headers, value, self.seconds);
    }

    /// Takes it away.
    pub(crate) fn clear(&self, headers: &mut HeaderMap) {
        self.write(headers, "", 0);
    }

    fn write(&self, headers: &mut HeaderMap, value: &str, seconds: u32) {
        let secure = if self.secure { "; Secure" } else { "" };
        let name = &self.name;
        let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        if let Ok(header) = HeaderValue::from_str(&text) {
            headers.append(SET_COOKIE, header);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookies: &[&'static str]) -> HeaderMap {
        cookies.iter().map(|value| (COOKIE, HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn over_tls_a_cookie_is_bound_to_the_host() {
        let base = "https://claims.example.org".parse().unwrap();
        let mut set = HeaderMap::new();
        Cookie::test_client(&base).set(&mut set, "abc");
        let expected =
            "__Host-bluestem-testclient=abc; Path=/; Max-Age=36000; HttpOnly; SameSite=Lax; Secure";
        assert_eq!(set[SET_COOKIE], expected);
        assert_eq!(Cookie::test_client(&base).read(&headers(&["bluestem-testclient=abc"])), None);
    }

    #[test]
    fn a_cookie_that_is_there_twice_is_not_believed() {
        let base = "http://localhost:8000".parse().unwrap();
        let cookie = Cookie::approval(&base, "0123456789-abcdef");
        let name = "bluestem-approval-0123456789ab";
        assert_eq!(cookie.name, name);
        let once = headers(&["a=1; bluestem-approval-0123456789ab=abc"]);
        assert_eq!(cookie.read(&once).as_deref(), Some("abc"));
        let twice = ["bluestem-approval-0123456789ab=a; bluestem-approval-0123456789ab=b"];
        assert_eq!(cookie.read(&headers(&twice)), None);
    }
}
