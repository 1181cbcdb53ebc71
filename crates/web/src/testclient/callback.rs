//! The person comes back: with a code, which becomes tokens, or with an error.

use axum::extract::{Query, State};
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::authorize::CALLBACK;
use super::in_process::{Answer, Api};
use super::pages::Message;
use super::session::Session;
use crate::pages::frame::Frame;
use crate::redirect;
use crate::route::{Door, Route};
use crate::state::App;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(Door::Page, CALLBACK, callback)]
}

#[derive(Deserialize)]
struct Callback {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
    iss: Option<String>,
}

async fn callback(
    State(app): State<App>,
    frame: Frame,
    api: Api,
    headers: HeaderMap,
    Query(returned): Query<Callback>,
) -> Response {
    let Some(session) = Session::of(&app, &headers) else {
        return Message::NoToken.page(&frame, StatusCode::OK, "");
    };
    // `state` ties the answer to this browser, `iss` to this server (RFC 9207).
    let own_state = session.state.is_some() && session.state == returned.state;
    if !own_state || returned.iss.is_some_and(|issuer| issuer != app.base_url().as_str()) {
        return Message::ForeignState.page(&frame, StatusCode::BAD_REQUEST, "");
    }
    if let Some(error) = returned.error {
        let detail = format!("{error}: {}", returned.error_description.unwrap_or_default());
        return Message::Denied.page(&frame, StatusCode::OK, &detail);
    }
    Session::end(&app, &headers);
    let answer = exchange(&app, &api, &session, &returned.code.unwrap_or_default()).await;
    if answer.status != StatusCode::OK {
        return Message::Failed.page(&frame, StatusCode::BAD_GATEWAY, &answer.text);
    }
    let tokens = serde_json::from_str(&answer.text).ok();
    let mut cookies = HeaderMap::new();
    session.with_tokens(tokens).keep(&app, &mut cookies);
    // A reload of the next page does not bring the code again.
    redirect::found(cookies, &frame.link("/testclient/token"))
}

/// The token request (RFC 6749 4.1.3, RFC 7636 4.5).
async fn exchange(app: &App, api: &Api, session: &Session, code: &str) -> Answer {
    let client = app.sandbox().map(|sandbox| &sandbox.test_client);
    let callback = app.base_url().join(CALLBACK);
    let mut fields = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", callback.as_str()),
        ("code_verifier", session.verifier.as_str()),
        ("client_id", client.map(|client| client.client_id.as_str()).unwrap_or_default()),
    ];
    if let Some(secret) = client.and_then(|client| client.client_secret.as_deref()) {
        fields.push(("client_secret", secret));
    }
    api.post_form("/v3/o/token", &fields).await
}
