//! The start page.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use super::frame::Frame;
use crate::route::{Door, Route};

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage<'a> {
    frame: &'a Frame,
}

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get(Door::Page, "/", home)]
}

async fn home(frame: Frame) -> Response {
    Frame::page(StatusCode::OK, &HomePage { frame: &frame })
}
