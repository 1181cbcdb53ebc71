//! The route table: what every route answers without a token, and with tokens that must not open it.

use std::collections::BTreeSet;

use axum::body::Body;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{Method, Request};

use crate::browser::{Seen, send, token, tokens};
use crate::fixture::{self, Fixture, MODEST};
use crate::people::{MEMBER, claim_of, family_of};

const EVERYTHING: &str =
    "openid profile patient/Patient.rs patient/Coverage.rs patient/ExplanationOfBenefit.rs";
/// Opens no resource.
const NOTHING: &str = "openid";

/// What a route answers: to nobody, to the member, to somebody else, with a scope that does not cover it, and
/// with an expired token.
type Answers = [u16; 5];

/// Needs a token of the person. Another person's token finds nothing; by id the resource looks absent.
const READ: Answers = [401, 200, 404, 403, 401];
/// A search; another person's token finds none of the member's data.
const SEARCH: Answers = [401, 200, 200, 403, 401];
/// Needs a scope that an app has only when it was registered with it: see the tests of `AuditEvent`.
const UNASKED: Answers = [401, 403, 403, 403, 401];
/// Open to everybody, token or not.
const OPEN: Answers = [200; 5];
/// An endpoint for apps that prove themselves: a bearer token is no proof.
const APPS: Answers = [401; 5];
/// A page of an approval: without the cookie of the browser that began it, it does not exist.
const APPROVAL: Answers = [404; 5];
/// Refuses an empty request, whoever sends it.
const INCOMPLETE: Answers = [400; 5];
/// A page of a member who is signed in: sends others to the sign-in, whatever tokens they hold.
const MEMBERS: Answers = [303; 5];
/// Sends the browser on.
const REDIRECTS: Answers = [302; 5];

/// Method, route as registered, path to ask, answers.
type Row = (&'static str, &'static str, String, Answers);

/// The OAuth endpoints of a version.
fn oauth_table(version: &str) -> Vec<Row> {
    let endpoints = [
        ("/o/token", "POST", INCOMPLETE),
        ("/o/revoke_token", "POST", APPS),
        ("/o/revoke", "POST", APPS),
        ("/o/introspect", "POST", APPS),
        ("/o/par", "POST", APPS),
        ("/o/expire_authenticated_user/{patient}", "POST", APPS),
        ("/o/authorize", "GET", INCOMPLETE),
        ("/o/authorize", "POST", INCOMPLETE),
        ("/connect/userinfo", "GET", SEARCH),
        ("/connect/userinfo", "POST", SEARCH),
    ];
    let pages = [
        ("/o/authorize/{approval}/", "GET"),
        ("/o/authorize/{approval}/", "POST"),
        ("/o/authorize/{approval}/sign-in/", "GET"),
        ("/o/authorize/{approval}/sign-in/", "POST"),
        ("/o/authorize/{approval}/sign-in/leave", "GET"),
        ("/o/authorize/{approval}/switch/", "POST"),
    ];
    let row = |method, route: String, answers| -> Row {
        let path = route.replace("{approval}", "not-mine").replace("{patient}", &MEMBER.to_string());
        (method, route.leak(), path, answers)
    };
    let endpoints = endpoints.into_iter().flat_map(|(path, method, answers)| {
        ["", "/"].map(|slash| row(method, format!("{version}{path}{slash}"), answers))
    });
    let pages = pages.into_iter().map(|(path, method)| row(method, format!("{version}{path}"), APPROVAL));
    endpoints.chain(pages).collect()
}

/// The FHIR endpoints of v2, by the ids that it gives to members of the Integrated Data Repository.
fn fhir_v2_table() -> Vec<Row> {
    let types = [
        ("Patient", format!("idr-{MEMBER}")),
        ("Coverage", format!("part-a-idr-{MEMBER}")),
        ("ExplanationOfBenefit", format!("carrier-idr-{}", claim_of(MEMBER))),
    ];
    let mut rows: Vec<Row> = Vec::new();
    for (name, id) in types {
        for slash in ["", "/"] {
            let mut add = |method, path: String, answers| {
                let route: &'static str = format!("/v2/fhir/{name}{path}{slash}").leak();
                rows.push((method, route, route.replace("{id}", &id), answers));
            };
            add("GET", "/{id}".to_owned(), READ);
            add("GET", String::new(), SEARCH);
            add("GET", "/_search".to_owned(), SEARCH);
            add("POST", "/_search".to_owned(), SEARCH);
        }
    }
    rows
}

