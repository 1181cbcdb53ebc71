//! `o/authorize/{approval}/sign-in/`: the person proves who they are.

use axum::extract::{Path, Request, State};
use axum::response::Response;
use bluestem_auth::sign_in::{SignIn, SignInError};
use http::{HeaderMap, StatusCode, Uri};

use crate::own_form::Fields;
use crate::pages::approval::Approval;
use crate::pages::frame::Frame;
use crate::pages::sign_in::{SignInPage, with_policy};
use crate::redirect;
use crate::route::{Door, Route};
use crate::server::address;
use crate::state::App;

const SEGMENT: &str = "sign-in/";

pub(super) fn routes(base: &str) -> Vec<Route> {
    let path = format!("{base}/o/authorize/{{approval}}/{SEGMENT}");
    vec![Route::get(Door::Page, path.clone(), show), Route::post(Door::Page, path, submit)]
}

fn approval(app: &App, uri: &Uri, id: &str) -> Approval {
    Approval::at(app, uri.path().strip_suffix(SEGMENT).unwrap_or_default(), id)
}

async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    frame: Frame,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let approval = approval(&app, &uri, &id);
    match app.auth().approval(&id, &approval.browser(&headers)).await {
        Ok(view) if view.signed_in => redirect::found(HeaderMap::new(), &frame.link(approval.path())),
        Ok(view) => {
            let page = SignInPage::of_approval(&app, &frame, &approval, &view);
            with_policy(Frame::page(StatusCode::OK, &page), &view)
        }
        Err(error) => frame.stopped(error),
    }
}

async fn submit(State(app): State<App>, Path(id): Path<String>, frame: Frame, request: Request) -> Response {
    let approval = approval(&app, request.uri(), &id);
    let browser = approval.browser(request.headers());
    let address = address(&request);
    let fields = match Fields::read(app.base_url(), request).await {
        Ok(fields) => fields,
        Err(refusal) => return frame.refused_form(refusal),
    };
    let form = SignIn {
        approval: &id,
        browser: &browser,
        csrf: fields.get("csrf"),
        username: fields.get("username"),
        password: fields.get("password"),
        address: &address,
    };
    let error = match app.auth().sign_in(&form).await {
        Ok(next) => {
            let mut headers = HeaderMap::new();
            approval.cookie().set(&mut headers, &next);
            return redirect::see_other(headers, &frame.link(approval.path()));
        }
        Err(SignInError::Approval(error)) => return frame.stopped(error),
        Err(error) => error,
    };
    match app.auth().approval(&id, &browser).await {
        Ok(view) => {
            let page = SignInPage::of_approval(&app, &frame, &approval, &view);
            with_policy(page.refused(form.username, error), &view)
        }
        Err(error) => frame.stopped(error),
    }
}
