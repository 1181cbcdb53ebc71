//! `/connections/signed-out`: what is over, and what the place where the member signed in may still remember.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use bluestem_auth::visit::Way;
use http::StatusCode;

use crate::pages::frame::Frame;
use crate::route::{Door, Route};
use crate::state::App;

pub(super) const PATH: &str = "/connections/signed-out";

#[derive(Template)]
#[template(path = "connections_signed_out.html")]
struct SignedOutPage<'a> {
    frame: &'a Frame,
    /// Name of the place, and where to sign out of it.
    elsewhere: Option<(&'a str, String)>,
}

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(Door::Page, PATH, show)]
}

async fn show(State(app): State<App>, frame: Frame) -> Response {
    let elsewhere = match app.auth().sign_in_way() {
        Way::Elsewhere(name) => app.auth().sign_out_elsewhere().await.map(|link| (name, link)),
        Way::Password | Way::Closed => None,
    };
    Frame::page(StatusCode::OK, &SignedOutPage { frame: &frame, elsewhere })
}