/// The FHIR endpoints of v3.
fn fhir_table() -> Vec<Row> {
    let claim = claim_of(MEMBER);
    let mut rows: Vec<Row> = Vec::new();
    let mut add = |method, route: &'static str, path: &str, answers| {
        rows.push((method, route, path.to_owned(), answers));
    };

    for route in ["/v3/fhir/Patient/{id}", "/v3/fhir/Patient/{id}/"] {
        add("GET", route, &route.replace("{id}", &MEMBER.to_string()), READ);
    }
    for route in ["/v3/fhir/Coverage/{id}", "/v3/fhir/Coverage/{id}/"] {
        add("GET", route, &route.replace("{id}", &format!("part-a-{MEMBER}")), READ);
    }
    for route in [
        "/v3/fhir/ExplanationOfBenefit/{id}",
        "/v3/fhir/ExplanationOfBenefit/{id}/",
        "/v3/fhir/ExplanationOfBenefit/{id}/$explain",
        "/v3/fhir/ExplanationOfBenefit/{id}/$explain/",
    ] {
        add("GET", route, &route.replace("{id}", &claim.to_string()), READ);
    }
    for route in [
        "/v3/fhir/Patient",
        "/v3/fhir/Patient/",
        "/v3/fhir/Coverage",
        "/v3/fhir/Coverage/",
        "/v3/fhir/ExplanationOfBenefit",
        "/v3/fhir/ExplanationOfBenefit/",
    ] {
        add("GET", route, route, SEARCH);
    }
    for route in [
        "/v3/fhir/Patient/{id}/$everything",
        "/v3/fhir/Patient/{id}/$everything/",
        "/v3/fhir/Coverage/{id}/$generate-insurance-card",
        "/v3/fhir/Coverage/{id}/$generate-insurance-card/",
    ] {
        add("GET", route, &route.replace("{id}", &MEMBER.to_string()), READ);
    }
    for route in ["/v3/fhir/Patient/$generate-insurance-card", "/v3/fhir/Patient/$generate-insurance-card/"] {
        add("GET", route, route, SEARCH);
    }
    for route in ["/v3/fhir/Patient/$idi-match", "/v3/fhir/Patient/$idi-match/"] {
        add("POST", route, route, UNASKED);
    }
    for route in [
        "/v3/fhir/Patient/_search",
        "/v3/fhir/Patient/_search/",
        "/v3/fhir/Coverage/_search",
        "/v3/fhir/Coverage/_search/",
        "/v3/fhir/ExplanationOfBenefit/_search",
        "/v3/fhir/ExplanationOfBenefit/_search/",
    ] {
        add("GET", route, route, SEARCH);
        add("POST", route, route, SEARCH);
    }
    for route in ["/v3/fhir/AuditEvent/{id}", "/v3/fhir/AuditEvent/{id}/"] {
        add("GET", route, &route.replace("{id}", "1"), UNASKED);
    }
    for route in ["/v3/fhir/AuditEvent", "/v3/fhir/AuditEvent/"] {
        add("GET", route, route, UNASKED);
    }
    for route in ["/v3/fhir/AuditEvent/_search", "/v3/fhir/AuditEvent/_search/"] {
        add("GET", route, route, UNASKED);
        add("POST", route, route, UNASKED);
    }
    rows
}

fn table() -> Vec<Row> {
    let mut rows = fhir_table();
    rows.extend(fhir_v2_table());
    let mut add = |method, route: &'static str, path: &str, answers| {
        rows.push((method, route, path.to_owned(), answers));
    };

    for route in [
        "/",
        "/docs/data-dictionary",
        "/health",
        "/health/",
        "/health/live",
        "/health/live/",
        "/health/ready",
        "/health/ready/",
        "/v2/fhir/metadata",
        "/v2/fhir/metadata/",
        "/v2/fhir/.well-known/smart-configuration",
        "/v3/fhir/metadata",
        "/v3/fhir/metadata/",
        "/v3/fhir/.well-known/smart-configuration",
        "/v2/connect/.well-known/openid-configuration",
        "/v3/connect/.well-known/openid-configuration",
        "/.well-known/openid-configuration",
        "/.well-known/openid-configuration-v2",
        "/.well-known/openid-configuration-v3",
        "/.well-known/oauth-authorization-server",
        "/.well-known/jwks.json",
        "/.well-known/applications",
        "/.well-known/public-applications",
        "/sandbox",
        "/testclient",
        "/testclient/",
        "/testclient/authorize-link-v3",
        // Without a session of the test client they say where to begin.
        "/testclient/callback",
        "/testclient/token",
        "/testclient/userinfo",
        "/testclient/metadata",
        "/testclient/openid-configuration",
        "/testclient/Patient",
        "/testclient/Coverage",
        "/testclient/ExplanationOfBenefit",
    ] {
        add("GET", route, route, OPEN);
    }
    for route in
        ["/testclient/Patient/{id}", "/testclient/Coverage/{id}", "/testclient/ExplanationOfBenefit/{id}"]
    {
        add("GET", route, &route.replace("{id}", &MEMBER.to_string()), OPEN);
    }
    add("GET", "/connections/sign-in", "/connections/sign-in", OPEN);
    add("POST", "/connections/sign-in", "/connections/sign-in", [403; 5]);
    // In the sandbox people sign in here, and nobody leaves or comes back.
    add("GET", "/connections/sign-in/leave", "/connections/sign-in/leave", [404; 5]);
    add("GET", "/sign-in/callback", "/sign-in/callback", INCOMPLETE);
    add("GET", "/connections/signed-out", "/connections/signed-out", OPEN);
    for (method, route) in [
        ("GET", "/card"),
        ("GET", "/card/"),
        ("GET", "/connections"),
        ("GET", "/connections/"),
        ("GET", "/connections/{id}"),
        ("GET", "/connections/{id}/stop"),
        ("POST", "/connections/{id}/stop"),
        ("POST", "/connections/sign-out"),
    ] {
        add(method, route, &route.replace("{id}", "1"), MEMBERS);
    }
    add("GET", "/testclient/restart", "/testclient/restart", REDIRECTS);
    add("GET", "/assets/{digest}/{*file}", "/assets/0/no/such/file", [404; 5]);
    add("POST", "/sandbox/clock", "/sandbox/clock", INCOMPLETE);
    for version in ["/v2", "/v3"] {
        for (method, route, path, answers) in oauth_table(version) {
            add(method, route, &path, answers);
        }
    }
    rows
}

