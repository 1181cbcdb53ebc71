//! The search grammar: decoded names and values in, typed queries or one precise error out. Pure.

mod audit_event;
mod claim;
mod coverage;
mod cursor;
mod date;
mod error;
mod everything;
#[cfg(test)]
mod fuzz;
mod given;
mod page;
mod parameter;
mod patient;
mod show;
#[cfg(test)]
mod tests;
mod v2;

use bluestem_model::id::{Namespace, PersonId};
use bluestem_model::time::Timestamp;
use bluestem_model::version::Version;

pub use audit_event::{EventSearch, events};
pub use claim::{ClaimSearch, claims};
pub use coverage::{CoverageSearch, coverages};
pub use date::Window;
pub use error::{Problem, SearchError};
pub use everything::{EverythingAsked, everything};
pub use given::Handling;
pub use page::{Behind, DEFAULT_COUNT, PERSON_MAX_COUNT, Page, SYSTEM_MAX_COUNT};
pub use parameter::{Kind, Parameter};
pub use patient::{PatientSearch, patients};
pub use show::{Show, Total, includes};

use crate::id::{ClaimName, read_claim};
use crate::v3::coverage::{CoverageId, Part};
use given::{Argument, Given};

/// Who searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A person's token: what it does not say about whom is about that person.
    Person(PersonId),
    /// A system's token: it must say.
    System,
}

/// Who searches, how, and when.
#[derive(Clone, Copy, Debug)]
pub struct Asker {
    /// Who searches.
    pub caller: Caller,
    /// What to do with what is not known.
    pub handling: Handling,
    /// The present moment, which `ap` is relative to.
    pub now: Timestamp,
    /// The version of the API that is asked.
    pub version: Version,
    /// Whether the parameters may stand in a body, which no log keeps.
    pub posted: bool,
}

impl Asker {
    /// Whose numbers bare ids are: those of the person who asks, who reaches no others, else the version's.
    pub fn bare(&self) -> Namespace {
        self.own().unwrap_or(self.version.home())
    }

    /// Whose numbers the person has who asks; None for a system.
    pub fn own(&self) -> Option<Namespace> {
        match self.caller {
            Caller::Person(own) => Some(own.namespace),
            Caller::System => None,
        }
    }
}

/// A search as it was understood.
#[derive(Clone, Debug)]
pub struct Search<T> {
    /// What is asked for.
    pub asked: T,
    /// Which page of it.
    pub page: Page,
    /// What else the page shows.
    pub show: Show,
    used: Vec<(String, String)>,
    version: Version,
}

/// What a page holds.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    /// Matches on it.
    pub length: usize,
    /// Matches in all.
    pub total: u64,
    /// Whether more follow.
    pub more: bool,
    /// The claim that it ends with; the next page may then begin behind it.
    pub behind: Option<Behind>,
}

impl<T> Search<T> {
    fn new(
        wanted: T,
        given: &Given<'_>,
        asker: &Asker,
        show: Show,
        used: Vec<(String, String)>,
    ) -> Result<Self, SearchError> {
        let mut page = Page::read(given, asker, &used)?;
        if show.total == Total::Alone {
            page.count = 0;
        }
        Ok(Self { asked: wanted, page, show, used, version: asker.version })
    }

    /// The links of a page, `self` with exactly what was used. v3 has `next` if more follows and `previous` if the
    /// page is not the first; v2 has `first` and `last` besides. `url` is the absolute URL of the resource type.
    pub fn links(&self, url: &str, extent: &Extent) -> Vec<(&'static str, String)> {
        let pages = match self.version {
            Version::V2 => self.page.numbered(extent),
            Version::V3 => self.page.neighbours(&self.counted(extent)),
        };
        let link = |(relation, page): (&'static str, Vec<(String, String)>)| {
            let mut pairs = page;
            pairs.extend(self.used.iter().cloned());
            (relation, page::with_query(url, &pairs))
        };
        std::iter::once(("self", self.page.pairs())).chain(pages).map(link).collect()
    }

    /// `extent` with its total for the next page. What is near today (`ap`) is not the same by then: it is counted again.
    fn counted(&self, extent: &Extent) -> Extent {
        let near = self.used.iter().any(|(_, value)| value.starts_with("ap"));
        let behind = |behind: Behind| Behind { counted: behind.counted.filter(|_| !near), ..behind };
        Extent { behind: extent.behind.map(behind), ..*extent }
    }

    /// v2 refuses a start behind the last of some matches. That there are none is no error.
    pub fn check_start(&self, total: u64) -> Result<(), SearchError> {
        let start = self.page.offset;
        if self.version == Version::V2 && total > 0 && start >= total {
            return Err(Problem::StartIndex { start, total }.of("startIndex"));
        }
        Ok(())
    }
}

