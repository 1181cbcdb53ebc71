//! Searches for Coverage.

use super::parameter::COVERAGE;
use crate::search::coverage::beneficiary;
use crate::search::error::{Problem, SearchError};
use crate::search::given::Given;
use crate::search::{Asker, Caller, CoverageSearch, Search, format, last_updated};
use crate::v3::coverage::Part;

/// Understands a search for Coverage.
pub(in crate::search) fn coverages(
    pairs: &[(String, String)],
    asker: Asker,
) -> Result<Search<CoverageSearch>, SearchError> {
    let given = Given::read(pairs, COVERAGE, asker.handling)?;
    format(&given)?;
    let mut used = given.used(COVERAGE);
    let person = match (beneficiary(&given, &asker)?, asker.caller) {
        (Some(person), _) => person,
        (None, Caller::Person(own)) => {
            used.push(("beneficiary".to_owned(), own.text(asker.version.home())));
            own
        }
        (None, Caller::System) => return Err(Problem::Required("'beneficiary'").of("beneficiary")),
    };
    let updated = last_updated(&given, asker.now)?;
    let wanted = CoverageSearch { ids: None, beneficiary: Some(person), parts: Part::ALL.to_vec(), updated };
    Search::new(wanted, &given, &asker, super::show(&given), used)
}