#[tokio::test]
async fn every_route_is_in_the_table() {
    let fixture = fixture::sandbox().await;
    let registered: BTreeSet<(Method, String)> =
        fixture.routes.iter().map(|route| (route.method.clone(), route.path.clone())).collect();
    let tabled: BTreeSet<(Method, String)> =
        table().iter().map(|(method, route, ..)| (method.parse().unwrap(), (*route).to_owned())).collect();
    let untested: Vec<_> = registered.difference(&tabled).collect();
    assert!(untested.is_empty(), "routes without a row in the table: {untested:?}");
    let gone: Vec<_> = tabled.difference(&registered).collect();
    assert!(gone.is_empty(), "rows without a route: {gone:?}");
}

#[tokio::test]
async fn every_route_opens_to_the_right_token_alone() {
    let fixture = fixture::sandbox().await;
    let expired = token(&fixture, 0, EVERYTHING).await;
    fixture.clock.advance(3601);
    // Of another app: a new consent to the same app ends the tokens of the earlier one.
    let narrow = tokens(&fixture, MODEST, 0, NOTHING).await["access_token"].as_str().unwrap().to_owned();
    let other = token(&fixture, 1, EVERYTHING).await;
    let own = token(&fixture, 0, EVERYTHING).await;
    let bearers = [None, Some(own), Some(other), Some(narrow), Some(expired)];
    let mut wrong = Vec::new();
    for (method, route, path, answers) in table() {
        for (column, bearer) in bearers.iter().enumerate() {
            let seen = ask(&fixture, method, &path, bearer.as_deref()).await;
            let status = seen.status.as_u16();
            let marks = [family_of(MEMBER).to_owned(), claim_of(MEMBER).to_string()];
            let leaks = column != 1 && marks.iter().any(|mark| seen.text.contains(mark));
            if status != answers[column] || leaks {
                wrong.push(format!("{method} {route} column {column}: {status}, leaks {leaks}"));
            }
            if status == 401 {
                assert!(seen.headers.contains_key("www-authenticate"), "{method} {path} {}", seen.text);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The table's expectations must not hold for empty answers: the member's token does see the member's data.
#[tokio::test]
async fn the_member_sees_their_data() {
    let fixture = fixture::sandbox().await;
    let own = token(&fixture, 0, EVERYTHING).await;
    for (path, mark) in [
        (format!("/v3/fhir/Patient/{MEMBER}"), family_of(MEMBER).to_owned()),
        ("/v3/fhir/Patient".to_owned(), family_of(MEMBER).to_owned()),
        ("/v3/connect/userinfo".to_owned(), family_of(MEMBER).to_owned()),
        ("/v2/connect/userinfo".to_owned(), format!("\"patient\":\"idr-{MEMBER}\"")),
        ("/v2/fhir/Patient".to_owned(), family_of(MEMBER).to_owned()),
        ("/v2/fhir/Coverage".to_owned(), format!("part-a-idr-{MEMBER}")),
        ("/v2/fhir/ExplanationOfBenefit".to_owned(), format!("\"id\":\"carrier-idr-{}\"", claim_of(MEMBER))),
        ("/v3/fhir/Coverage".to_owned(), format!("part-a-{MEMBER}")),
        ("/v3/fhir/ExplanationOfBenefit".to_owned(), format!("\"id\":\"{}\"", claim_of(MEMBER))),
    ] {
        let seen = ask(&fixture, "GET", &path, Some(&own)).await;
        assert!(seen.text.contains(&mark), "{path}: {}", seen.text);
    }
}

async fn ask(fixture: &Fixture, method: &str, path: &str, bearer: Option<&str>) -> Seen {
    let mut request = Request::builder().method(method).uri(path);
    if method == "POST" {
        request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    if let Some(bearer) = bearer {
        request = request.header(AUTHORIZATION, format!("Bearer {bearer}"));
    }
    send(&fixture.router, request.body(Body::empty()).unwrap()).await
}
