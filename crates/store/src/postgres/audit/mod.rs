//! The audit plane in PostgreSQL.

use async_trait::async_trait;

use super::failure::Failure;
use super::pool::{Pool, Work};
use super::session::Postgres;
use super::wire::Transaction;
use crate::StoreError;
use crate::audit::{Audit, AuditEvent, AuditQuery, StoredEvent, sql};
use crate::migration::{Migration, Schema};

/// Its schema.
pub(super) const SCHEMA: Schema = Schema {
    plane: "audit",
    baseline: 2,
    migrations: &[
        Migration { name: "audit", sql: include_str!("schema.sql") },
        Migration { name: "party", sql: include_str!("party.sql") },
        Migration { name: "purpose", sql: include_str!("purpose.sql") },
    ],
};

fn on<C>(client: &C) -> Postgres<'_, C> {
    Postgres { schema: SCHEMA.plane, client }
}

/// The audit plane in one PostgreSQL database.
pub struct PostgresAudit {
    pool: Pool,
}

impl PostgresAudit {
    pub(super) fn new(pool: &Pool) -> Self {
        Self { pool: pool.of(SCHEMA.plane) }
    }
}

#[async_trait]
impl Audit for PostgresAudit {
    async fn append(&self, events: Vec<AuditEvent>) -> Result<(), StoreError> {
        // One event needs no transaction around it.
        if events.len() == 1 {
            return self
                .pool
                .get("append")
                .await?
                .run(async |client| sql::append(&on(client), &events).await)
                .await;
        }
        self.pool.write("append", &Append(events)).await
    }

    async fn query(&self, query: &AuditQuery) -> Result<Vec<StoredEvent>, StoreError> {
        self.pool.get("query").await?.run(async |client| sql::query(&on(client), query).await).await
    }

    async fn probe(&self) -> Result<(), StoreError> {
        self.pool.probe().await
    }
}

struct Append(Vec<AuditEvent>);

#[async_trait]
impl Work for Append {
    type Done = ();

    async fn run(&self, transaction: &Transaction<'_>) -> Result<(), Failure> {
        sql::append(&on(transaction), &self.0).await
    }
}
