//! From rows to what they mean.

use bluestem_model::access::ClaimScope;
use bluestem_model::id::{Namespace, PersonId};
use bluestem_model::label::Labels;
use bluestem_model::time::Timestamp;
use rusqlite::{Connection, Params, Row};

use crate::StoreError;
use crate::platform::{App, ClientKind, DataAccessType, EndReason, Grant, PersonalInformation};

/// The one row of a query, or none.
pub(super) fn optional<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
    read: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    rows.next()?.map(read).transpose()
}

/// All rows of a query.
pub(super) fn all<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
    read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// Runs a statement and says how many rows it changed.
pub(super) fn execute(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
) -> Result<usize, StoreError> {
    Ok(connection.prepare_cached(sql)?.execute(parameters)?)
}

/// An app, from the columns of `app_columns`.
pub(super) fn app(row: &Row<'_>) -> Result<App, StoreError> {
    let redirect_uris: String = row.get(4)?;
    Ok(App {
        client_id: row.get(0)?,
        name: row.get(1)?,
        kind: known(ClientKind::from_number(row.get(2)?))?,
        secret: row.get(3)?,
        redirect_uris: redirect_uris.lines().map(str::to_owned).collect(),
        scopes: row.get(5)?,
        authorization_code: row.get(6)?,
        client_credentials: row.get(7)?,
        access_type: known(DataAccessType::from_number(row.get(8)?))?,
        personal_information: known(PersonalInformation::from_number(row.get(9)?))?,
        claims: claim_scope(row.get(10)?)?,
        active: row.get(11)?,
        description: row.get(12)?,
        website_uri: row.get(13)?,
        policy_uri: row.get(14)?,
        terms_uri: row.get(15)?,
        created_at: Timestamp(row.get(16)?),
    })
}

/// A grant, from the columns of `grant_columns`, the first of which is number `first`.
pub(super) fn grant(row: &Row<'_>, first: usize) -> Result<Grant, StoreError> {
    let ended: Option<i64> = row.get(first + 9)?;
    let ended = match ended {
        Some(at) => Some((Timestamp(at), known(EndReason::from_number(row.get(first + 10)?))?)),
        None => None,
    };
    Ok(Grant {
        id: row.get(first)?,
        client_id: row.get(first + 1)?,
        person: known(person(row.get(first + 2)?, row.get(first + 3)?))?,
        scope: row.get(first + 4)?,
        withheld: Labels::from_bits(row.get(first + 5)?),
        created_at: Timestamp(row.get(first + 6)?),
        renewed_at: Timestamp(row.get(first + 7)?),
        expires_at: row.get::<_, Option<i64>>(first + 8)?.map(Timestamp),
        ended,
    })
}

/// A person, from namespace and number.
pub(super) fn person(namespace: Option<u8>, number: Option<i64>) -> Option<PersonId> {
    let namespace = Namespace::from_number(namespace?)?;
    Some(PersonId { namespace, number: number? })
}

/// The stored number of which claims an app may see.
pub(super) fn claim_scope_number(claims: ClaimScope) -> u8 {
    match claims {
        ClaimScope::All => 0,
        ClaimScope::PartD => 1,
    }
}

/// Which claims an app may see.
pub(super) fn claim_scope(number: u8) -> Result<ClaimScope, StoreError> {
    match number {
        0 => Ok(ClaimScope::All),
        1 => Ok(ClaimScope::PartD),
        _ => known(None),
    }
}

/// Refuses numbers of no meaning: what is not understood must not be taken for a permission.
pub(super) fn known<T>(value: Option<T>) -> Result<T, StoreError> {
    value.ok_or_else(|| StoreError::Damaged("a number of the platform store has no meaning".to_owned()))
}
