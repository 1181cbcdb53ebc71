//! The audit plane in SQLite.

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;

use super::sqlite::{Database, Durability};
use super::values::{Sqlite, run};
use crate::StoreError;
use crate::audit::{Audit, AuditEvent, AuditQuery, StoredEvent, sql};
use crate::migration::{Migration, Schema};

const MIGRATIONS: &[Migration] = &[
    Migration { name: "audit", sql: include_str!("schema.sql") },
    Migration { name: "party", sql: include_str!("party.sql") },
    Migration { name: "purpose", sql: include_str!("purpose.sql") },
];

/// Its schema.
pub(super) const SCHEMA: Schema = Schema { plane: "audit", migrations: MIGRATIONS, baseline: 2 };

/// The audit plane in one SQLite file.
pub struct EmbeddedAudit {
    database: Database,
}

impl EmbeddedAudit {
    /// Opens or makes the file at `path`.
    pub fn open(path: &Path) -> Result<Arc<Self>, StoreError> {
        let database = Database::open(path, &SCHEMA, Durability::Full)?;
        Ok(Arc::new(Self { database }))
    }
}

#[async_trait]
impl Audit for EmbeddedAudit {
    async fn append(&self, events: Vec<AuditEvent>) -> Result<(), StoreError> {
        self.database.write("append", move |connection| run(sql::append(&Sqlite(connection), &events))).await
    }

    async fn query(&self, query: &AuditQuery) -> Result<Vec<StoredEvent>, StoreError> {
        self.database.read("query", |connection| run(sql::query(&Sqlite(connection), query)))
    }

    async fn probe(&self) -> Result<(), StoreError> {
        self.database.probe()
    }
}

#[cfg(test)]
mod tests {
    use bluestem_model::time::Timestamp;
    use rusqlite::Connection;

    use super::*;
    use crate::audit::{EventKind, Outcome};
    use crate::embedded::plan;

    #[test]
    fn every_query_walks_an_index_and_events_stay() {
        let connection = Connection::open_in_memory().unwrap();
        for migration in MIGRATIONS {
            connection.execute_batch(migration.sql).unwrap();
        }
        for statement in sql::QUERIES {
            plan::assert_indexed(&connection, statement);
        }
        let event = AuditEvent::new(Timestamp(1), EventKind::App, Outcome::Success);
        run(sql::append(&Sqlite(&connection), &[event])).unwrap();
        assert!(connection.execute("UPDATE event SET at = 2", []).is_err());
        assert!(connection.execute("DELETE FROM event", []).is_err());
    }
}
