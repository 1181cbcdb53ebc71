//! `/card`: the member's insurance card, to show and to print. It is made of what `$generate-insurance-card` gives.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use bluestem_auth::audit::{DataAsked, DataResponse};
use bluestem_fhir::v3::card;
use bluestem_model::access::{People, ResourceType};
use bluestem_model::id::PersonId;
use bluestem_store::StoreError;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::card_view::{Card, cards};
use super::{member, stopped};
use crate::fhir;
use crate::pages::frame::Frame;
use crate::pages::problem::Problem;
use crate::route::{Door, Route};
use crate::server::Peer;
use crate::state::App;

/// Where the page lies.
const PATH: &str = "/card";

#[derive(Template)]
#[template(path = "card.html")]
struct CardPage<'a> {
    frame: &'a Frame,
    cards: Vec<Card>,
}

pub(super) fn routes() -> Vec<Route> {
    Route::get(Door::Page, PATH, show).either_slash().into()
}

async fn show(
    State(app): State<App>,
    peer: Option<Extension<Peer>>,
    frame: Frame,
    headers: HeaderMap,
) -> Response {
    let member = match member(&app, &frame, &headers).await {
        Ok(member) => member,
        Err(answer) => return answer,
    };
    let access = app.auth().member_access(&member);
    let People::One(person) = *access.people() else {
        return frame.problem(StatusCode::NOT_FOUND, Problem::NotFound);
    };
    let bundle = match bundle(&app, &access, person).await {
        Ok(bundle) => bundle,
        Err(error) => return stopped(&frame, error.into()),
    };
    let cards = bundle.as_ref().map(|bundle| cards(&frame, bundle)).unwrap_or_default();
    let address = peer.map(|Extension(peer)| peer.0.ip().to_string()).unwrap_or_default();
    for resource in [ResourceType::Patient, ResourceType::Coverage] {
        let asked = DataAsked::Read { id: person.to_string(), found: !cards.is_empty() };
        let response = DataResponse { resource, asked, address: address.clone() };
        if let Err(error) = app.auth().record_data(&access, response).await {
            return stopped(&frame, error.into());
        }
    }
    Frame::page(StatusCode::OK, &CardPage { frame: &frame, cards })
}

/// The card as FHIR; None without a coverage that has not ended.
async fn bundle(
    app: &App,
    access: &bluestem_model::access::Access,
    person: PersonId,
) -> Result<Option<Value>, StoreError> {
    let Some(file) = fhir::person_file(app, access, person).await? else { return Ok(None) };
    let mut body = Vec::with_capacity(8 * 1024);
    if card::write(&mut body, &file, None, app.now(), || fhir::uuid(app))? == 0 {
        return Ok(None);
    }
    let unreadable = |error: serde_json::Error| StoreError::Damaged(error.to_string());
    serde_json::from_slice(&body).map(Some).map_err(unreadable)
}
