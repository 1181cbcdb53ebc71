//! The data dictionary as a page. Its words are those of the source and of FHIR, so it is in English alone.

use askama::Template;
use axum::response::Response;
use bluestem_fhir::dictionary::{Element, RULES, elements};
use http::StatusCode;

use super::frame::Frame;
use crate::route::{Door, Route};

#[derive(Template)]
#[template(path = "dictionary.html")]
struct DictionaryPage<'a> {
    frame: &'a Frame,
    tables: Vec<Table>,
    rules: &'static [(&'static str, &'static str)],
}

/// The elements of one resource type.
struct Table {
    resource: &'static str,
    elements: &'static [Element],
}

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get(Door::Page, "/docs/data-dictionary", dictionary)]
}

async fn dictionary(frame: Frame) -> Response {
    let tables = elements().chunk_by(|one, next| one.resource() == next.resource());
    let tables =
        tables.filter_map(|elements| Some(Table { resource: elements.first()?.resource(), elements }));
    Frame::page(StatusCode::OK, &DictionaryPage { frame: &frame, tables: tables.collect(), rules: RULES })
}
