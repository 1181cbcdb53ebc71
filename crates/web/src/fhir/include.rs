//! What a page holds beside its matches: the resources that they name (`_include`), and what is told of the search.

use bluestem_auth::audit::DataAsked;
use bluestem_fhir::bundle::Searchset;
use bluestem_fhir::search::Show;
use bluestem_fhir::v3::coverage::CoverageId;
use bluestem_model::access::ResourceType;
use bluestem_model::id::PersonId;

use super::error::FhirError;
use super::people;
use super::render;
use super::request::{Asked, searched};
use super::url_of;
use crate::state::App;

/// Adds what the entries so far refer to, as far as it is wanted and the token reaches it, then what is told.
pub(super) async fn add(
    app: &App,
    asked: &Asked,
    show: &Show,
    bundle: &mut Searchset<'_>,
) -> Result<(), FhirError> {
    let mut notes = show.notes.clone();
    let patients = if show.patients { bundle.referred("Patient") } else { Vec::new() };
    let coverages = if show.coverages { bundle.referred("Coverage") } else { Vec::new() };
    if may(asked, ResourceType::Patient, &patients, &mut notes) {
        let found = add_patients(app, asked, &patients, bundle).await?;
        finish(app, asked, ResourceType::Patient, &patients, found, &mut notes).await?;
    }
    if may(asked, ResourceType::Coverage, &coverages, &mut notes) {
        let found = add_coverages(app, asked, &coverages, bundle).await?;
        finish(app, asked, ResourceType::Coverage, &coverages, found, &mut notes).await?;
    }
    bundle.notes(&notes);
    Ok(())
}

/// Whether there is something to include and the token's scope covers the type; if not that, it is told.
fn may(asked: &Asked, resource: ResourceType, ids: &[String], notes: &mut Vec<String>) -> bool {
    let rights = asked.access.rights(resource);
    let may = rights.read || rights.search;
    if !may && !ids.is_empty() {
        notes.push(format!("{} is not included: the token's scope does not cover it.", resource.name()));
    }
    may && !ids.is_empty()
}

async fn finish(
    app: &App,
    asked: &Asked,
    resource: ResourceType,
    ids: &[String],
    found: usize,
    notes: &mut Vec<String>,
) -> Result<(), FhirError> {
    if found < ids.len() {
        let (name, missing) = (resource.name(), ids.len() - found);
        notes.push(format!("{missing} {name} that the matches name are not there today."));
    }
    let recorded: DataAsked = searched(found);
    asked.record(app, resource, recorded).await
}

async fn add_patients(
    app: &App,
    asked: &Asked,
    ids: &[String],
    bundle: &mut Searchset<'_>,
) -> Result<usize, FhirError> {
    let form = asked.patient_form()?;
    let mut found = 0;
    for id in ids {
        let Some(person) = PersonId::parse(id, asked.version.home()) else { continue };
        let Some(file) = people::file(app, &asked.access, person).await? else { continue };
        bundle
            .included(&url_of(app, asked.version, "Patient", id), |out| render::patient(out, form, &file))?;
        found += 1;
    }
    Ok(found)
}

async fn add_coverages(
    app: &App,
    asked: &Asked,
    ids: &[String],
    bundle: &mut Searchset<'_>,
) -> Result<usize, FhirError> {
    let now = app.now();
    let mut found = 0;
    for id in ids {
        let Ok(named) = CoverageId::parse(id, asked.version.home()) else { continue };
        let Some(file) = people::file(app, &asked.access, named.person).await? else { continue };
        let Some(id) = render::resolve(asked.version, &file, &named, now)? else { continue };
        let url = url_of(app, asked.version, "Coverage", &id.text(asked.version.home()));
        bundle.included(&url, |out| render::coverage(out, asked.version, &file, &id, now))?;
        found += 1;
    }
    Ok(found)
}
