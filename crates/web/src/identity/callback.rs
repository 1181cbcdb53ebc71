//! `/sign-in/callback`: the one way back.
//!
//! Where it goes on from here is what the visit began for; nothing of the request says it, so it is of no use as
//! an open redirect.

use axum::extract::{Request, State};
use axum::response::Response;
use bluestem_auth::sign_in::SignInError;
use bluestem_auth::visit::{Arrival, CALLBACK};
use http::{HeaderMap, StatusCode};

use super::errand::{Errand, Goal};
use crate::cookie::Cookie;
use crate::messages::Lang;
use crate::oauth::parameters;
use crate::pages::frame::Frame;
use crate::pages::problem::Problem;
use crate::pages::sign_in::OUTCOME;
use crate::redirect;
use crate::route::{Door, Route};
use crate::server::address;
use crate::state::App;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(Door::Page, CALLBACK, arrive)]
}

async fn arrive(State(app): State<App>, frame: Frame, request: Request) -> Response {
    let Ok(parameters) = parameters::of_query(request.uri().query()) else {
        return lost(&frame);
    };
    let Some(state) = app.auth().state_of(&parameters).map(str::to_owned) else { return lost(&frame) };
    let Some(errand) = Errand::read(&app, &state, request.headers()) else { return lost(&frame) };
    let frame = frame.in_language(errand.lang.map(Lang::tag));
    let cookie = errand.goal.cookie(&app);
    let browser = cookie.read(request.headers()).unwrap_or_default();
    let arrival = Arrival {
        errand: errand.goal.asked(&browser),
        parameters: &parameters,
        language: frame.lang().tag(),
        address: &address(&request),
    };
    let mut response = match app.auth().arrive(&arrival).await {
        Ok(next) => {
            let mut headers = HeaderMap::new();
            cookie.set(&mut headers, &next);
            redirect::see_other(headers, &frame.link(&errand.goal.path(&app)))
        }
        Err(error) => refuse(&app, &frame, &errand.goal, error),
    };
    Cookie::visit(app.base_url(), &state).clear(response.headers_mut());
    response
}

fn refuse(app: &App, frame: &Frame, goal: &Goal, error: SignInError) -> Response {
    match error {
        SignInError::Lost => lost(frame),
        SignInError::Approval(error) => frame.stopped(error),
        SignInError::TooMany { retry_after } => frame.waits(retry_after),
        // The sign-in page tells what happened: this address works once, and is not to be shown or reloaded.
        error => {
            let page = format!("{}?{OUTCOME}={}", goal.sign_in_path(app), error.word());
            redirect::see_other(HeaderMap::new(), &frame.link(&page))
        }
    }
}

fn lost(frame: &Frame) -> Response {
    frame.problem(StatusCode::BAD_REQUEST, Problem::Expired)
}
