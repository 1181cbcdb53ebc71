//! What the token opens: resources, the person, the server's own documents. Read first, JSON behind.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, Uri};
use serde_json::Value;

use super::in_process::{Answer, Api};
use super::json_text;
use super::pages::Message;
use super::session::Session;
use super::summary::{self, Table};
use crate::pages::frame::Frame;
use crate::route::{Door, Route};
use crate::state::App;

/// Types of resource that the test client looks at.
const RESOURCES: [&str; 3] = ["Patient", "Coverage", "ExplanationOfBenefit"];

#[derive(Template)]
#[template(path = "testclient_resource.html")]
struct ResourcePage<'a> {
    frame: &'a Frame,
    heading: String,
    here: &'a str,
    problem: Option<String>,
    total: Option<String>,
    table: Table,
    pages: Vec<(String, String)>,
    json: String,
}

pub(super) fn routes() -> Vec<Route> {
    let mut routes = vec![
        document("userinfo", |frame| frame.say("name-profile-title"), "/v3/connect/userinfo", true),
        document("metadata", |frame| frame.say("name-metadata"), "/v3/fhir/metadata", false),
        document(
            "openid-configuration",
            |frame| frame.say("name-oidc"),
            "/v3/connect/.well-known/openid-configuration",
            false,
        ),
    ];
    for resource in RESOURCES {
        let search = move |State(app): State<App>, frame: Frame, api: Api, uri: Uri, headers: HeaderMap| async move {
            let path = format!("/v3/fhir/{resource}?{}", fhir_query(&uri));
            show(&app, &frame, &api, &headers, resource, &path).await
        };
        let read = move |State(app): State<App>,
                         Path(id): Path<String>,
                         frame: Frame,
                         api: Api,
                         headers: HeaderMap| async move {
            let id: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
            show(&app, &frame, &api, &headers, resource, &format!("/v3/fhir/{resource}/{id}")).await
        };
        routes.push(Route::get(Door::Page, format!("/testclient/{resource}"), search));
        routes.push(Route::get(Door::Page, format!("/testclient/{resource}/{{id}}"), read));
    }
    routes
}

/// The parameters of the search; the page's language is not one of them.
fn fhir_query(uri: &Uri) -> String {
    let pairs = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let pairs = pairs.filter(|(name, _)| name != "lang");
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn document(
    name: &'static str,
    heading: fn(&Frame) -> String,
    path: &'static str,
    with_token: bool,
) -> Route {
    let handler = move |State(app): State<App>, frame: Frame, api: Api, headers: HeaderMap| async move {
        let Some(session) = Session::of(&app, &headers).filter(|session| session.token().is_some()) else {
            return Message::NoToken.page(&frame, StatusCode::OK, "");
        };
        let answer = api.get(path, session.token().filter(|_| with_token)).await;
        page(&frame, name, heading(&frame), &answer)
    };
    Route::get(Door::Page, format!("/testclient/{name}"), handler)
}

async fn show(
    app: &App,
    frame: &Frame,
    api: &Api,
    headers: &HeaderMap,
    resource: &str,
    path: &str,
) -> Response {
    let Some(session) = Session::of(app, headers).filter(|session| session.token().is_some()) else {
        return Message::NoToken.page(frame, StatusCode::OK, "");
    };
    let answer = api.get(path, session.token()).await;
    let what = if path.contains('?') { format!("Bundle of {resource}") } else { resource.to_owned() };
    page(frame, resource, format!("Response ({what}), API version: v3"), &answer)
}

fn page(frame: &Frame, here: &str, heading: String, answer: &Answer) -> Response {
    let Ok(content) = serde_json::from_str::<Value>(&answer.text) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let problem = match answer.status {
        StatusCode::OK => None,
        StatusCode::FORBIDDEN => Some(frame.say("testclient-insufficient")),
        _ => Some(frame.say("testclient-failed-title")),
    };
    let total = content.get("total").and_then(Value::as_u64).filter(|_| problem.is_none());
    let page = ResourcePage {
        frame,
        heading,
        here,
        total: total.map(|total| frame.say_with("testclient-total", "total", &total.to_string())),
        table: if problem.is_none() { summary::of(frame, &content) } else { Table::default() },
        pages: if problem.is_none() { pages(here, &content) } else { Vec::new() },
        json: json_text::indented(&answer.text),
        problem,
    };
    Frame::page(answer.status, &page)
}

/// The links of a bundle to its pages, as pages of ours.
fn pages(here: &str, bundle: &Value) -> Vec<(String, String)> {
    let links = bundle.get("link").and_then(Value::as_array).into_iter().flatten();
    let named = links.filter_map(|link| Some((link.get("relation")?.as_str()?, link.get("url")?.as_str()?)));
    named
        .map(|(relation, url)| {
            let query = url.split_once('?').map_or("", |(_, query)| query);
            (relation.to_owned(), format!("/testclient/{here}?{query}"))
        })
        .collect()
}
