//! `/connections/{id}/stop`: asks once more, then stops sharing.

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use http::{HeaderMap, StatusCode};

use super::{PATH, browser, detail_path, member, stopped};
use crate::own_form::Fields;
use crate::pages::frame::Frame;
use crate::redirect;
use crate::route::{Door, Route};
use crate::state::App;

#[derive(Template)]
#[template(path = "connections_stop.html")]
struct StopPage<'a> {
    frame: &'a Frame,
    heading: String,
    text: String,
    csrf: &'a str,
    action: String,
    back: String,
}

pub(super) fn routes() -> Vec<Route> {
    let path = "/connections/{id}/stop";
    vec![Route::get(Door::Page, path, ask), Route::post(Door::Page, path, stop)]
}

async fn ask(State(app): State<App>, Path(id): Path<String>, frame: Frame, headers: HeaderMap) -> Response {
    let member = match member(&app, &frame, &headers).await {
        Ok(member) => member,
        Err(answer) => return answer,
    };
    // What is no number is no connection: it gets the same answer as a number of somebody else's.
    let id = id.parse().unwrap_or_default();
    match app.auth().connection(&member, id).await {
        Ok(connection) => {
            let page = StopPage {
                frame: &frame,
                heading: frame.say_with("connections-stop-title", "app", &connection.app.name),
                text: frame.say_with("connections-stop-text", "app", &connection.app.name),
                csrf: &member.csrf,
                action: frame.link(&format!("{}/stop", detail_path(id))),
                back: frame.link(PATH),
            };
            Frame::page(StatusCode::OK, &page)
        }
        Err(error) => stopped(&frame, error),
    }
}

async fn stop(State(app): State<App>, Path(id): Path<String>, frame: Frame, request: Request) -> Response {
    let browser = browser(&app, request.headers());
    let fields = match Fields::read(app.base_url(), request).await {
        Ok(fields) => fields,
        Err(refusal) => return frame.refused_form(refusal),
    };
    let result = match app.auth().member(&browser).await {
        Ok(member) => {
            let id = id.parse().unwrap_or_default();
            app.auth().stop_sharing(&member, id, fields.get("csrf")).await
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => redirect::see_other(HeaderMap::new(), &frame.link(&format!("{PATH}?ended=true"))),
        Err(error) => stopped(&frame, error),
    }
}
