//! Searches for Patient.

use super::parameter::PATIENT;
use crate::search::error::{Problem, SearchError};
use crate::search::given::{Argument, Given};
use crate::search::{Asker, Caller, PatientSearch, Search, format, ids, last_updated, person_id};
use crate::v3::US_MBI;

/// Understands a search for Patient.
pub(in crate::search) fn patients(
    pairs: &[(String, String)],
    asker: Asker,
) -> Result<Search<PatientSearch>, SearchError> {
    let given = Given::read(pairs, PATIENT, asker.handling)?;
    format(&given)?;
    let mut used = given.used(PATIENT);
    let mut people = ids(&given, |text| person_id(text, &asker))?;
    let mbi = given.single("identifier")?.map(|value| identifier(value, &asker)).transpose()?;
    if people.is_none() && mbi.is_none() {
        let Caller::Person(own) = asker.caller else {
            return Err(Problem::Required("'_id' or 'identifier'").of("_id"));
        };
        people = Some(vec![own]);
        used.push(("_id".to_owned(), own.text(asker.version.home())));
    }
    let wanted = PatientSearch { ids: people, mbi, updated: last_updated(&given, asker.now)? };
    Search::new(wanted, &given, &asker, super::show(&given), used)
}

/// An identifier, which may stand in a body only: URLs are kept in logs.
fn identifier(value: &Argument<'_>, asker: &Asker) -> Result<String, SearchError> {
    let (system, identifier) = value.value.split_once('|').unwrap_or(("", value.value));
    let problem = match system {
        US_MBI if !asker.posted => Problem::PostOnly(US_MBI),
        US_MBI if identifier.is_empty() => Problem::LookupEmpty,
        US_MBI => return Ok(identifier.to_ascii_uppercase()),
        _ => Problem::UnsupportedSystem(system.to_owned()),
    };
    Err(value.error(problem))
}
