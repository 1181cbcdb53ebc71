//! `o/authorize`: an app sends a person here.

use axum::extract::{Request, State};
use axum::response::Response;
use bluestem_auth::authorize::{AuthorizePageError, AuthorizeRefusal};
use bluestem_auth::{OAuthError, Parameters, Version};
use http::{HeaderMap, StatusCode};

use super::parameters::{self, Unreadable};
use crate::cookie::Cookie;
use crate::pages::approval::Approval;
use crate::pages::frame::Frame;
use crate::pages::problem::Problem;
use crate::redirect;
use crate::route::{Door, Route};
use crate::state::App;

pub(super) fn routes(version: Version, base: &str) -> Vec<Route> {
    let path = format!("{base}/o/authorize");
    let by_get = move |State(app): State<App>, frame: Frame, request: Request| async move {
        match parameters::of_query(request.uri().query()) {
            Ok(asked) => begin(&app, version, frame, &asked).await,
            Err(unreadable) => refuse_unreadable(&frame, unreadable),
        }
    };
    let by_post = move |State(app): State<App>, frame: Frame, request: Request| async move {
        match parameters::of_query_and_body(request).await {
            Ok(asked) => begin(&app, version, frame, &asked).await,
            Err(unreadable) => refuse_unreadable(&frame, unreadable),
        }
    };
    let routes = [Route::get(Door::Page, path.clone(), by_get), Route::post(Door::Page, path, by_post)];
    routes.into_iter().flat_map(Route::either_slash).collect()
}

async fn begin(app: &App, version: Version, frame: Frame, asked: &Parameters) -> Response {
    // Each approval has a browser id of its own: one that somebody planted beforehand means nothing here.
    let browser = app.auth().new_browser();
    match app.auth().begin_authorization(asked, &browser).await {
        Ok(begun) => {
            let approval = Approval::new(app, version, &begun.approval);
            let mut headers = HeaderMap::new();
            Cookie::approval(app.base_url(), &begun.approval).set(&mut headers, &browser);
            // A request by POST has its language in the body.
            let frame = frame.in_language(begun.language.as_deref());
            redirect::found(headers, &frame.link(&approval.sign_in_path()))
        }
        Err(AuthorizeRefusal::Redirect(target)) => redirect::found(HeaderMap::new(), &target),
        Err(AuthorizeRefusal::Page(error)) => refuse(&frame, &error),
    }
}

fn refuse(frame: &Frame, error: &AuthorizePageError) -> Response {
    let reply = error.reply();
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::BAD_REQUEST);
    let problem = match error {
        AuthorizePageError::Failed(_) => Problem::Failed,
        AuthorizePageError::UnknownClient
        | AuthorizePageError::InactiveApp { .. }
        | AuthorizePageError::ForeignRedirect => Problem::App,
        AuthorizePageError::MissingClient
        | AuthorizePageError::MissingRedirect
        | AuthorizePageError::PushedRequest
        | AuthorizePageError::Repeated => Problem::Request,
    };
    frame.problem_with(status, problem, &reply.description)
}

/// Without readable parameters there is no app that could be told.
fn refuse_unreadable(frame: &Frame, unreadable: Unreadable) -> Response {
    frame.problem_with(unreadable.status(), Problem::Request, &unreadable.to_string())
}
