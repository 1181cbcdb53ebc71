//! Coverage.

use std::collections::HashSet;

use axum::extract::{Path, State};
use axum::response::Response;
use bluestem_auth::audit::DataAsked;
use bluestem_fhir::search::{self, CoverageSearch};
use bluestem_fhir::v3::coverage::{self, CoverageId};
use bluestem_model::access::{Access, ResourceType};
use bluestem_model::id::PersonId;
use bluestem_model::person::PersonFile;
use bluestem_model::time::Timestamp;
use bluestem_model::version::Version as ApiVersion;

use super::answer::{self, Version};
use super::error::FhirError;
use super::people::{self, Found};
use super::render;
use super::request::{Asked, Interaction, Pairs, searched};
use crate::state::App;

/// `GET Coverage/{id}`.
pub(super) async fn read(
    State(app): State<App>,
    asked: Asked,
    Path(id): Path<String>,
) -> Result<Response, FhirError> {
    asked.may(ResourceType::Coverage, Interaction::Read)?;
    let named = search::coverage_id(&id, &asked.asker(&app))?;
    let now = app.now();
    let found = find(&app, &asked, &named, now).await?;
    asked.record(&app, ResourceType::Coverage, DataAsked::Read { id, found: found.is_some() }).await?;
    let (file, id) = found.ok_or(FhirError::NotFound("Coverage"))?;
    let mut body = Vec::with_capacity(3 * 1024);
    render::coverage(&mut body, asked.version, &file, &id, now)?;
    let version = Version::clocked(&body, coverage::updated(&file, id.part));
    if version.is_known(&asked.headers) {
        return Ok(answer::not_modified(&version));
    }
    Ok(answer::resource(&version, body))
}

/// The coverage of that id at `now`, and the file of the person whose it is.
async fn find(
    app: &App,
    asked: &Asked,
    named: &CoverageId,
    now: Timestamp,
) -> Result<Option<(PersonFile, CoverageId)>, FhirError> {
    let Some(file) = app.claims().person(&asked.access, named.person).await? else { return Ok(None) };
    let id = render::resolve(asked.version, &file, named, now)?;
    Ok(id.map(|id| (file, id)))
}

/// `GET Coverage?...` and `POST Coverage/_search`.
pub(super) async fn search(
    State(app): State<App>,
    asked: Asked,
    Pairs(pairs): Pairs,
) -> Result<Response, FhirError> {
    asked.may(ResourceType::Coverage, Interaction::Search)?;
    let search = search::coverages(&pairs, asked.asker(&app))?;
    let now = app.now();
    let complete_until = app.claims().complete_until(now).await?;
    let files = files(&app, &asked.access, &search.asked).await?;
    let mut found: Vec<(&PersonFile, CoverageId)> = Vec::new();
    for file in &files {
        found.extend(wanted(asked.version, file, &search.asked, now)?.into_iter().map(|id| (file, id)));
    }
    asked.record(&app, ResourceType::Coverage, searched(search.page.slice(&found).len())).await?;
    let id = |(_, id): &(&PersonFile, CoverageId)| id.text(asked.version.home());
    let write = |out: &mut Vec<u8>, (file, id): &(&PersonFile, CoverageId)| {
        render::coverage(out, asked.version, file, id, now)
    };
    let found = Found { all: &found, id, write };
    let bundle = people::bundle(&app, &asked, "Coverage", &search, complete_until, found);
    Ok(answer::json(bundle.await?))
}

/// The files of the people that the search names.
async fn files(app: &App, access: &Access, asked: &CoverageSearch) -> Result<Vec<PersonFile>, FhirError> {
    let named = asked.ids.iter().flatten().map(|id| id.person);
    let mut people: Vec<PersonId> = match (asked.beneficiary, &asked.ids) {
        (Some(person), None) => vec![person],
        (Some(person), Some(_)) => named.filter(|id| *id == person).collect(),
        (None, _) => named.collect(),
    };
    people.sort_unstable();
    people.dedup();
    let mut files = Vec::with_capacity(people.len());
    for id in people {
        files.extend(people::file(app, access, id).await?);
    }
    Ok(files)
}

/// Those coverages of a person that the search wants.
fn wanted(
    version: ApiVersion,
    file: &PersonFile,
    asked: &CoverageSearch,
    now: Timestamp,
) -> Result<Vec<CoverageId>, FhirError> {
    let mut found = match &asked.ids {
        None => render::coverages(version, file, now)?,
        Some(ids) => {
            let of_person = ids.iter().map(|id| render::resolve(version, file, id, now));
            of_person.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect()
        }
    };
    let mut seen = HashSet::new();
    found.retain(|id| seen.insert(id.clone()));
    found.retain(|id| asked.parts.contains(&id.part));
    found.retain(|id| asked.updated.contains(coverage::updated(file, id.part)));
    Ok(found)
}
