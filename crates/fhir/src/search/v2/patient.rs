//! Searches for Patient.

use super::parameter::PATIENT;
use crate::search::error::{Problem, SearchError};
use crate::search::given::{Argument, Given};
use crate::search::{Asker, Caller, PatientSearch, Search, format, ids, last_updated, person_id};
use crate::v3::US_MBI;

/// System of the hashed identifier.
const MBI_HASH: &str = "https://bluebutton.cms.gov/resources/identifier/mbi-hash";

enum Identifier {
    Mbi(String),
    Hash(String),
}

/// Understands a search for Patient.
pub(in crate::search) fn patients(
    pairs: &[(String, String)],
    asker: Asker,
) -> Result<Search<PatientSearch>, SearchError> {
    let given = Given::read(pairs, PATIENT, asker.handling)?;
    format(&given)?;
    let mut used = given.used(PATIENT);
    let mut people = ids(&given, |text| person_id(text, &asker))?;
    let (mut mbi, mut mbi_hash) = (None, None);
    match given.single("identifier")?.map(|value| identifier(value, &asker)).transpose()? {
        Some(Identifier::Mbi(number)) => mbi = Some(number),
        Some(Identifier::Hash(hash)) => mbi_hash = Some(hash),
        None => {}
    }
    if people.is_none() && mbi.is_none() && mbi_hash.is_none() {
        let Caller::Person(own) = asker.caller else {
            return Err(Problem::Required("'_id' or 'identifier'").of("_id"));
        };
        people = Some(vec![own]);
        used.push(("_id".to_owned(), own.text(asker.version.home())));
    }
    let wanted = PatientSearch { ids: people, mbi, mbi_hash, updated: last_updated(&given, asker.now)? };
    Search::new(wanted, &given, &asker, super::show(&given), used)
}

/// An identifier. An MBI may stand in a body only: URLs are kept in logs.
fn identifier(value: &Argument<'_>, asker: &Asker) -> Result<Identifier, SearchError> {
    let (system, identifier) = value.value.split_once('|').unwrap_or(("", value.value));
    let problem = match system {
        US_MBI if !asker.posted => Problem::PostOnly(US_MBI),
        US_MBI | MBI_HASH if identifier.is_empty() => Problem::LookupEmpty,
        US_MBI => return Ok(Identifier::Mbi(identifier.to_ascii_uppercase())),
        MBI_HASH => return Ok(Identifier::Hash(identifier.to_ascii_lowercase())),
        _ => Problem::UnsupportedSystem(system.to_owned()),
    };
    Err(value.error(problem))
}