/// The parameters that searches for a type of resources have in a version; none for a type that it does not serve.
pub fn parameters(version: Version, resource: &str) -> &'static [Parameter] {
    match (version, resource) {
        (Version::V2, "Patient") => v2::parameter::PATIENT,
        (Version::V2, "Coverage") => v2::parameter::COVERAGE,
        (Version::V2, "ExplanationOfBenefit") => v2::parameter::EXPLANATION_OF_BENEFIT,
        (Version::V3, "Patient") => parameter::PATIENT,
        (Version::V3, "Coverage") => parameter::COVERAGE,
        (Version::V3, "ExplanationOfBenefit") => parameter::EXPLANATION_OF_BENEFIT,
        (Version::V3, "AuditEvent") => parameter::AUDIT_EVENT,
        _ => &[],
    }
}

/// The most ids that one list may have.
const MAX_IDS: usize = 100;

/// The person that the id of a Patient names.
pub fn person_id(text: &str, asker: &Asker) -> Result<PersonId, Problem> {
    if text.is_empty() {
        return Err(Problem::IdMissing);
    }
    PersonId::parse(text, asker.bare()).ok_or(Problem::IdNotNumber)
}

/// The coverage that the id of a Coverage names. v2 knows the four parts, without plans.
pub fn coverage_id(text: &str, asker: &Asker) -> Result<CoverageId, Problem> {
    let named = CoverageId::parse(text, asker.bare());
    match asker.version {
        Version::V3 => Ok(named?),
        Version::V2 => named
            .ok()
            .filter(|id| id.part != Part::Dual && id.plan.is_none())
            .ok_or_else(|| Problem::CoveragePattern(text.to_owned())),
    }
}

/// The claim that the id of an ExplanationOfBenefit names; None if there cannot be one.
pub fn claim_id(text: &str, asker: &Asker) -> Result<Option<ClaimName>, Problem> {
    read_claim(text, asker.version, asker.own())
}

/// The ids of every `_id` parameter, once each: a list gives alternatives. Repeats of `_id` must all hold.
fn ids<T: PartialEq>(
    given: &Given<'_>,
    read: impl Fn(&str) -> Result<T, Problem>,
) -> Result<Option<Vec<T>>, SearchError> {
    let mut found: Option<Vec<T>> = None;
    for value in given.all("_id") {
        let mut list: Vec<T> = Vec::new();
        for text in value.alternatives() {
            let id = read(text).map_err(|problem| value.error(problem))?;
            if !list.contains(&id) {
                list.push(id);
            }
            if list.len() > MAX_IDS {
                return Err(value.error(Problem::TooManyIds));
            }
        }
        found = Some(match found {
            None => list,
            Some(before) => before.into_iter().filter(|id| list.contains(id)).collect(),
        });
    }
    Ok(found)
}

/// A reference to a Patient: `Patient/<id>` or `<id>`.
fn person(value: &Argument<'_>, asker: &Asker) -> Result<PersonId, SearchError> {
    let text = value.value;
    if text.is_empty() {
        return Err(value.error(Problem::ReferenceMissing));
    }
    let number = match text.rsplit_once('/') {
        None => text,
        Some(("Patient", number)) => number,
        Some(_) => return Err(value.error(Problem::ReferenceType)),
    };
    PersonId::parse(number, asker.bare()).ok_or_else(|| value.error(Problem::ReferenceNotNumber))
}

/// What every value of these date parameters together leaves.
fn window<T: date::Point>(
    given: &Given<'_>,
    names: &[&'static str],
    now: Timestamp,
) -> Result<Window<T>, SearchError> {
    let mut window = Window::default();
    for &name in names {
        for value in given.all(name) {
            let (prefix, text) =
                date::split(value.value).ok_or_else(|| value.error(Problem::DateOperator(name)))?;
            window.narrow(prefix, text, now).map_err(|problem| value.error(problem))?;
        }
    }
    Ok(window)
}

/// What every `_lastUpdated` leaves.
fn last_updated(given: &Given<'_>, now: Timestamp) -> Result<Window<Timestamp>, SearchError> {
    window(given, &["_lastUpdated"], now)
}

/// Refuses formats that we do not write.
fn format(given: &Given<'_>) -> Result<(), SearchError> {
    match given.first(&["_format"]) {
        Some(value) if !is_json(value.value) => Err(value.error(Problem::Format)),
        _ => Ok(()),
    }
}

/// Whether `_format` names JSON. A `+` that the client did not escape arrives as a blank.
pub fn is_json(format: &str) -> bool {
    let name = format.split(';').next().unwrap_or_default().trim().replace(' ', "+").to_ascii_lowercase();
    matches!(name.as_str(), "" | "json" | "application/json" | "application/fhir+json" | "text/json")
}
