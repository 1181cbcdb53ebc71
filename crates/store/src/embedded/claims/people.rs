//! Reading people.

use bluestem_model::access::{Access, People};
use bluestem_model::id::PersonId;
use bluestem_model::person::{PersonFile, StoredPerson};
use rusqlite::Connection;

use super::super::values::{first, rows};
use crate::StoreError;
use crate::claims::{reach, rows as read, sql};

/// The surviving key of `id`, if that person may be served at all.
fn survivor(connection: &Connection, id: PersonId) -> Result<Option<i64>, StoreError> {
    first(connection, sql::SURVIVOR, &sql::of_person(id), |row| row.number(0))
}

/// The surviving key whose claims `access` may see under the key `id`.
pub(super) fn subject(
    connection: &Connection,
    access: &Access,
    id: PersonId,
) -> Result<Option<PersonId>, StoreError> {
    let survivor = survivor(connection, reach::asked_for(access, id))?;
    Ok(reach::subject(access, id, survivor))
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
    let merged = if surviving == id {
        rows(connection, &sql::merged_into(), &sql::of_person(id), read::person)?
    } else {
        Vec::new()
    };
    Ok(Some(PersonFile { asked, merged }))
}

pub(super) fn people_by_mbi(
    connection: &Connection,
    access: &Access,
    mbi: &str,
) -> Result<Vec<PersonFile>, StoreError> {
    let ids = rows(connection, sql::PEOPLE_BY_MBI, &vec![(":mbi", mbi.into())], read::person_id)?;
    let mut found = Vec::new();
    for id in ids {
        found.extend(person(connection, access, id)?);
    }
    Ok(found)
}

pub(super) fn stored(connection: &Connection, id: PersonId) -> Result<Option<StoredPerson>, StoreError> {
    first(connection, &sql::stored_person(), &sql::of_person(id), read::person)
}
