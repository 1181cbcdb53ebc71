//! Reading people.

use std::sync::LazyLock;

use bluestem_model::access::{Access, People};
use bluestem_model::id::PersonId;
use bluestem_model::person::{PersonFile, StoredPerson};
use futures_util::future::try_join3;

use super::super::failure::Failure;
use super::super::statement::{Argument, Statement, named};
use super::super::wire::Client;
use super::statement;
use crate::claims::{reach, rows, sql};

static SURVIVOR: LazyLock<Statement> = LazyLock::new(|| statement(sql::SURVIVOR));
static STORED_PERSON: LazyLock<Statement> = LazyLock::new(|| statement(&sql::stored_person()));
static MERGED_INTO: LazyLock<Statement> = LazyLock::new(|| statement(&sql::merged_into()));
static PEOPLE_BY_MBI: LazyLock<Statement> = LazyLock::new(|| statement(sql::PEOPLE_BY_MBI));

/// The surviving key of `id`, if that person may be served at all.
pub(super) async fn survivor(client: &Client, id: PersonId) -> Result<Option<i64>, Failure> {
    SURVIVOR.first(client, &named(sql::of_person(id)), |row| row.number(0)).await
}

/// The surviving key whose claims `access` may see under the key `id`.
pub(super) async fn subject(
    client: &Client,
    access: &Access,
    id: PersonId,
) -> Result<Option<PersonId>, Failure> {
    let survivor = survivor(client, reach::asked_for(access, id)).await?;
    Ok(reach::subject(access, id, survivor))
}

pub(super) async fn person(
    client: &Client,
    access: &Access,
    id: PersonId,
) -> Result<Option<PersonFile>, Failure> {
    // Three questions on one way: the connection sends them together.
    let own = reach::asked_for(access, id);
    let (asked, surviving, own_surviving) =
        try_join3(stored(client, id), survivor(client, id), survivor(client, own)).await?;
    let (Some(asked), Some(surviving)) = (asked, surviving) else { return Ok(None) };
    let reaches = match access.people() {
        People::All => true,
        People::One(own) => own.namespace == id.namespace && own_surviving == Some(surviving),
    };
    if !reaches {
        return Ok(None);
    }
    let merged = if surviving == id.number {
        MERGED_INTO.rows(client, &named(sql::of_person(id)), rows::person).await?
    } else {
        Vec::new()
    };
    Ok(Some(PersonFile { asked, merged }))
}

async fn stored(client: &Client, id: PersonId) -> Result<Option<StoredPerson>, Failure> {
    STORED_PERSON.first(client, &named(sql::of_person(id)), rows::person).await
}

pub(super) async fn people_by_mbi(
    client: &Client,
    access: &Access,
    mbi: &str,
) -> Result<Vec<PersonFile>, Failure> {
    let parameters = [(":mbi", Argument::One(mbi.into()))];
    let ids = PEOPLE_BY_MBI.rows(client, &parameters, rows::person_id).await?;
    let mut found = Vec::new();
    for id in ids {
        found.extend(person(client, access, id).await?);
    }
    Ok(found)
}
