//! The person files that a search is about.

use bluestem_fhir::bundle::{Head, Searchset};
use bluestem_fhir::search::{Extent, Search};
use bluestem_model::access::{Access, People};
use bluestem_model::chance::random_id;
use bluestem_model::id::PersonId;
use bluestem_model::person::PersonFile;
use bluestem_model::record::RecordError;
use bluestem_model::time::Timestamp;
use bluestem_store::StoreError;

use super::error::FhirError;
use super::request::Asked;
use super::{include, url_of_type};
use crate::state::App;

/// The file of a person, by any key that the access reaches. The bearer's own key leads to the person who
/// survives it: a merge at the payer must not take people's data from their apps.
pub(crate) async fn file(app: &App, access: &Access, id: PersonId) -> Result<Option<PersonFile>, StoreError> {
    let Some(file) = app.claims().person(access, id).await? else { return Ok(None) };
    if file.is_superseded() && *access.people() == People::One(id) {
        return app.claims().person(access, file.asked.index.survivor).await;
    }
    Ok(Some(file))
}

/// Resources that were found in memory: the id of one and how it is written.
pub(super) struct Found<'a, T, I, W> {
    pub(super) all: &'a [T],
    pub(super) id: I,
    pub(super) write: W,
}

/// A bundle of resources that were found in memory: the page of them that the search asks for.
pub(super) async fn bundle<T, A>(
    app: &App,
    asked: &Asked,
    resource: &str,
    search: &Search<A>,
    complete_until: Timestamp,
    found: Found<'_, T, impl Fn(&T) -> String, impl Fn(&mut Vec<u8>, &T) -> Result<(), RecordError>>,
) -> Result<Vec<u8>, FhirError> {
    let Found { all, id, write } = found;
    let url = url_of_type(app, asked.version, resource);
    let matches = all.len() as u64;
    search.check_start(matches)?;
    let page = search.page.slice(all);
    let more = search.page.offset.saturating_add(page.len() as u64) < matches;
    let extent = Extent { length: page.len(), total: matches, more, behind: None };
    let links = search.links(&url, &extent);
    let total = search.show.total(matches);
    let head = Head { id: &random_id(app.random()), complete_until, total, links: &links };
    let mut body = Vec::with_capacity(1024 + page.len() * 3 * 1024);
    let mut bundle = Searchset::begin(&mut body, &head);
    for item in page {
        bundle.entry(&format!("{url}/{}", id(item)), |out| write(out, item))?;
    }
    include::add(app, asked, &search.show, &mut bundle).await?;
    bundle.end();
    Ok(body)
}
