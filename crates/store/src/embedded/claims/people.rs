//! Reading people.

use bluestem_model::access::{Access, People};
use bluestem_model::id::PersonId;
use bluestem_model::person::{PersonFile, StoredPerson};
use rusqlite::{Connection, OptionalExtension, named_params};

use super::rows::{self, PERSON_COLUMNS};
use crate::StoreError;

/// The surviving key of `id`, if that person may be served at all.
fn survivor(connection: &Connection, id: PersonId) -> Result<Option<i64>, StoreError> {
    // survivor
    let sql = "SELECT s.number FROM person AS p \
               JOIN person AS s ON s.namespace = p.namespace AND s.number = p.survivor \
               WHERE p.namespace = :namespace AND p.number = :number AND s.hidden = 0 AND s.current = 1";
    let mut query = connection.prepare_cached(sql)?;
    let parameters = named_params! { ":namespace": id.namespace.number(), ":number": id.number };
    Ok(query.query_row(parameters, |row| row.get(0)).optional()?)
}

/// The surviving key whose claims `access` may see under the key `id`. A person's own token reaches them by
/// the key it was issued for and by the key that survived it; everybody else by the surviving key alone.
pub(super) fn subject(
    connection: &Connection,
    access: &Access,
    id: PersonId,
) -> Result<Option<PersonId>, StoreError> {
    let found = match access.people() {
        People::All => survivor(connection, id)?.filter(|number| *number == id.number),
        People::One(own) => survivor(connection, *own)?.filter(|number| {
            own.namespace == id.namespace && (own.number == id.number || *number == id.number)
        }),
    };
    Ok(found.map(|number| PersonId { namespace: id.namespace, number }))
}

/// Whether `access` reaches the person whose surviving key is `survivor`.
fn reaches(connection: &Connection, access: &Access, survivor_id: PersonId) -> Result<bool, StoreError> {
    Ok(match access.people() {
        People::All => true,
        People::One(own) => {
            own.namespace == survivor_id.namespace && survivor(connection, *own)? == Some(survivor_id.number)
        }
    })
}

pub(super) fn person(
    connection: &Connection,
    access: &Access,
    id: PersonId,
) -> Result<Option<PersonFile>, StoreError> {
    let Some(asked) = stored(connection, id)? else { return Ok(None) };
    let surviving = asked.index.survivor;
    if survivor(connection, id)?.is_none() || !reaches(connection, access, surviving)? {
        return Ok(None);
    }
    let merged = if surviving == id { merged_into(connection, id)? } else { Vec::new() };
    Ok(Some(PersonFile { asked, merged }))
}

pub(super) fn people_by_mbi(
    connection: &Connection,
    access: &Access,
    mbi: &str,
) -> Result<Vec<PersonFile>, StoreError> {
    // people_by_mbi
    let sql = "SELECT DISTINCT p.namespace, p.survivor FROM person_mbi AS m \
               JOIN person AS p ON p.namespace = m.namespace AND p.number = m.number \
               WHERE m.mbi = :mbi ORDER BY p.namespace, p.survivor";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query(named_params! { ":mbi": mbi })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let namespace = rows::namespace(row.get(0)?)?;
        found.extend(person(connection, access, PersonId { namespace, number: row.get(1)? })?);
    }
    Ok(found)
}

pub(super) fn stored(connection: &Connection, id: PersonId) -> Result<Option<StoredPerson>, StoreError> {
    // stored_person
    let sql = format!(
        "SELECT {PERSON_COLUMNS} FROM person AS p WHERE p.namespace = :namespace AND p.number = :number"
    );
    let mut query = connection.prepare_cached(&sql)?;
    let parameters = named_params! { ":namespace": id.namespace.number(), ":number": id.number };
    let mut rows = query.query(parameters)?;
    rows.next()?.map(rows::person).transpose()
}

fn merged_into(connection: &Connection, id: PersonId) -> Result<Vec<StoredPerson>, StoreError> {
    // merged_into
    let sql = format!(
        "SELECT {PERSON_COLUMNS} FROM person AS p \
         WHERE p.namespace = :namespace AND p.survivor = :number AND p.number <> :number ORDER BY p.number"
    );
    let mut query = connection.prepare_cached(&sql)?;
    let parameters = named_params! { ":namespace": id.namespace.number(), ":number": id.number };
    let mut rows = query.query(parameters)?;
    let mut merged = Vec::new();
    while let Some(row) = rows.next()? {
        merged.push(rows::person(row)?);
    }
    Ok(merged)
}
