//! `Patient/{id}/$everything`: a person's record as one bundle, page by page: the Patient, the coverages, the
//! claims in the order of their ids.

use axum::extract::{Path, State};
use axum::response::Response;
use bluestem_auth::audit::DataAsked;
use bluestem_fhir::bundle::{Head, Searchset};
use bluestem_fhir::id;
use bluestem_fhir::search::{self, EverythingAsked, Extent, Search};
use bluestem_fhir::v3::coverage::{self, CoverageId};
use bluestem_fhir::v3::eob::{self, EobOptions};
use bluestem_fhir::v3::patient;
use bluestem_model::access::ResourceType;
use bluestem_model::chance::random_id;
use bluestem_model::person::PersonFile;
use bluestem_model::query::{ClaimFilter, ClaimPage, ClaimQuery, ClaimSelect, PageStart};
use bluestem_model::time::Timestamp;
use bluestem_model::version::Version;

use super::error::FhirError;
use super::request::{Asked, Interaction, Pairs, searched};
use super::{answer, claim, people, url_of};
use crate::state::App;

/// What comes before the claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum First {
    Patient,
    Coverage(usize),
}

/// `GET Patient/{id}/$everything`.
pub(super) async fn get(
    State(app): State<App>,
    asked: Asked,
    Path(id): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, FhirError> {
    asked.may(ResourceType::Patient, Interaction::Read)?;
    let key = search::person_id(&id, &asked.asker(&app))?;
    let search = search::everything(key, &pairs, asked.asker(&app))?;
    let types = types(&asked, &search.asked)?;
    let now = app.now();
    let complete_until = app.claims().complete_until(now).await?;
    let found = people::file(&app, &asked.access, key).await?;
    let recorded = DataAsked::Read { id: id.clone(), found: found.is_some() };
    asked.record(&app, ResourceType::Patient, recorded).await?;
    let file = found.ok_or(FhirError::NotFound("Patient"))?;
    let coverages = coverage::list(&file, now)?;
    let first = first(&file, &coverages, &search.asked, &types);
    let before = if search.page.behind.is_some() { &[] } else { search.page.slice(&first) };
    let claims = claims(&app, &asked, &search, &file, &types, first.len(), before.len()).await?;
    for (resource, count) in counts(before, &claims) {
        if count > 0 {
            asked.record(&app, resource, searched(count)).await?;
        }
    }

    let total = first.len() as u64 + claims.total;
    let length = before.len() + claims.claims.len();
    let more = claims.more || search.page.behind.is_none() && search.page.offset + (length as u64) < total;
    let url = format!("{}/$everything", url_of(&app, asked.version, "Patient", &id));
    let extent = Extent { length, total, more, behind: claim::behind(&claims) };
    let links = search.links(&url, &extent);
    let head = Head { id: &random_id(app.random()), complete_until, total: Some(total), links: &links };
    let mut body = Vec::with_capacity(1024 + length * claim::CLAIM_BYTES);
    let mut bundle = Searchset::begin(&mut body, &head);
    write_first(&app, &mut bundle, before, &file, &coverages, now)?;
    let known = coverage::known(&file, now)?;
    let options =
        EobOptions { tax_numbers: asked.tax_numbers()?, displays: &app.displays(), coverages: &known };
    for claim in &claims.claims {
        let full_url = url_of(
            &app,
            Version::V3,
            "ExplanationOfBenefit",
            &id::claim(Version::V3, claim.index.kind, claim.index.id),
        );
        bundle.entry(&full_url, |out| eob::write(out, claim, &options))?;
    }
    bundle.notes(&search.show.notes);
    bundle.end();
    Ok(answer::json(body))
}

/// The types that are wanted and that the token's scope covers. One that was named and is not covered is refused.
fn types(asked: &Asked, wanted: &EverythingAsked) -> Result<Vec<ResourceType>, FhirError> {
    if let Some(named) = &wanted.types {
        for resource in named {
            asked.may(*resource, interaction(*resource))?;
        }
        return Ok(named.clone());
    }
    let all = [ResourceType::Patient, ResourceType::Coverage, ResourceType::ExplanationOfBenefit];
    Ok(all.into_iter().filter(|resource| asked.may(*resource, interaction(*resource)).is_ok()).collect())
}

/// The Patient is named by the path, the rest is searched for.
fn interaction(resource: ResourceType) -> Interaction {
    if resource == ResourceType::Patient { Interaction::Read } else { Interaction::Search }
}

fn first(
    file: &PersonFile,
    coverages: &[CoverageId],
    asked: &EverythingAsked,
    types: &[ResourceType],
) -> Vec<First> {
    let mut first = Vec::with_capacity(1 + coverages.len());
    if types.contains(&ResourceType::Patient) && asked.updated.contains(patient::updated(file)) {
        first.push(First::Patient);
    }
    if types.contains(&ResourceType::Coverage) {
        let changed = |id: &CoverageId| asked.updated.contains(coverage::updated(file, id.part));
        let places = coverages.iter().enumerate().filter(|(_, id)| changed(id));
        first.extend(places.map(|(place, _)| First::Coverage(place)));
    }
    first
}

/// The claims of a page on which `taken` of the `ahead` resources before the claims stand.
async fn claims(
    app: &App,
    asked: &Asked,
    search: &Search<EverythingAsked>,
    file: &PersonFile,
    types: &[ResourceType],
    ahead: usize,
    taken: usize,
) -> Result<ClaimPage, FhirError> {
    if !types.contains(&ResourceType::ExplanationOfBenefit) {
        return Ok(ClaimPage::default());
    }
    let start = match search.page.start() {
        PageStart::Offset(offset) => PageStart::Offset(offset.saturating_sub(ahead as u64)),
        behind => behind,
    };
    let (updated, updated_except) = search.asked.updated.ranges();
    let query = ClaimQuery {
        select: ClaimSelect::OfPerson(file.asked.index.id),
        filter: ClaimFilter { updated, updated_except, ..ClaimFilter::default() },
        start,
        count: search.page.count.saturating_sub(u32::try_from(taken).unwrap_or(u32::MAX)),
    };
    Ok(app.claims().claims(&asked.access, &query).await?)
}

/// How many resources of each type are on the page; the Patient was recorded as a read.
fn counts(before: &[First], claims: &ClaimPage) -> [(ResourceType, usize); 2] {
    let coverages = before.iter().filter(|first| matches!(first, First::Coverage(_))).count();
    [(ResourceType::Coverage, coverages), (ResourceType::ExplanationOfBenefit, claims.claims.len())]
}

fn write_first(
    app: &App,
    bundle: &mut Searchset<'_>,
    before: &[First],
    file: &PersonFile,
    coverages: &[CoverageId],
    now: Timestamp,
) -> Result<(), FhirError> {
    for first in before {
        match first {
            First::Patient => {
                let url = url_of(app, Version::V3, "Patient", &file.asked.index.id.text(Version::V3.home()));
                bundle.entry(&url, |out| patient::write(out, file))?;
            }
            First::Coverage(place) => {
                let Some(id) = coverages.get(*place) else { continue };
                let url = url_of(app, Version::V3, "Coverage", &id.text(Version::V3.home()));
                bundle.entry(&url, |out| coverage::write(out, file, id, now).map(|_| ()))?;
            }
        }
    }
    Ok(())
}
