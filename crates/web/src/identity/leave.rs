//! The ways out: from a sign-in page to the place where people sign in.
//!
//! They are links, not forms: browsers hold the policy for forms against every redirect that follows, and where
//! a provider sends its people on the way is its own affair.

use axum::extract::{Path, State};
use axum::response::Response;
use bluestem_auth::sign_in::SignInError;
use bluestem_auth::{OAuthError, Version};
use http::{HeaderMap, StatusCode};

use super::LEAVE;
use super::errand::{Errand, Goal};
use crate::connections;
use crate::cookie::Cookie;
use crate::pages::frame::Frame;
use crate::pages::problem::Problem;
use crate::redirect;
use crate::route::{Door, Route};
use crate::state::App;

pub(super) fn routes() -> Vec<Route> {
    let of_approval = |version: Version| {
        let path = format!("/{}/o/authorize/{{approval}}/sign-in/{LEAVE}", version.segment());
        let leave = move |State(app): State<App>,
                          Path(id): Path<String>,
                          frame: Frame,
                          headers: HeaderMap| async move {
            leave(&app, &frame, &headers, Goal::Approval(version, id)).await
        };
        Route::get(Door::Page, path, leave)
    };
    let of_member = |State(app): State<App>, frame: Frame, headers: HeaderMap| async move {
        leave(&app, &frame, &headers, Goal::Member).await
    };
    let member = Route::get(Door::Page, format!("{}/{LEAVE}", connections::SIGN_IN), of_member);
    vec![of_approval(Version::V2), of_approval(Version::V3), member]
}

async fn leave(app: &App, frame: &Frame, headers: &HeaderMap, goal: Goal) -> Response {
    let browser = goal.cookie(app).read(headers).unwrap_or_default();
    match app.auth().depart(&goal.asked(&browser), frame.lang().tag()).await {
        Ok(departure) => {
            let mut headers = HeaderMap::new();
            let errand = Errand { goal, lang: frame.chosen() };
            Cookie::visit(app.base_url(), &departure.state).set(&mut headers, &errand.to_string());
            redirect::found(headers, &departure.target)
        }
        Err(SignInError::NotConfigured) => frame.problem(StatusCode::NOT_FOUND, Problem::NotFound),
        Err(SignInError::Approval(error)) => frame.stopped(error),
        Err(error) => {
            let status = StatusCode::from_u16(error.reply().status).unwrap_or(StatusCode::BAD_REQUEST);
            let lost = error == SignInError::Lost;
            frame.problem(status, if lost { Problem::Expired } else { Problem::SignIn })
        }
    }
}
