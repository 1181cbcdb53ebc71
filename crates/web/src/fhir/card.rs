//! `$generate-insurance-card`: a person's digital insurance card (C4DIC).

use axum::extract::{Path, State};
use axum::response::Response;
use bluestem_auth::audit::DataAsked;
use bluestem_fhir::search::person_id;
use bluestem_fhir::v3::card;
use bluestem_fhir::v3::coverage::CoverageId;
use bluestem_model::access::{People, ResourceType};
use bluestem_model::id::PersonId;

use super::error::FhirError;
use super::request::{Asked, Interaction};
use super::{answer, people};
use crate::state::App;

/// `GET Patient/$generate-insurance-card`: the card of the person whose token it is.
pub(super) async fn own(State(app): State<App>, asked: Asked) -> Result<Response, FhirError> {
    match asked.access.people() {
        People::One(own) => {
            let own = *own;
            card_of(&app, &asked, own, None).await
        }
        People::All => Err(FhirError::WhoseCard),
    }
}

/// `GET Coverage/{id}/$generate-insurance-card`: the card of the person with this number (as BFD v3 has it), or
/// that part of it which shows the Coverage with this id.
pub(super) async fn of_coverage(
    State(app): State<App>,
    asked: Asked,
    Path(id): Path<String>,
) -> Result<Response, FhirError> {
    let who = asked.asker(&app);
    if let Ok(person) = person_id(&id, &who) {
        return card_of(&app, &asked, person, None).await;
    }
    let named = CoverageId::parse(&id, who.bare())?;
    card_of(&app, &asked, named.person, Some(named)).await
}

async fn card_of(
    app: &App,
    asked: &Asked,
    person: PersonId,
    only: Option<CoverageId>,
) -> Result<Response, FhirError> {
    asked.may(ResourceType::Coverage, Interaction::Read)?;
    asked.may(ResourceType::Patient, Interaction::Read)?;
    let file = people::file(app, &asked.access, person).await?;
    let mut body = Vec::with_capacity(8 * 1024);
    let shown = match &file {
        Some(file) => card::write(&mut body, file, only.as_ref(), app.now(), || super::uuid(app))?,
        None => 0,
    };
    for resource in [ResourceType::Patient, ResourceType::Coverage] {
        let recorded = DataAsked::Read { id: person.to_string(), found: shown > 0 };
        asked.record(app, resource, recorded).await?;
    }
    if shown == 0 {
        return Err(FhirError::NotFound("Coverage"));
    }
    Ok(answer::json(body))
}
