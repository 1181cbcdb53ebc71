//! Searches for ExplanationOfBenefit.

use bluestem_model::claim::SourceSystem;
use bluestem_model::label::Labels;
use bluestem_model::query::ClaimFilter;
use bluestem_model::time::Date;

use super::parameter::EXPLANATION_OF_BENEFIT;
use crate::search::claim::any_of;
use crate::search::error::{Problem, SearchError};
use crate::search::given::Given;
use crate::search::{Asker, Caller, ClaimSearch, Search, format, last_updated, person, window};

/// Understands a search for ExplanationOfBenefit. v2 knows adjudicated claims alone.
pub(in crate::search) fn claims(
    pairs: &[(String, String)],
    asker: Asker,
) -> Result<Search<ClaimSearch>, SearchError> {
    let given = Given::read(pairs, EXPLANATION_OF_BENEFIT, asker.handling)?;
    format(&given)?;
    let mut used = given.used(EXPLANATION_OF_BENEFIT);
    let patient = match (given.single("patient")?, asker.caller) {
        (Some(value), _) => person(value, &asker)?,
        (None, Caller::Person(own)) => {
            used.push(("patient".to_owned(), own.text(asker.version.home())));
            own
        }
        (None, Caller::System) => return Err(Problem::Required("'patient'").of("patient")),
    };
    let sources = [SourceSystem::Nch, SourceSystem::Ddps].into_iter().collect();
    let mut filter = ClaimFilter { sources, ..Default::default() };
    for value in given.all("type") {
        filter.kinds = filter.kinds.and(any_of(value)?);
    }
    (filter.updated, filter.updated_except) = last_updated(&given, asker.now)?.ranges();
    (filter.thru, filter.thru_except) = window::<Date>(&given, &["service-date"], asker.now)?.ranges();
    if let Some(value) = given.single("excludeSAMHSA")? {
        match value.value {
            "true" => filter.without = Labels::PART2,
            "false" => {}
            _ => return Err(value.error(Problem::Flag)),
        }
    }
    let wanted = ClaimSearch { ids: None, patient: Some(patient), filter };
    Search::new(wanted, &given, &asker, super::show(&given), used)
}
