//! `/connections`: every app that the member shares with.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use bluestem_auth::member::{Connection, Member};
use http::{HeaderMap, StatusCode, Uri};

use super::{PATH, detail_path, member, shared, stopped};
use crate::pages::frame::Frame;
use crate::route::{Door, Route};
use crate::state::App;

#[derive(Template)]
#[template(path = "connections.html")]
struct ListPage<'a> {
    frame: &'a Frame,
    member: &'a Member,
    ended: bool,
    rows: Vec<Row>,
    sign_out: String,
}

/// A connection in words.
struct Row {
    name: String,
    since: String,
    until: String,
    shared: Vec<String>,
    last_read: String,
    detail: String,
    stop: String,
}

impl Row {
    fn new(frame: &Frame, connection: Connection) -> Self {
        let shared = shared(frame, &connection);
        let until = connection.until.map(|until| frame.date(until.date()));
        let until = match until {
            Some(date) if connection.expired => frame.say_with("connections-expired", "date", &date),
            Some(date) => frame.say_with("connections-until", "date", &date),
            None => frame.say("connections-no-end"),
        };
        let last_read = connection.last_read.map(|moment| frame.moment(moment));
        let path = detail_path(connection.id);
        Self {
            name: connection.app.name,
            since: frame.say_with("connections-since", "date", &frame.date(connection.since.date())),
            until,
            shared,
            last_read: match last_read {
                Some(moment) => frame.say_with("connections-last-read", "moment", &moment),
                None => frame.say("connections-never-read"),
            },
            stop: frame.link(&format!("{path}/stop")),
            detail: frame.link(&path),
        }
    }
}

pub(super) fn routes() -> Vec<Route> {
    Route::get(Door::Page, PATH, show).either_slash().into()
}

async fn show(State(app): State<App>, frame: Frame, uri: Uri, headers: HeaderMap) -> Response {
    let member = match member(&app, &frame, &headers).await {
        Ok(member) => member,
        Err(answer) => return answer,
    };
    let connections = match app.auth().connections(&member).await {
        Ok(connections) => connections,
        Err(error) => return stopped(&frame, error),
    };
    let page = ListPage {
        frame: &frame,
        member: &member,
        ended: uri.query().is_some_and(|query| query.split('&').any(|pair| pair == "ended=true")),
        rows: connections.into_iter().map(|connection| Row::new(&frame, connection)).collect(),
        sign_out: frame.link("/connections/sign-out"),
    };
    Frame::page(StatusCode::OK, &page)
}
