//! ExplanationOfBenefit.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::response::Response;
use bluestem_auth::audit::DataAsked;
use bluestem_fhir::bundle::{Head, Searchset};
use bluestem_fhir::codes::Displays;
use bluestem_fhir::id;
use bluestem_fhir::search::{self, Behind, ClaimSearch, Extent, Search};
use bluestem_fhir::v3::coverage::{self, CoverageId};
use bluestem_model::access::{Access, ResourceType};
use bluestem_model::chance::random_id;
use bluestem_model::claim::StoredClaim;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::query::{ClaimPage, ClaimQuery, ClaimSelect, Counted, PageStart};
use bluestem_model::version::Version as ApiVersion;
use bluestem_store::StoreError;

use super::answer::{self, Version};
use super::error::FhirError;
use super::render::{self, ClaimForm};
use super::request::{Asked, Interaction, Pairs, searched};
use super::{include, url_of_type};
use crate::state::App;

/// Bytes that a claim takes as JSON, about.
pub(super) const CLAIM_BYTES: usize = 24 * 1024;

/// `GET ExplanationOfBenefit/{id}`.
pub(super) async fn read(
    State(app): State<App>,
    asked: Asked,
    Path(id): Path<String>,
) -> Result<Response, FhirError> {
    let tax_numbers = asked.tax_numbers()?;
    let claim = find_by_id(&app, &asked, id).await?;
    let coverages = coverages(&app, &asked, std::slice::from_ref(&claim)).await?;
    let displays = app.displays();
    let form = form(&app, &asked, tax_numbers, (&displays, &coverages));
    let version = version(&claim, &form);
    if version.is_known(&asked.headers) {
        return Ok(answer::not_modified(&version));
    }
    let mut body = Vec::with_capacity(CLAIM_BYTES);
    render::claim(&mut body, &form, &claim)?;
    Ok(answer::resource(&version, body))
}

/// The claim that a read names, if the token may have it. The read is recorded.
pub(super) async fn find_by_id(app: &App, asked: &Asked, id: String) -> Result<StoredClaim, FhirError> {
    asked.may(ResourceType::ExplanationOfBenefit, Interaction::Read)?;
    let found = match search::claim_id(&id, &asked.asker(app))? {
        Some(name) => app
            .claims()
            .claim(&asked.access, name.id)
            .await?
            .filter(|claim| name.names(claim.index.id, claim.index.kind))
            .filter(|claim| render::serves(asked.version, &claim.index)),
        None => None,
    };
    let recorded = DataAsked::Read { id, found: found.is_some() };
    asked.record(app, ResourceType::ExplanationOfBenefit, recorded).await?;
    found.ok_or(FhirError::NotFound("ExplanationOfBenefit"))
}

/// `GET ExplanationOfBenefit?...` and `POST ExplanationOfBenefit/_search`.
pub(super) async fn search(
    State(app): State<App>,
    asked: Asked,
    Pairs(pairs): Pairs,
) -> Result<Response, FhirError> {
    asked.may(ResourceType::ExplanationOfBenefit, Interaction::Search)?;
    let tax_numbers = asked.tax_numbers()?;
    let search = search::claims(&pairs, asked.asker(&app))?;
    // Before the query: what is committed in between is then seen twice rather than never.
    let complete_until = app.claims().complete_until(app.now()).await?;
    let page = find(&app, &asked.access, &search).await?;
    search.check_start(page.total)?;
    let coverages = coverages(&app, &asked, &page.claims).await?;
    let displays = app.displays();
    let form = form(&app, &asked, tax_numbers, (&displays, &coverages));
    asked.record(&app, ResourceType::ExplanationOfBenefit, searched(page.claims.len())).await?;
    let url = url_of_type(&app, asked.version, "ExplanationOfBenefit");
    let (length, total) = (page.claims.len(), page.total);
    let links = search.links(&url, &Extent { length, total, more: page.more, behind: behind(&page) });
    let total = search.show.total(page.total);
    let head = Head { id: &random_id(app.random()), complete_until, total, links: &links };
    let mut body = Vec::with_capacity(1024 + page.claims.len() * CLAIM_BYTES);
    let mut bundle = Searchset::begin(&mut body, &head);
    for claim in &page.claims {
        let full_url = format!("{url}/{}", id::claim(asked.version, claim.index.kind, claim.index.id));
        bundle.entry(&full_url, |out| render::claim(out, &form, claim))?;
    }
    include::add(&app, &asked, &search.show, &mut bundle).await?;
    bundle.end();
    Ok(answer::json(body))
}

