//! Hashes of identifiers, and what a data set is held against before it is loaded.

use std::ops::RangeInclusive;

use bluestem_model::access::Access;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::person::PersonFile;
use rusqlite::Connection;

use super::super::values::{execute, first, rows};
use super::people::people_by_mbi;
use crate::StoreError;
use crate::claims::mbi_hash as sql;

pub(super) fn people(
    connection: &Connection,
    access: &Access,
    hash: &str,
) -> Result<Vec<PersonFile>, StoreError> {
    let mbis = rows(connection, sql::MBI_OF_HASH, &vec![(":hash", hash.into())], |row| row.string(0))?;
    let mut found = Vec::new();
    for mbi in mbis {
        found.extend(people_by_mbi(connection, access, &mbi)?);
    }
    Ok(found)
}

pub(super) fn unhashed(
    connection: &Connection,
    key: &str,
    after: &str,
    count: u32,
) -> Result<Vec<String>, StoreError> {
    rows(connection, sql::UNHASHED, &sql::unhashed(key, after, count), |row| row.string(0))
}

pub(super) fn keep(
    connection: &Connection,
    key: &str,
    hashes: &[(String, String)],
) -> Result<(), StoreError> {
    for (mbi, hash) in hashes {
        execute(connection, sql::KEEP_HASH, &sql::keep(key, mbi, hash))?;
    }
    Ok(())
}

pub(super) fn knows_load(connection: &Connection, fingerprint: &[u8; 32]) -> Result<bool, StoreError> {
    let parameters = vec![(":fingerprint", fingerprint.as_slice().into())];
    let count = first(connection, sql::KNOWS_LOAD, &parameters, |row| row.number::<u64>(0))?;
    Ok(count.unwrap_or(0) > 0)
}

/// Whether a claim has a number of a range.
const CLAIM_BETWEEN: &str = "SELECT count(*) FROM (SELECT 1 FROM claim \
     WHERE namespace = :namespace AND number BETWEEN :first AND :last LIMIT 1) AS found";

pub(super) fn holds_any(
    connection: &Connection,
    people: &RangeInclusive<PersonId>,
    claims: &[RangeInclusive<ClaimId>],
) -> Result<bool, StoreError> {
    let any = |text: &str, namespace: u8, from: i64, to: i64| -> Result<bool, StoreError> {
        let count = first(connection, text, &sql::between(namespace, from, to), |row| row.number::<u64>(0))?;
        Ok(count.unwrap_or(0) > 0)
    };
    let (from, to) = (people.start(), people.end());
    if any(sql::PERSON_BETWEEN, from.namespace.number(), from.number, to.number)? {
        return Ok(true);
    }
    for range in claims {
        let (from, to) = (range.start(), range.end());
        if any(CLAIM_BETWEEN, from.namespace.number(), from.number, to.number)? {
            return Ok(true);
        }
    }
    Ok(false)
}
