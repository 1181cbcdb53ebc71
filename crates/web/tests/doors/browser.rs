//! A browser that knows forms and cookies, and no scripts.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt;

use crate::fixture::{APP, CALLBACK, Fixture, SECRET};

/// RFC 7636 appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// An answer, read.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where it redirects to.
    pub(crate) fn location(&self) -> &str {
        assert!(self.status.is_redirection(), "{} {}", self.status, self.text);
        self.headers[LOCATION].to_str().unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{} {}", self.status, self.text))
    }

    /// The value of the hidden field against forgery.
    pub(crate) fn csrf(&self) -> &str {
        let start = self.text.find("name=\"csrf\" value=\"").expect("a form") + 19;
        let rest = &self.text[start..];
        &rest[..rest.find('"').unwrap()]
    }
}

/// Sends a request past the network.
pub(crate) async fn send(router: &Router, request: Request<Body>) -> Seen {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    Seen { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
}

/// Form-encodes fields.
pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// The path and query of an absolute or relative URL.
pub(crate) fn path(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| &rest[rest.find('/').unwrap_or(rest.len())..])
}

/// The value of a query parameter.
pub(crate) fn parameter(url: &str, name: &str) -> Option<String> {
    let query = url.split_once('?')?.1;
    url::form_urlencoded::parse(query.as_bytes())
        .find(|(found, _)| found == name)
        .map(|(_, value)| value.into_owned())
}

/// A browser.
pub(crate) struct Browser<'a> {
    router: &'a Router,
    pub(crate) cookies: BTreeMap<String, String>,
}

impl<'a> Browser<'a> {
    pub(crate) fn new(fixture: &'a Fixture) -> Self {
        Self { router: &fixture.router, cookies: BTreeMap::new() }
    }

    pub(crate) async fn get(&mut self, url: &str) -> Seen {
        self.send(Request::get(path(url)), Body::empty()).await
    }

    pub(crate) async fn post(&mut self, url: &str, fields: &[(&str, &str)]) -> Seen {
        self.post_from(url, fields, &[]).await
    }

    /// Posts a form with further headers.
    pub(crate) async fn post_from(
        &mut self,
        url: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Seen {
        let request = Request::post(path(url)).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.send(request, Body::from(form(fields))).await
    }

    async fn send(&mut self, request: http::request::Builder, body: Body) -> Seen {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(COOKIE, cookies.join("; ")).body(body).unwrap();
        let seen = send(self.router, request).await;
        for set in seen.headers.get_all(SET_COOKIE) {
            let (name, rest) = set.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        seen
    }

    /// Follows redirects within the server.
    pub(crate) async fn follow(&mut self, mut seen: Seen) -> Seen {
        while seen.status.is_redirection() {
            let target = seen.location().to_owned();
            seen = self.get(&target).await;
        }
        seen
    }

    /// From an authorization request to the path of the consent page, signed in as the member with this number.
    pub(crate) async fn sign_in(&mut self, url: &str, number: u32) -> String {
        let sign_in = self.get(url).await.location().to_owned();
        let page = self.get(&sign_in).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let (username, password) = (format!("BBUser{number:05}"), format!("PW{number:05}!"));
        let fields = [("csrf", page.csrf()), ("username", &username), ("password", &password)];
        self.post(&sign_in, &fields).await.location().to_owned()
    }

    /// The whole way: where the app is called back.
    pub(crate) async fn share(&mut self, url: &str, number: u32) -> String {
        let consent = self.sign_in(url, number).await;
        let page = self.get(&consent).await;
        self.post(&consent, &[("csrf", page.csrf()), ("allow", "true")]).await.location().to_owned()
    }
}

/// The authorization request of an app.
pub(crate) fn authorize_url(client_id: &str, scope: &str) -> String {
    let query = form(&[
        ("response_type", "code"),
        ("client_id", client_id),
        ("redirect_uri", CALLBACK),
        ("scope", scope),
        ("state", "a state of the test"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]);
    format!("/v3/o/authorize/?{query}")
}

/// The token response of an app for the member with this number.
pub(crate) async fn tokens(
    fixture: &Fixture,
    client_id: &str,
    number: u32,
    scope: &str,
) -> serde_json::Value {
    let target = Browser::new(fixture).share(&authorize_url(client_id, scope), number).await;
    let code = parameter(&target, "code").expect("a code");
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
        ("client_id", client_id),
        ("client_secret", SECRET),
    ];
    let answer = Browser::new(fixture).post("/v3/o/token/", &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    answer.json()
}

/// An access token for the member with this number.
pub(crate) async fn token(fixture: &Fixture, number: u32, scope: &str) -> String {
    tokens(fixture, APP, number, scope).await["access_token"].as_str().unwrap().to_owned()
}

/// `GET` with a bearer token.
pub(crate) async fn get_with(fixture: &Fixture, path: &str, token: &str) -> Seen {
    let request = Request::get(path).header(AUTHORIZATION, format!("Bearer {token}"));
    send(&fixture.router, request.body(Body::empty()).unwrap()).await
}
