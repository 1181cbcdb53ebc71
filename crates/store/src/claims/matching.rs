//! Finding people by what is known of them, whatever the backend.
//!
//! A key is stored as a hash: an index of names and addresses would be one more place to guard.

use aws_lc_rs::digest::{SHA256, digest};
use bluestem_model::access::{Access, People, ResourceType};
use bluestem_model::id::PersonId;
use bluestem_model::matching::{Candidate, Combination, MatchKey, person_keys};
use bluestem_model::person::{PersonIndex, StoredPerson};
use bluestem_model::record::Record;

use super::rows::person_id;
use super::sql::of_person;
use crate::StoreError;
use crate::sql::{Cells, Parameters};

/// The surviving people whom a key finds. Those without a current version are nobody's match.
pub(crate) const PEOPLE_BY_KEY: &str = "SELECT DISTINCT s.namespace, s.number, s.hidden \
     FROM main.person_match AS m \
     JOIN main.person AS p ON p.namespace = m.namespace AND p.number = m.number \
     JOIN main.person AS s ON s.namespace = p.namespace AND s.number = p.survivor \
     WHERE m.key = :key AND s.current = 1";

/// The rules that the stored keys were made by.
pub(crate) const RULES: &str = "SELECT rules FROM main.match_rules";

/// Notes the rules that the stored keys are made by.
pub(crate) const SET_RULES: &str = "INSERT INTO main.match_rules (only_row, rules) VALUES (1, :rules) \
     ON CONFLICT (only_row) DO UPDATE SET rules = excluded.rules";

/// Forgets every key.
pub(crate) const FORGET_KEYS: &str = "DELETE FROM main.person_match";

/// The next people behind one of them, in the order of their keys.
pub(crate) fn next_people(columns: &str) -> String {
    format!(
        "SELECT {columns} FROM main.person AS p WHERE (p.namespace, p.number) > (:namespace, :number) \
         ORDER BY p.namespace, p.number LIMIT 1000"
    )
}

/// The parameters of [`next_people`].
pub(crate) fn behind(last: Option<PersonId>) -> Parameters {
    let (namespace, number) = last.map_or((0, i64::MIN), |id| (id.namespace.number(), id.number));
    vec![(":namespace", namespace.into()), (":number", number.into())]
}

/// A stored key: the first half of a SHA-256.
pub(crate) type KeyHash = [u8; 16];

pub(crate) fn hash(key: &MatchKey) -> KeyHash {
    let mut half = [0; 16];
    half.copy_from_slice(digest(&SHA256, key.text.as_bytes()).as_ref().split_at(16).0);
    half
}

/// The keys of a person to be stored.
pub(crate) fn hashes(index: &PersonIndex, record: &Record<'_>) -> Vec<KeyHash> {
    person_keys(index, record).iter().map(hash).collect()
}

/// The keys of a person who is stored.
pub(crate) fn hashes_of(person: &StoredPerson) -> Result<Vec<KeyHash>, StoreError> {
    Ok(hashes(&person.index, &Record::parse(&person.record)?))
}

/// A row of `person_match` for each key of a person.
pub(crate) fn key_rows(id: PersonId, keys: &[KeyHash]) -> impl Iterator<Item = Parameters> {
    keys.iter().map(move |key| {
        let mut row = of_person(id);
        row.push((":key", key.as_slice().into()));
        row
    })
}

/// Whether `access` may look people up by what is known of them.
pub(crate) fn may_match(access: &Access) -> bool {
    *access.people() == People::All && access.rights(ResourceType::Patient).search
}

/// The parameters of [`PEOPLE_BY_KEY`].
pub(crate) fn of_key(key: &MatchKey) -> Parameters {
    vec![(":key", hash(key).as_slice().into())]
}

/// A row of [`PEOPLE_BY_KEY`].
pub(crate) fn candidate(row: &dyn Cells, combination: Combination) -> Result<Candidate, StoreError> {
    Ok(Candidate { combination, person: person_id(row)?, served: !row.flag(2)? })
}
