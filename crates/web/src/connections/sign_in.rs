//! `/connections/sign-in`: the member proves who they are.

use axum::extract::{Request, State};
use axum::response::Response;
use bluestem_auth::member::MemberSignIn;
use bluestem_auth::sign_in::SignInError;
use http::{HeaderMap, StatusCode};

use super::{PATH, SIGN_IN, browser};
use crate::cookie::Cookie;
use crate::own_form::Fields;
use crate::pages::frame::Frame;
use crate::pages::problem::Problem;
use crate::pages::sign_in::SignInPage;
use crate::redirect;
use crate::route::{Door, Route};
use crate::server::address;
use crate::state::App;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(Door::Page, SIGN_IN, show), Route::post(Door::Page, SIGN_IN, submit)]
}

/// The form is bound to the browser by a cookie of its own, so that nobody signs another in as themselves
/// (login CSRF).
async fn show(State(app): State<App>, frame: Frame, headers: HeaderMap) -> Response {
    let mut browser = browser(&app, &headers);
    if app.auth().member(&browser).await.is_ok() {
        return redirect::found(HeaderMap::new(), &frame.link(PATH));
    }
    let fresh = browser.is_empty();
    if fresh {
        browser = app.auth().new_browser();
    }
    let mut response = Frame::page(StatusCode::OK, &page(&app, &frame, &browser));
    if fresh {
        Cookie::member(app.base_url()).set(response.headers_mut(), &browser);
    }
    response
}

async fn submit(State(app): State<App>, frame: Frame, request: Request) -> Response {
    let browser = browser(&app, request.headers());
    let address = address(&request);
    let fields = match Fields::read(app.base_url(), request).await {
        Ok(fields) => fields,
        Err(refusal) => return frame.refused_form(refusal),
    };
    let username = fields.get("username");
    let form = MemberSignIn {
        browser: &browser,
        csrf: fields.get("csrf"),
        username,
        password: fields.get("password"),
        address: &address,
    };
    match app.auth().member_sign_in(&form).await {
        Ok(next) => {
            let mut headers = HeaderMap::new();
            Cookie::member(app.base_url()).set(&mut headers, &next);
            redirect::see_other(headers, &frame.link(PATH))
        }
        Err(SignInError::Forged) => frame.problem(StatusCode::FORBIDDEN, Problem::Foreign),
        Err(error) => page(&app, &frame, &browser).refused(username, error),
    }
}

fn page<'a>(app: &'a App, frame: &'a Frame, browser: &str) -> SignInPage<'a> {
    SignInPage::new(app, frame, SIGN_IN, frame.say("connections-sign-in"), app.auth().member_form(browser))
}
