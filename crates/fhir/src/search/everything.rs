//! Parameters of `Patient/{id}/$everything`.

use bluestem_model::access::ResourceType;
use bluestem_model::id::PersonId;
use bluestem_model::time::Timestamp;

use super::date::{self, Prefix, Window};
use super::error::{Problem, SearchError};
use super::given::Given;
use super::parameter::PATIENT_EVERYTHING;
use super::{Asker, Page, Search, Show, format, show};

/// What of a person's record is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EverythingAsked {
    /// When the resources last changed.
    pub updated: Window<Timestamp>,
    /// The types named by `_type`; None for whatever the token reaches.
    pub types: Option<Vec<ResourceType>>,
}

/// The types that a person's record is made of.
const TYPES: [ResourceType; 3] =
    [ResourceType::Patient, ResourceType::Coverage, ResourceType::ExplanationOfBenefit];

/// Understands the parameters of the person's `$everything`.
pub fn everything(
    whose: PersonId,
    pairs: &[(String, String)],
    asker: Asker,
) -> Result<Search<EverythingAsked>, SearchError> {
    let mut given = Given::read(pairs, PATIENT_EVERYTHING, asker.handling)?;
    format(&given)?;
    let show = Show::read(&mut given, show::OF_PATIENT)?;
    let used = given.used(PATIENT_EVERYTHING);
    let mut updated = Window::default();
    if let Some(value) = given.single("_since")? {
        // A bare moment: what changed after it.
        let (prefix, _) = date::split(value.value).ok_or_else(|| value.error(Problem::Date))?;
        if prefix != Prefix::Eq || value.value.starts_with("eq") {
            return Err(value.error(Problem::Date));
        }
        updated.narrow(Prefix::Gt, value.value, asker.now).map_err(|problem| value.error(problem))?;
    }
    let mut types = None;
    if let Some(value) = given.single("_type")? {
        let named = |text: &str| TYPES.into_iter().find(|known| known.name() == text);
        let read = |text: &str| named(text).ok_or_else(|| value.error(Problem::ResourceType));
        types = Some(value.alternatives().map(read).collect::<Result<Vec<_>, _>>()?);
    }
    // Whose it is stands in the path, and a cursor holds for one person's alone.
    let mut search = used.clone();
    search.push(("$everything".to_owned(), whose.text(asker.version.home())));
    let page = Page::read(&given, &asker, &search)?;
    Ok(Search { asked: EverythingAsked { updated, types }, page, show, used, version: asker.version })
}
