//! Finding people by what is known of them.

use std::sync::LazyLock;

use async_trait::async_trait;
use bluestem_model::access::Access;
use bluestem_model::matching::{self, Candidate, MatchKey};
use tokio_postgres::types::Type;

use super::super::copy::{Columns, copy};
use super::super::failure::Failure;
use super::super::pool::{Pool, Work};
use super::super::statement::{Statement, named};
use super::super::wire::{Carry, Client, Transaction};
use super::part::lock_people;
use super::statement;
use crate::StoreError;
use crate::claims::matching::{
    FORGET_KEYS, PEOPLE_BY_KEY, RULES, SET_RULES, behind, candidate, hashes_of, key_rows, may_match,
    next_people, of_key,
};
use crate::claims::rows::{PERSON_COLUMNS, person};
use crate::sql::Parameters;

static BY_KEY: LazyLock<Statement> = LazyLock::new(|| statement(PEOPLE_BY_KEY));
static RULES_OF_KEYS: LazyLock<Statement> = LazyLock::new(|| statement(RULES));
static SET_RULES_OF_KEYS: LazyLock<Statement> = LazyLock::new(|| statement(SET_RULES));
static FORGET: LazyLock<Statement> = LazyLock::new(|| statement(FORGET_KEYS));
static NEXT_PEOPLE: LazyLock<Statement> = LazyLock::new(|| statement(&next_people(PERSON_COLUMNS)));

const PERSON_MATCH: Columns = &[("number", Type::INT8), ("namespace", Type::INT2), ("key", Type::BYTEA)];

/// The step that makes the keys of people who are stored.
pub(in crate::postgres) const MATCH_KEYS: &str = "match keys";

pub(super) async fn people_by_keys(
    client: &Client,
    access: &Access,
    keys: &[MatchKey],
) -> Result<Vec<Candidate>, Failure> {
    let mut found = Vec::new();
    if may_match(access) {
        for key in keys {
            let combination = key.combination;
            found.extend(BY_KEY.rows(client, &named(of_key(key)), |row| candidate(row, combination)).await?);
        }
    }
    Ok(found)
}

/// Appends rows of keys.
pub(super) async fn add_keys(transaction: &Transaction<'_>, rows: &[Parameters]) -> Result<(), Failure> {
    copy(transaction, "claims.person_match", PERSON_MATCH, rows).await
}

/// Whether the keys of all people were made by this release's rules.
pub(in crate::postgres) async fn match_keys_are_current(pool: &Pool) -> Result<bool, StoreError> {
    pool.get("match_keys_are_current").await?.run(async |client| are_current(client).await).await
}

async fn are_current(client: &impl Carry) -> Result<bool, Failure> {
    let rules = RULES_OF_KEYS.first(client, &[], |row| row.number::<u32>(0)).await?;
    Ok(rules == Some(matching::RULES))
}

/// Makes the keys of everybody anew when they were made by other rules than this release's, or by none: people
/// who were loaded before must not be harder to find than those after. Whether there was anybody to make them for.
pub(in crate::postgres) async fn make_match_keys(pool: &Pool) -> Result<bool, StoreError> {
    if match_keys_are_current(pool).await? {
        return Ok(false);
    }
    pool.write("make_match_keys", &MakeKeys).await
}

struct MakeKeys;

#[async_trait]
impl Work for MakeKeys {
    type Done = bool;

    const BULK: bool = true;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<bool, Failure> {
        // Nobody loads people meanwhile, and of two who try the second finds the work done.
        lock_people(transaction).await?;
        if are_current(transaction).await? {
            return Ok(false);
        }
        FORGET.execute(transaction, &[]).await?;
        let mut last = None;
        loop {
            let people = NEXT_PEOPLE.rows(transaction, &named(behind(last)), person).await?;
            let mut keys = Vec::new();
            for person in &people {
                keys.extend(key_rows(person.index.id, &hashes_of(person)?));
            }
            add_keys(transaction, &keys).await?;
            match people.last() {
                Some(person) => last = Some(person.index.id),
                None => break,
            }
        }
        SET_RULES_OF_KEYS.execute(transaction, &named(vec![(":rules", matching::RULES.into())])).await?;
        Ok(last.is_some())
    }
}
