//! Schema migrations on PostgreSQL: a plane's steps run in one transaction, one process at a time.

use async_trait::async_trait;

use super::failure::Failure;
use super::pool::{Pool, Work};
use super::statement::{Argument, Statement};
use super::wire::{Carry, Client, Transaction};
use crate::StoreError;
use crate::migration::{Applied, Schema, SchemaStatus};
use crate::sql::Cells;

/// Key of the advisory lock under which schemas change: "bluestem" in ASCII.
const LOCK: i64 = 0x626c_7565_7374_656d;

/// Where the schema stands. Changes nothing.
pub(super) async fn status(pool: &Pool, schema: &Schema) -> Result<SchemaStatus, StoreError> {
    let connection = pool.get("status").await?;
    let applied = connection.run(|client| applied_if_any(client, schema.plane)).await?;
    schema.status(&applied)
}

/// Brings the schema up to its last step and returns the names of the steps it ran. When one fails, none did.
pub(super) async fn migrate(pool: &Pool, schema: &Schema) -> Result<Vec<&'static str>, StoreError> {
    // A look first: a process that may not change schemas can run on one that is as it should be.
    if status(pool, schema).await?.pending.is_empty() {
        return Ok(Vec::new());
    }
    pool.write("migrate", &Migrate(schema)).await
}

struct Migrate<'s>(&'s Schema);

#[async_trait]
impl Work for Migrate<'_> {
    type Done = Vec<&'static str>;

    const BULK: bool = true;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<Self::Done, Failure> {
        let plane = self.0.plane;
        let table = format!(
            "SELECT pg_advisory_xact_lock({LOCK}); CREATE SCHEMA IF NOT EXISTS {plane}; \
             CREATE TABLE IF NOT EXISTS {plane}.schema_migration \
             (version bigint PRIMARY KEY, name text NOT NULL, sha256 bytea NOT NULL); \
             ALTER TABLE {plane}.schema_migration ADD COLUMN IF NOT EXISTS runs_from bigint"
        );
        transaction.batch_execute(&table).await?;
        let applied = applied(transaction, plane).await?;
        let insert = "INSERT INTO main.schema_migration (version, name, sha256, runs_from) \
                      VALUES (:version, :name, :sha256, :runs_from)";
        let insert = Statement::new(plane, insert);
        let mut names = Vec::new();
        for step in self.0.status(&applied)?.pending {
            transaction.batch_execute(step.sql).await?;
            let row = [
                (":version", Argument::One(step.version.into())),
                (":name", Argument::One(step.name.into())),
                (":sha256", Argument::One(step.sha256().as_slice().into())),
                (":runs_from", Argument::One(self.0.runs_from(step.version).into())),
            ];
            insert.execute(transaction, &row).await?;
            names.push(step.name);
        }
        Ok(names)
    }
}

async fn applied_if_any(client: &Client, plane: &'static str) -> Result<Vec<Applied>, Failure> {
    let exists = Statement::new(
        plane,
        "SELECT 1 FROM pg_tables WHERE schemaname = :plane \
                                        AND tablename = 'schema_migration'",
    );
    let found = exists.first(client, &[(":plane", Argument::One(plane.into()))], |_| Ok(())).await?;
    if found.is_none() {
        return Ok(Vec::new());
    }
    applied(client, plane).await
}

async fn applied(client: &impl Carry, plane: &'static str) -> Result<Vec<Applied>, Failure> {
    // By way of JSON, since the first databases have no such column.
    let query = "SELECT version, sha256, CAST(to_jsonb(m) ->> 'runs_from' AS bigint) \
                 FROM main.schema_migration AS m ORDER BY version";
    let read = |row: &dyn Cells| {
        Ok(Applied { version: row.number(0)?, sha256: row.bytes(1)?, runs_from: row.integer(2)? })
    };
    Statement::new(plane, query).rows(client, &[], read).await
}
