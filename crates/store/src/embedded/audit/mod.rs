//! The audit plane in SQLite.

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use bluestem_model::id::{Namespace, PersonId};
use bluestem_model::label::Labels;
use bluestem_model::time::Timestamp;
use rusqlite::{Connection, Row, params};

use super::sqlite::{Database, Durability};
use crate::StoreError;
use crate::audit::{Audit, AuditEvent, AuditQuery, EventKind, Outcome, StoredEvent, sql};
use crate::migration::Migration;

const MIGRATIONS: &[Migration] = &[Migration { name: "audit", sql: include_str!("schema.sql") }];

/// How many events a query returns that does not say.
const DEFAULT_LIMIT: u32 = 100;

/// The audit plane in one SQLite file.
pub struct EmbeddedAudit {
    database: Database,
}

impl EmbeddedAudit {
    /// Opens or makes the file at `path`.
    pub fn open(path: &Path) -> Result<Arc<Self>, StoreError> {
        let database = Database::open(path, "audit", MIGRATIONS, Durability::Full)?;
        Ok(Arc::new(Self { database }))
    }
}

#[async_trait]
impl Audit for EmbeddedAudit {
    async fn append(&self, events: Vec<AuditEvent>) -> Result<(), StoreError> {
        self.database.write(move |connection| append(connection, &events)).await
    }

    async fn query(&self, query: &AuditQuery) -> Result<Vec<StoredEvent>, StoreError> {
        self.database.read(|connection| select(connection, query))
    }
}

fn append(connection: &Connection, events: &[AuditEvent]) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(sql::APPEND)?;
    for event in events {
        statement.execute(params![
            event.at.0,
            event.kind.word(),
            event.outcome.word(),
            event.client_id,
            event.person.map(|person| person.namespace.number()),
            event.person.map(|person| person.number),
            event.grant,
            event.address,
            event.what,
            event.resource_id,
            event.count,
            event.withheld.bits(),
            event.scope,
        ])?;
    }
    Ok(())
}

fn select(connection: &Connection, query: &AuditQuery) -> Result<Vec<StoredEvent>, StoreError> {
    let before = query.before.unwrap_or(i64::MAX);
    let limit = if query.limit == 0 { DEFAULT_LIMIT } else { query.limit };
    let app = query.client_id.as_deref();
    match (query.person, app) {
        (Some(person), app) => {
            let person = (person.namespace.number(), person.number);
            read(connection, sql::OF_PERSON, params![person.0, person.1, app, before, limit])
        }
        (None, Some(app)) => read(connection, sql::OF_APP, params![app, before, limit]),
        (None, None) => read(connection, sql::LATEST, params![before, limit]),
    }
}

fn read(
    connection: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
) -> Result<Vec<StoredEvent>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        events.push(event(row)?);
    }
    Ok(events)
}

fn event(row: &Row<'_>) -> Result<StoredEvent, StoreError> {
    let unknown = || StoreError::Damaged("a word of the audit store has no meaning".to_owned());
    let (kind, outcome): (String, String) = (row.get(2)?, row.get(3)?);
    let event = AuditEvent {
        at: Timestamp(row.get(1)?),
        kind: EventKind::from_word(&kind).ok_or_else(unknown)?,
        outcome: Outcome::from_word(&outcome).ok_or_else(unknown)?,
        client_id: row.get(4)?,
        person: person(row.get(5)?, row.get(6)?),
        grant: row.get(7)?,
        address: row.get(8)?,
        what: row.get(9)?,
        resource_id: row.get(10)?,
        count: row.get(11)?,
        withheld: Labels::from_bits(row.get(12)?),
        scope: row.get(13)?,
    };
    Ok(StoredEvent { id: row.get(0)?, event })
}

fn person(namespace: Option<u8>, number: Option<i64>) -> Option<PersonId> {
    Some(PersonId { namespace: Namespace::from_number(namespace?)?, number: number? })
}
