//! The public list of apps, in the two shapes in which Blue Button gives it.

use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use bluestem_auth::Failure;
use bluestem_auth::authorize::AppSummary;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::oauth::answer;
use crate::route::{Door, Route};
use crate::state::App;

/// Apps on a page that does not say.
const PAGE: usize = 10;
/// Apps on a page at most.
const LONGEST_PAGE: usize = 10_000;

pub(crate) fn routes() -> Vec<Route> {
    let shapes: [(&str, Shape); 2] =
        [("/.well-known/applications", application), ("/.well-known/public-applications", entry)];
    let route = |(path, shape): (&'static str, Shape)| {
        let handler = move |State(app): State<App>, Query(asked): Query<Asked>| async move {
            list(&app, path, &asked, shape).await
        };
        Route::get(Door::Api, path, handler)
    };
    shapes.map(route).into()
}

/// How one app is shown.
type Shape = fn(&AppSummary) -> Value;

/// A page: both from 1, as text, since what does not read is answered as Blue Button does.
#[derive(Deserialize)]
struct Asked {
    page: Option<String>,
    page_size: Option<String>,
}

impl Asked {
    /// Number of the page, and how many apps are on one; None when it does not read.
    fn read(&self) -> Option<(usize, usize)> {
        let number = |text: &Option<String>, usual| match text {
            Some(text) => text.parse().ok().filter(|number| *number > 0),
            None => Some(usual),
        };
        let size = number(&self.page_size, PAGE).unwrap_or(PAGE);
        Some((number(&self.page, 1)?, size.min(LONGEST_PAGE)))
    }
}

async fn list(app: &App, path: &str, asked: &Asked, shape: Shape) -> Response {
    let apps = match app.auth().listed_apps().await {
        Ok(apps) => apps,
        Err(error) => {
            tracing::error!(%error, "cannot list the apps");
            return answer::refusal(&Failure::from(&error));
        }
    };
    let Some((page, size)) = asked.read() else { return no_page() };
    let first = (page - 1).saturating_mul(size);
    if page > 1 && first >= apps.len() {
        return no_page();
    }
    let link = |page: usize| app.base_url().join(&format!("{path}?page={page}&page_size={size}"));
    let results: Vec<Value> = apps.iter().skip(first).take(size).map(shape).collect();
    let body = json!({
        "count": apps.len(),
        "next": (first.saturating_add(size) < apps.len()).then(|| link(page + 1)),
        "previous": (page > 1).then(|| link(page - 1)),
        "publisher": app.base_url().as_str(),
        "results": results,
    });
    Json(body).into_response()
}

fn no_page() -> Response {
    (StatusCode::NOT_FOUND, Json(json!({ "detail": "Invalid page." }))).into_response()
}

/// As the page of apps shows it. What this server does not know of an app is empty.
fn application(app: &AppSummary) -> Value {
    json!({
        "name": app.name,
        "website_uri": text(app.website_uri.as_deref()),
        "logo_uri": "",
        "tos_uri": text(app.terms_uri.as_deref()),
        "policy_uri": text(app.policy_uri.as_deref()),
        "support_email": "",
        "support_phone_number": "",
        "description": text(app.description.as_deref()),
        "labels": [],
    })
}

/// As directories of providers take it.
fn entry(app: &AppSummary) -> Value {
    json!({
        "name": app.name,
        "description": text(app.description.as_deref()),
        "website_uri": text(app.website_uri.as_deref()),
        "tos_uri": text(app.terms_uri.as_deref()),
        "privacy_policy_uri": text(app.policy_uri.as_deref()),
        "contacts": [],
    })
}

fn text(value: Option<&str>) -> &str {
    value.unwrap_or_default()
}
