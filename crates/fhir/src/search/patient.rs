//! Searches for Patient.

use bluestem_model::id::PersonId;
use bluestem_model::time::Timestamp;
use bluestem_model::version::Version;

use super::error::{Problem, SearchError};
use super::given::{Argument, Given};
use super::parameter::PATIENT;
use super::{Asker, Caller, Search, Show, Window, format, ids, last_updated, person_id, show, v2};
use crate::v3::US_MBI;

/// A search for people. At least one of `ids`, `mbi` and `mbi_hash` is there; all that are must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientSearch {
    /// By key.
    pub ids: Option<Vec<PersonId>>,
    /// By Medicare Beneficiary Identifier.
    pub mbi: Option<String>,
    /// By the hash of a Medicare Beneficiary Identifier, in hexadecimal digits (v2).
    pub mbi_hash: Option<String>,
    /// When the Patient last changed.
    pub updated: Window<Timestamp>,
}

/// Understands a search for Patient.
pub fn patients(pairs: &[(String, String)], asker: Asker) -> Result<Search<PatientSearch>, SearchError> {
    if asker.version == Version::V2 {
        return v2::patients(pairs, asker);
    }
    let mut given = Given::read(pairs, PATIENT, asker.handling)?;
    format(&given)?;
    let show = Show::read(&mut given, show::OF_PATIENT)?;
    let mut used = given.used(PATIENT);
    let mut people = ids(&given, |text| person_id(text, &asker))?;
    let mbi = given.single("identifier")?.map(identifier).transpose()?;
    if people.is_none() && mbi.is_none() {
        let Caller::Person(own) = asker.caller else {
            return Err(Problem::Required("'_id' or 'identifier'").of("_id"));
        };
        people = Some(vec![own]);
        used.push(("_id".to_owned(), own.text(asker.version.home())));
    }
    let wanted =
        PatientSearch { ids: people, mbi, mbi_hash: None, updated: last_updated(&given, asker.now)? };
    Search::new(wanted, &given, &asker, show, used)
}

fn identifier(value: &Argument<'_>) -> Result<String, SearchError> {
    match value.value.split_once('|') {
        Some((US_MBI, "")) => Err(value.error(Problem::ValueMissing)),
        Some((US_MBI, mbi)) => Ok(mbi.to_ascii_uppercase()),
        _ => Err(value.error(Problem::IdentifierSystem)),
    }
}
