//! Patient.

use axum::extract::{Path, State};
use axum::response::Response;
use bluestem_auth::audit::DataAsked;
use bluestem_fhir::search::{self, PatientSearch};
use bluestem_fhir::v3::patient;
use bluestem_model::access::{Access, ResourceType};
use bluestem_model::person::PersonFile;
use bluestem_store::StoreError;

use super::answer::{self, Version};
use super::error::FhirError;
use super::people::{self, Found};
use super::render;
use super::request::{Asked, Interaction, Pairs, searched};
use crate::state::App;

/// `GET Patient/{id}`.
pub(super) async fn read(
    State(app): State<App>,
    asked: Asked,
    Path(id): Path<String>,
) -> Result<Response, FhirError> {
    asked.may(ResourceType::Patient, Interaction::Read)?;
    let form = asked.patient_form()?;
    let key = search::person_id(&id, &asked.asker(&app))?;
    let found = app.claims().person(&asked.access, key).await?;
    asked.record(&app, ResourceType::Patient, DataAsked::Read { id, found: found.is_some() }).await?;
    let file = found.ok_or(FhirError::NotFound("Patient"))?;
    let mut body = Vec::with_capacity(2 * 1024);
    render::patient(&mut body, form, &file)?;
    let version = Version::new(&body, patient::updated(&file));
    if version.is_known(&asked.headers) {
        return Ok(answer::not_modified(&version));
    }
    Ok(answer::resource(&version, body))
}

/// `GET Patient?...` and `POST Patient/_search`.
pub(super) async fn search(
    State(app): State<App>,
    asked: Asked,
    Pairs(pairs): Pairs,
) -> Result<Response, FhirError> {
    asked.may(ResourceType::Patient, Interaction::Search)?;
    let form = asked.patient_form()?;
    let search = search::patients(&pairs, asked.asker(&app))?;
    if search.asked.mbi_hash.is_some() && !app.knows_hashes() {
        return Err(FhirError::NoHashes);
    }
    let complete_until = app.claims().complete_until(app.now()).await?;
    let mut found = find(&app, &asked.access, &search.asked).await?;
    found.retain(|file| search.asked.updated.contains(patient::updated(file)));
    let count = search.page.slice(&found).len();
    asked.record(&app, ResourceType::Patient, searched(count)).await?;
    let id = |file: &PersonFile| file.asked.index.id.text(asked.version.home());
    let write = |out: &mut Vec<u8>, file: &PersonFile| render::patient(out, form, file);
    let found = Found { all: &found, id, write };
    let bundle = people::bundle(&app, &asked, "Patient", &search, complete_until, found);
    Ok(answer::json(bundle.await?))
}

/// The people that the search names, by ascending key.
async fn find(app: &App, access: &Access, asked: &PatientSearch) -> Result<Vec<PersonFile>, StoreError> {
    let ids = asked.ids.as_deref();
    let identified = match (&asked.mbi, &asked.mbi_hash) {
        (Some(mbi), _) => Some(app.claims().people_by_mbi(access, mbi).await?),
        (None, Some(hash)) => Some(app.claims().people_by_mbi_hash(access, hash).await?),
        (None, None) => None,
    };
    let mut found = Vec::new();
    if let Some(identified) = identified {
        found = identified;
        found.retain(|file| ids.is_none_or(|ids| ids.contains(&file.asked.index.id)));
    } else {
        for id in ids.unwrap_or_default() {
            found.extend(people::file(app, access, *id).await?);
        }
    }
    found.sort_unstable_by_key(|file| file.asked.index.id);
    found.dedup_by_key(|file| file.asked.index.id);
    Ok(found)
}
