//! `/connections/{id}`: one app, what it may see, and what it did.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use bluestem_auth::member::{Activity, Connection};
use http::{HeaderMap, StatusCode, Uri};

use super::{PATH, activity, detail_path, member, shared, stopped};
use crate::pages::frame::Frame;
use crate::route::{Door, Route};
use crate::state::App;

/// Events on a page.
const EVENTS: u32 = 20;

#[derive(Template)]
#[template(path = "connections_detail.html")]
struct DetailPage<'a> {
    frame: &'a Frame,
    name: &'a str,
    shared: Vec<String>,
    since: String,
    until: String,
    doings: Vec<(String, String)>,
    older: Option<String>,
    newest: Option<String>,
    stop: String,
    back: String,
}

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(Door::Page, "/connections/{id}", show)]
}

async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    frame: Frame,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let member = match member(&app, &frame, &headers).await {
        Ok(member) => member,
        Err(answer) => return answer,
    };
    let id = id.parse().unwrap_or_default();
    let before = before(&uri);
    let connection = match app.auth().connection(&member, id).await {
        Ok(connection) => connection,
        Err(error) => return stopped(&frame, error),
    };
    match app.auth().activity(&member, id, before, EVENTS).await {
        Ok(activity) => page(&frame, &connection, &activity, before.is_some()),
        Err(error) => stopped(&frame, error),
    }
}

/// Where a page of events begins; what is no number begins at the newest.
fn before(uri: &Uri) -> Option<i64> {
    let query = uri.query()?;
    query.split('&').find_map(|pair| pair.strip_prefix("before="))?.parse().ok()
}

fn page(frame: &Frame, connection: &Connection, activity: &Activity, later: bool) -> Response {
    let path = detail_path(connection.id);
    let doings = activity.events.iter();
    let doings = doings.map(|found| (frame.moment(found.event.at), activity::words(frame, &found.event)));
    let page = DetailPage {
        frame,
        name: &connection.app.name,
        shared: shared(frame, connection),
        since: frame.date(connection.since.date()),
        until: match connection.until {
            Some(until) => frame.date(until.date()),
            None => frame.say("connections-no-end"),
        },
        doings: doings.collect(),
        older: activity.next.map(|next| frame.link(&format!("{path}?before={next}"))),
        newest: later.then(|| frame.link(&path)),
        stop: frame.link(&format!("{path}/stop")),
        back: frame.link(PATH),
    };
    Frame::page(StatusCode::OK, &page)
}
