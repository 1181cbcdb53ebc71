//! "My connections": what a member shares with which app, what was read, and how to stop.

mod activity;
mod card;
mod card_view;
mod detail;
mod list;
mod sign_in;
mod sign_out;
mod signed_out;
mod stop;

use axum::response::Response;
use bluestem_auth::OAuthError as _;
use bluestem_auth::member::{Connection, Member, MemberError, Shared};
use http::{HeaderMap, StatusCode};

use crate::cookie::Cookie;
use crate::pages::frame::Frame;
use crate::pages::problem::Problem;
use crate::redirect;
use crate::route::Route;
use crate::state::App;

/// Where the pages lie.
pub(crate) const PATH: &str = "/connections";
/// Where members sign in.
pub(crate) const SIGN_IN: &str = "/connections/sign-in";

pub(crate) fn routes() -> Vec<Route> {
    let pages = [
        list::routes(),
        card::routes(),
        sign_in::routes(),
        sign_out::routes(),
        signed_out::routes(),
        detail::routes(),
        stop::routes(),
    ];
    pages.into_iter().flatten().collect()
}

/// The value of the member's cookie; empty without one, which opens nothing.
fn browser(app: &App, headers: &HeaderMap) -> String {
    Cookie::member(app.base_url()).read(headers).unwrap_or_default()
}

/// The member who is signed in, or the answer to somebody who is not.
async fn member(app: &App, frame: &Frame, headers: &HeaderMap) -> Result<Member, Response> {
    app.auth().member(&browser(app, headers)).await.map_err(|error| stopped(frame, error))
}

/// The answer when a page does not go on.
fn stopped(frame: &Frame, error: MemberError) -> Response {
    let status = StatusCode::from_u16(error.reply().status).unwrap_or(StatusCode::BAD_REQUEST);
    match error {
        MemberError::NotSignedIn => redirect::see_other(HeaderMap::new(), &frame.link(SIGN_IN)),
        MemberError::Forged => frame.problem(status, Problem::Foreign),
        MemberError::Unknown => frame.problem(status, Problem::NotFound),
        MemberError::Failed(_) => frame.problem(status, Problem::Failed),
    }
}

/// The page of a connection.
fn detail_path(id: i64) -> String {
    format!("{PATH}/{id}")
}

/// What an app may see, in words.
fn shared(frame: &Frame, connection: &Connection) -> Vec<String> {
    let words = connection.sees.iter().map(|thing| match thing {
        Shared::Personal => frame.say("consent-what-personal"),
        Shared::Coverage => frame.say("consent-what-coverage"),
        Shared::Claims => frame.say("consent-what-claims"),
        Shared::DrugClaims => frame.say("consent-what-drugs"),
        Shared::SubstanceUse => frame.say("connections-part2"),
        Shared::Activity => frame.say("consent-what-activity"),
    });
    words.collect()
}