fn form<'a>(
    app: &App,
    asked: &Asked,
    tax_numbers: bool,
    (displays, coverages): (&'a Displays, &'a [CoverageId]),
) -> ClaimForm<'a> {
    let (version, defects) = (asked.version, app.defects());
    ClaimForm { version, tax_numbers, displays, defects, coverages }
}

/// The coverages to which the claims may refer. In v2 everybody has every part, whatever claims say of them.
pub(super) async fn coverages(
    app: &App,
    asked: &Asked,
    claims: &[StoredClaim],
) -> Result<Vec<CoverageId>, FhirError> {
    if asked.version == ApiVersion::V2 {
        return Ok(Vec::new());
    }
    let people: BTreeSet<PersonId> = claims.iter().map(|claim| claim.subject).collect();
    let mut known = Vec::new();
    for person in people {
        if let Some(file) = app.claims().person(&asked.access, person).await? {
            known.extend(coverage::known(&file, app.now())?);
        }
    }
    Ok(known)
}

/// What the next page begins behind.
pub(super) fn behind(page: &ClaimPage) -> Option<Behind> {
    let counted = page.state.map(|state| Counted { total: page.total, state });
    page.claims.last().map(|claim| Behind { claim: claim.index.id, counted })
}

/// A claim's bytes follow from these: its content (by the time of its last change), whose it is, its labels, the
/// coverages that it may refer to.
fn version(claim: &StoredClaim, form: &ClaimForm<'_>) -> Version {
    let index = &claim.index;
    let labels = (index.labels, index.label_list);
    let displays = form.displays;
    let shown = (form.version.segment(), form.tax_numbers, form.coverages, displays.fingerprint());
    let content = (index.id, claim.subject, claim.updated, labels, shown);
    // Reference data that is loaded later changes what is shown, though not the claim.
    Version::new(content, claim.updated.max(displays.changed()))
}

async fn find(app: &App, access: &Access, search: &Search<ClaimSearch>) -> Result<ClaimPage, StoreError> {
    let asked = &search.asked;
    let select = match (&asked.ids, asked.patient) {
        (None, Some(patient)) => ClaimSelect::OfPerson(patient),
        (Some(ids), None) => ClaimSelect::Ids(ids.clone()),
        (Some(ids), Some(patient)) => return find_both(app, access, search, ids, patient).await,
        (None, None) => return Ok(ClaimPage::default()),
    };
    let (start, count) = (search.page.start(), search.page.count);
    app.claims().claims(access, &ClaimQuery { select, filter: asked.filter.clone(), start, count }).await
}

/// Those of at most 100 claims that are the patient's.
async fn find_both(
    app: &App,
    access: &Access,
    search: &Search<ClaimSearch>,
    ids: &[ClaimId],
    patient: PersonId,
) -> Result<ClaimPage, StoreError> {
    let Some(file) = app.claims().person(access, patient).await? else { return Ok(ClaimPage::default()) };
    let query = ClaimQuery {
        select: ClaimSelect::Ids(ids.to_vec()),
        filter: search.asked.filter.clone(),
        start: PageStart::Offset(0),
        count: u32::try_from(ids.len()).unwrap_or(u32::MAX),
    };
    let mut claims = app.claims().claims(access, &query).await?.claims;
    claims.retain(|claim| claim.subject == file.asked.index.survivor);
    let total = claims.len() as u64;
    if let PageStart::After(last) | PageStart::Onward(last, _) = search.page.start() {
        claims.retain(|claim| claim.index.id > last);
    } else {
        claims.drain(..usize::try_from(search.page.offset).unwrap_or(usize::MAX).min(claims.len()));
    }
    let more = claims.len() > search.page.count as usize;
    claims.truncate(search.page.count as usize);
    Ok(ClaimPage { total, claims, more, state: None })
}
