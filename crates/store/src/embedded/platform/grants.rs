//! Grants.

use bluestem_model::id::PersonId;
use bluestem_model::time::Timestamp;
use rusqlite::{Connection, params};

use super::rows;
use crate::StoreError;
use crate::platform::{EndReason, Grant, sql};

pub(super) fn by_id(connection: &Connection, id: i64) -> Result<Option<Grant>, StoreError> {
    rows::optional(connection, sql::GRANT_BY_ID, [id], |row| rows::grant(row, 0))
}

pub(super) fn open(
    connection: &Connection,
    client_id: &str,
    person: PersonId,
) -> Result<Option<Grant>, StoreError> {
    let parameters = params![client_id, person.namespace.number(), person.number];
    rows::optional(connection, sql::GRANT, parameters, |row| rows::grant(row, 0))
}

pub(super) fn of_person(connection: &Connection, person: PersonId) -> Result<Vec<Grant>, StoreError> {
    let parameters = params![person.namespace.number(), person.number];
    rows::all(connection, sql::GRANTS_OF, parameters, |row| rows::grant(row, 0))
}

pub(super) fn end(
    connection: &Connection,
    id: i64,
    reason: EndReason,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let ended = rows::execute(connection, sql::END_GRANT, params![id, now.0, reason.number()])? == 1;
    rows::execute(connection, sql::REVOKE_FAMILIES, params![id, now.0])?;
    Ok(ended)
}
