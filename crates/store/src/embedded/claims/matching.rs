//! Finding people by what is known of them.

use std::path::Path;

use bluestem_model::access::Access;
use bluestem_model::id::PersonId;
use bluestem_model::matching::{self, Candidate, MatchKey};
use rusqlite::{Connection, TransactionBehavior, params};

use super::super::values::{execute, first, rows};
use crate::StoreError;
use crate::claims::matching::{
    FORGET_KEYS, KeyHash, PEOPLE_BY_KEY, RULES, SET_RULES, behind, candidate, hashes_of, key_rows, may_match,
    next_people, of_key,
};
use crate::claims::rows::{PERSON_COLUMNS, person};

pub(super) fn people_by_keys(
    connection: &Connection,
    access: &Access,
    keys: &[MatchKey],
) -> Result<Vec<Candidate>, StoreError> {
    let mut found = Vec::new();
    if may_match(access) {
        for key in keys {
            let combination = key.combination;
            found.extend(rows(connection, PEOPLE_BY_KEY, &of_key(key), |row| candidate(row, combination))?);
        }
    }
    Ok(found)
}

/// Lays these keys in place of those that the person has.
pub(super) fn store_keys(connection: &Connection, id: PersonId, keys: &[KeyHash]) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM person_match WHERE namespace = ?1 AND number = ?2")?
        .execute(params![id.namespace.number(), id.number])?;
    add_keys(connection, id, keys)
}

fn add_keys(connection: &Connection, id: PersonId, keys: &[KeyHash]) -> Result<(), StoreError> {
    // add_keys
    let text = "INSERT INTO person_match (key, namespace, number) VALUES (:key, :namespace, :number)";
    for row in key_rows(id, keys) {
        execute(connection, text, &row)?;
    }
    Ok(())
}

/// Makes the keys of everybody in the file anew when they were made by other rules than this release's, or by
/// none: people who were loaded before must not be harder to find than those after.
pub(super) fn bring_up_to_date(path: &Path) -> Result<(), StoreError> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    if are_current(&connection)? {
        return Ok(());
    }
    // Of two processes that start at once the second waits here and finds the work done.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if are_current(&transaction)? {
        return Ok(());
    }
    execute(&transaction, FORGET_KEYS, &Vec::new())?;
    let next = next_people(PERSON_COLUMNS);
    let mut last = None;
    loop {
        let people = rows(&transaction, &next, &behind(last), person)?;
        for person in &people {
            add_keys(&transaction, person.index.id, &hashes_of(person)?)?;
        }
        match people.last() {
            Some(person) => last = Some(person.index.id),
            None => break,
        }
    }
    execute(&transaction, SET_RULES, &vec![(":rules", matching::RULES.into())])?;
    Ok(transaction.commit()?)
}

fn are_current(connection: &Connection) -> Result<bool, StoreError> {
    let rules = first(connection, RULES, &Vec::new(), |row| row.number::<u32>(0))?;
    Ok(rules == Some(matching::RULES))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded::plan;

    #[test]
    fn people_are_found_by_their_keys() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(include_str!("schema.sql")).unwrap();
        connection.execute_batch(include_str!("matching.sql")).unwrap();
        plan::assert_indexed(&connection, PEOPLE_BY_KEY);
        plan::assert_indexed(&connection, "DELETE FROM person_match WHERE namespace = ?1 AND number = ?2");
    }
}
