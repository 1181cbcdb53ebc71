//! `connect/userinfo`: who the person behind a token is.

use axum::extract::State;
use bluestem_auth::Version;
use bluestem_auth::bearer::{BearerError, Presented};
use bluestem_auth::userinfo::UserInfo;
use http::header::AUTHORIZATION;
use http::{HeaderMap, Method, Uri};

use super::answer;
use crate::proof::ProvenCall;
use crate::route::{Door, Route};
use crate::state::App;

pub(super) fn routes(version: Version, base: &str) -> Vec<Route> {
    let path = format!("{base}/connect/userinfo");
    let handler = move |State(app): State<App>, method: Method, uri: Uri, headers: HeaderMap| async move {
        match userinfo(&app, version, &method, &uri, &headers).await {
            Ok(person) => answer::json(&person),
            Err(error) => answer::refusal(&error),
        }
    };
    // OpenID Connect Core 5.3.1 asks for both methods.
    let routes = [Route::get(Door::Api, path.clone(), handler), Route::post(Door::Api, path, handler)];
    routes.into_iter().flat_map(Route::either_slash).collect()
}

async fn userinfo(
    app: &App,
    version: Version,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<UserInfo, BearerError> {
    let query = uri.query().unwrap_or_default();
    if url::form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name == "access_token") {
        return Err(BearerError::InQuery);
    }
    let header = headers.get(AUTHORIZATION).map(|value| value.to_str().unwrap_or_default());
    let call = ProvenCall::of(app.base_url(), method, uri.path(), headers);
    app.auth().userinfo(version, &Presented::from_header(header, call.call())?).await
}
