//! `o/authorize/{approval}/switch/`: not the person who is greeted.

use axum::extract::{Path, Request, State};
use axum::response::Response;
use http::HeaderMap;

use crate::own_form::Fields;
use crate::pages::approval::Approval;
use crate::pages::frame::Frame;
use crate::redirect;
use crate::route::{Door, Route};
use crate::state::App;

const SEGMENT: &str = "switch/";

pub(super) fn routes(base: &str) -> Vec<Route> {
    vec![Route::post(Door::Page, format!("{base}/o/authorize/{{approval}}/{SEGMENT}"), switch)]
}

async fn switch(State(app): State<App>, Path(id): Path<String>, frame: Frame, request: Request) -> Response {
    let path = request.uri().path().strip_suffix(SEGMENT).unwrap_or_default();
    let approval = Approval::at(&app, path, &id);
    let browser = approval.browser(request.headers());
    let fields = match Fields::read(app.base_url(), request).await {
        Ok(fields) => fields,
        Err(refusal) => return frame.refused_form(refusal),
    };
    match app.auth().switch_person(&id, &browser, fields.get("csrf")).await {
        Ok(next) => {
            let mut headers = HeaderMap::new();
            approval.cookie().set(&mut headers, &next);
            redirect::see_other(headers, &frame.link(&approval.sign_in_path()))
        }
        Err(error) => frame.stopped(error),
    }
}
