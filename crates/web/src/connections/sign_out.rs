//! `/connections/sign-out`: ends the member's session.

use axum::extract::{Request, State};
use axum::response::Response;
use bluestem_auth::visit::Way;
use http::HeaderMap;

use super::{browser, stopped};
use crate::cookie::Cookie;
use crate::own_form::Fields;
use crate::pages::frame::Frame;
use crate::redirect;
use crate::route::{Door, Route};
use crate::state::App;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::post(Door::Page, "/connections/sign-out", sign_out)]
}

async fn sign_out(State(app): State<App>, frame: Frame, request: Request) -> Response {
    let browser = browser(&app, request.headers());
    let fields = match Fields::read(app.base_url(), request).await {
        Ok(fields) => fields,
        Err(refusal) => return frame.refused_form(refusal),
    };
    match app.auth().member_sign_out(&browser, fields.get("csrf")).await {
        Ok(()) => {
            let mut headers = HeaderMap::new();
            Cookie::member(app.base_url()).clear(&mut headers);
            let next = match app.auth().sign_in_way() {
                Way::Elsewhere(_) => super::signed_out::PATH,
                Way::Password | Way::Closed => "/",
            };
            redirect::see_other(headers, &frame.link(next))
        }
        Err(error) => stopped(&frame, error),
    }
}
