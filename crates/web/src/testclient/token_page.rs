//! The token response and what it allows.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::json_text;
use super::pages::Message;
use super::session::Session;
use crate::pages::frame::Frame;
use crate::route::{Door, Route};
use crate::state::App;

/// Characters of a token that are shown.
const SHOWN: usize = 6;

#[derive(Template)]
#[template(path = "testclient_token.html")]
struct TokenPage<'a> {
    frame: &'a Frame,
    scopes: String,
    response: String,
    here: &'a str,
}

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(Door::Page, "/testclient/token", token)]
}

async fn token(State(app): State<App>, frame: Frame, headers: HeaderMap) -> Response {
    let Some(tokens) = Session::of(&app, &headers).and_then(|session| session.tokens) else {
        return Message::NoToken.page(&frame, StatusCode::OK, "");
    };
    let scopes = tokens.get("scope").and_then(Value::as_str).unwrap_or_default().replace(' ', "\n");
    let response = json_text::indented(&shortened(tokens).to_string());
    Frame::page(StatusCode::OK, &TokenPage { frame: &frame, scopes, response, here: "" })
}

/// Pages end in screenshots; whole tokens do not belong there.
fn shortened(mut tokens: Value) -> Value {
    for name in ["access_token", "refresh_token"] {
        if let Some(Value::String(token)) = tokens.get_mut(name) {
            *token = token.chars().take(SHOWN).collect::<String>() + "…";
        }
    }
    tokens
}
