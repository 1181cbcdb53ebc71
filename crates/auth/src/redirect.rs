//! Redirect URIs: which may be registered, which match, and what is appended to them.

use std::net::IpAddr;

use url::Url;

/// Schemes that run or read something in the browser instead of reaching an app.
const DANGEROUS: [&str; 8] =
    ["javascript", "data", "vbscript", "file", "blob", "about", "filesystem", "view-source"];

/// Whether a redirect URI may be registered: absolute, without fragment or user; https, http to this very
/// machine, or an app's own scheme (RFC 8252 7).
pub(crate) fn may_register(uri: &str) -> bool {
    let Ok(url) = Url::parse(uri) else { return false };
    let plain = !uri.contains(['#', '\\', ' ']) && uri.chars().all(|character| character.is_ascii_graphic());
    let anonymous = url.username().is_empty() && url.password().is_none();
    let scheme = match url.scheme() {
        "https" => true,
        "http" => url.host_str() == Some("localhost") || loopback(&url),
        other => !DANGEROUS.contains(&other),
    };
    plain && anonymous && scheme
}

/// Whether an app may publish its keys there. Whether this server goes there is decided when it does.
pub(crate) fn may_serve_keys(uri: &str) -> bool {
    may_register(uri) && Url::parse(uri).is_ok_and(|url| matches!(url.scheme(), "https" | "http"))
}

/// Whether the URI asked for is the registered one: letter by letter, except for the port of a loopback
/// address, which an app cannot know beforehand (RFC 8252 7.3).
pub(crate) fn matches(registered: &str, asked: &str) -> bool {
    registered == asked || same_loopback(registered, asked).unwrap_or(false)
}

fn same_loopback(registered: &str, asked: &str) -> Option<bool> {
    let (mut registered, asked_url) = (Url::parse(registered).ok()?, Url::parse(asked).ok()?);
    if !(loopback(&registered) && loopback(&asked_url)) {
        return None;
    }
    registered.set_port(asked_url.port()).ok()?;
    // Comparing with the text as asked refuses any other spelling of the same URI.
    Some(registered.as_str() == asked)
}

fn loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    url.scheme() == "http" && host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The redirect URI with these parameters behind those it has.
pub(crate) fn with_parameters(uri: &str, parameters: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters);
    let joint = if uri.contains('?') { "&" } else { "?" };
    format!("{uri}{joint}{}", query.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_same_uri_matches() {
        let registered = "https://app.example/callback/";
        assert!(matches(registered, registered));
        let foreign = [
            "https://app.example/callback",
            "https://app.example/callback/?x=1",
            "https://app.example/callback/../evil",
            "https://app.example.evil.example/callback/",
            "https://user@app.example/callback/",
            "http://app.example/callback/",
            "HTTPS://app.example/callback/",
            "https://app.example:444/callback/",
            "http://localhost:1/",
        ];
        for asked in foreign {
            assert!(!matches(registered, asked), "{asked}");
        }
        assert!(!matches("http://localhost:3001/cb", "http://localhost:3002/cb"), "localhost is a name");
    }

    #[test]
    fn loopback_ports_are_free() {
        assert!(matches("http://127.0.0.1/cb", "http://127.0.0.1:49152/cb"));
        assert!(matches("http://[::1]:1/cb", "http://[::1]:2/cb"));
        assert!(!matches("http://127.0.0.1/cb", "http://127.0.0.1:49152/other"));
        assert!(!matches("http://127.0.0.1/cb", "http://127.0.0.2:80/cb"));
        assert!(!matches("http://127.0.0.1/cb", "https://127.0.0.1/cb"));
        assert!(!matches("http://127.0.0.1/cb", "http://evil@127.0.0.1:1/cb"));
    }

    #[test]
    fn dangerous_uris_are_not_registered() {
        let good =
            ["https://app.example/cb?x=1", "http://localhost:3001/cb", "http://127.0.0.1/cb", "org.app:/cb"];
        for uri in good {
            assert!(may_register(uri), "{uri}");
        }
        let bad = [
            "javascript:alert(1)",
            "data:text/html,x",
            "http://app.example/cb",
            "https://app.example/#x",
            "https://app.example/cb#",
            "https://user:pw@app.example/",
            "/cb",
            "",
            "https://app.example/ cb",
            "https://app.example/\u{e9}",
        ];
        for uri in bad {
            assert!(!may_register(uri), "{uri}");
        }
    }

    #[test]
    fn parameters_follow_those_of_the_uri() {
        assert_eq!(
            with_parameters("https://a.example/?x=1", &[("state", "a b&c")]),
            "https://a.example/?x=1&state=a+b%26c"
        );
        assert_eq!(with_parameters("org.app:/cb", &[("code", "1")]), "org.app:/cb?code=1");
    }
}
