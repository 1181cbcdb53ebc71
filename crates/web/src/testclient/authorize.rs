//! The start, and the address to which the app sends the person.

use askama::Template;
use aws_lc_rs::digest;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, StatusCode};

use super::session::Session;
use crate::pages::frame::Frame;
use crate::redirect;
use crate::route::{Door, Route};
use crate::state::App;

/// What the test client asks for.
const SCOPE: &str =
    "openid profile launch/patient patient/Patient.rs patient/Coverage.rs patient/ExplanationOfBenefit.rs";

/// Where the person comes back to, below the base URL.
pub(super) const CALLBACK: &str = "/testclient/callback";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(Door::Page, "/testclient", start),
        Route::get(Door::Page, "/testclient/", start),
        Route::get(Door::Page, "/testclient/authorize-link-v3", link),
        Route::get(Door::Page, "/testclient/restart", restart),
    ]
}

#[derive(Template)]
#[template(path = "testclient_start.html")]
struct StartPage<'a> {
    frame: &'a Frame,
}

#[derive(Template)]
#[template(path = "testclient_authorize.html")]
struct AuthorizePage<'a> {
    frame: &'a Frame,
    address: String,
    spanish: String,
}

async fn start(frame: Frame) -> Response {
    Frame::page(StatusCode::OK, &StartPage { frame: &frame })
}

async fn link(State(app): State<App>, frame: Frame, request: HeaderMap) -> Response {
    let Some(client_id) = app.sandbox().map(|sandbox| sandbox.test_client.client_id.clone()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    Session::end(&app, &request);
    let mut headers = HeaderMap::new();
    let session = Session::begin(&app, &mut headers);
    let address = address(&app, &client_id, &session);
    let page = AuthorizePage { frame: &frame, spanish: format!("{address}&lang=es"), address };
    let mut response = Frame::page(StatusCode::OK, &page);
    response.headers_mut().extend(headers);
    response
}

async fn restart(State(app): State<App>, frame: Frame, headers: HeaderMap) -> Response {
    Session::end(&app, &headers);
    redirect::found(HeaderMap::new(), &frame.link("/testclient"))
}

/// The authorization request (RFC 6749 4.1.1, RFC 7636 4.3, SMART App Launch 2.2).
fn address(app: &App, client_id: &str, session: &Session) -> String {
    let digest = digest::digest(&digest::SHA256, session.verifier.as_bytes());
    let base = app.base_url();
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("response_type", "code")
        .append_pair("client_id", client_id)
        .append_pair("redirect_uri", &base.join(CALLBACK))
        .append_pair("scope", SCOPE)
        .append_pair("state", session.state.as_deref().unwrap_or_default())
        .append_pair("aud", &base.join("/v3/fhir"))
        .append_pair("code_challenge", &URL_SAFE_NO_PAD.encode(digest))
        .append_pair("code_challenge_method", "S256")
        .finish();
    base.join(&format!("/v3/o/authorize/?{query}"))
}
