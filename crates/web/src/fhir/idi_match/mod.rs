//! `Patient/$idi-match`: a system finds a person by what it knows of them.

mod input;
mod party;

pub(super) use input::InputError;
pub(super) use party::PartyError;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use bluestem_auth::matching::Inquiry;
use bluestem_model::access::{People, ResourceType};
use bluestem_model::version::Version;

use super::error::FhirError;
use super::request::{Asked, Interaction};
use super::{answer, url_of};
use crate::state::App;

/// `POST Patient/$idi-match`. Nobody, somebody who is not served and more than one person look alike.
pub(super) async fn post(
    State(app): State<App>,
    asked: Asked,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, FhirError> {
    if *asked.access.people() != People::All {
        return Err(FhirError::Scope("system/Patient.rs".to_owned()));
    }
    asked.may(ResourceType::Patient, Interaction::Search)?;
    let party = party::of(&asked.headers)?;
    input::check_type(&asked.headers)?;
    let known = input::read(&body.map_err(|rejection| FhirError::Body(rejection.status()))?)?;
    let address = asked.address();
    let client_id = &asked.access.agent().client_id;
    let inquiry = Inquiry { client_id, known: &known, party: Some(party), address: &address };
    let found = match app.auth().find_person(&asked.access, inquiry).await? {
        Some(person) => app.claims().person(&asked.access, person).await?,
        None => None,
    };
    let found = found.map(|file| {
        let url = url_of(&app, Version::V3, "Patient", &file.asked.index.id.text(Version::V3.home()));
        (file, url)
    });
    let mut answer = Vec::with_capacity(4 * 1024);
    let shown = found.as_ref().map(|(file, url)| (file, url.as_str()));
    bluestem_fhir::v3::idi_match::write(&mut answer, shown, app.now(), &super::uuid(&app))?;
    Ok(answer::json(answer))
}
