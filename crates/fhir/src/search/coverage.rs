//! Searches for Coverage.

use bluestem_model::id::PersonId;
use bluestem_model::time::Timestamp;
use bluestem_model::version::Version;

use super::error::{Problem, SearchError};
use super::given::Given;
use super::parameter::COVERAGE;
use super::{Asker, Caller, Search, Show, Window, format, ids, last_updated, person, show, v2};
use crate::v3::coverage::{CoverageId, Part};

/// A search for coverage. At least one of `ids` and `beneficiary` is there; both must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageSearch {
    /// By id.
    pub ids: Option<Vec<CoverageId>>,
    /// Whose.
    pub beneficiary: Option<PersonId>,
    /// Which parts.
    pub parts: Vec<Part>,
    /// When the Coverage last changed.
    pub updated: Window<Timestamp>,
}

/// Understands a search for Coverage.
pub fn coverages(pairs: &[(String, String)], asker: Asker) -> Result<Search<CoverageSearch>, SearchError> {
    if asker.version == Version::V2 {
        return v2::coverages(pairs, asker);
    }
    let mut given = Given::read(pairs, COVERAGE, asker.handling)?;
    format(&given)?;
    let show = Show::read(&mut given, show::OF_COVERAGE)?;
    let mut used = given.used(COVERAGE);
    let ids = ids(&given, |text| CoverageId::parse(text, asker.bare()).map_err(Problem::from))?;
    let mut beneficiary = beneficiary(&given, &asker)?;
    if ids.is_none() && beneficiary.is_none() {
        let Caller::Person(own) = asker.caller else {
            return Err(Problem::Required("'beneficiary', 'patient' or '_id'").of("beneficiary"));
        };
        beneficiary = Some(own);
        used.push(("beneficiary".to_owned(), format!("Patient/{}", own.text(asker.version.home()))));
    }
    let wanted =
        CoverageSearch { ids, beneficiary, parts: parts(&given)?, updated: last_updated(&given, asker.now)? };
    Search::new(wanted, &given, &asker, show, used)
}

/// The person that `beneficiary` or `patient` names.
pub(super) fn beneficiary(given: &Given<'_>, asker: &Asker) -> Result<Option<PersonId>, SearchError> {
    let mut beneficiary = None;
    for name in ["beneficiary", "patient"] {
        let Some(value) = given.single(name)? else { continue };
        let found = person(value, asker)?;
        if beneficiary.is_some_and(|other| other != found) {
            return Err(value.error(Problem::Repeated));
        }
        beneficiary = Some(found);
    }
    Ok(beneficiary)
}

/// The parts that every `class-value` names.
fn parts(given: &Given<'_>) -> Result<Vec<Part>, SearchError> {
    let mut parts = Part::ALL.to_vec();
    for value in given.all("class-value") {
        let mut named = Vec::new();
        for text in value.alternatives() {
            named.push(part(text).ok_or_else(|| value.error(Problem::CoveragePart))?);
        }
        parts.retain(|part| named.contains(part));
    }
    Ok(parts)
}

/// `part-a`, `Part A`, `PART_A`: by letters alone.
fn part(text: &str) -> Option<Part> {
    let letters = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase()).collect()
    };
    let asked = letters(text);
    Part::ALL.into_iter().find(|part| asked == letters(part.prefix()) || asked == letters(part.name()))
}
