//! Schema migrations on PostgreSQL: a plane's steps run in one transaction, one process at a time.

use async_trait::async_trait;

use super::failure::Failure;
use super::pool::{Pool, Work};
use super::statement::{Argument, Statement};
use super::wire::{Carry, Client, Transaction};
use crate::StoreError;
use crate::migration::{Migration, pending};

/// Key of the advisory lock under which schemas change: "bluestem" in ASCII.
const LOCK: i64 = 0x626c_7565_7374_656d;

/// A plane's schema: its name, and the steps that make it.
pub(super) struct Schema {
    /// Plane, and schema in the database.
    pub(super) plane: &'static str,
    /// The steps.
    pub(super) migrations: &'static [Migration],
}

/// Where a plane's schema stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaStatus {
    /// Which plane.
    pub plane: &'static str,
    /// The version found; 0 when there is no schema yet.
    pub version: i64,
    /// The steps that this release would run, in order.
    pub pending: Vec<&'static str>,
}

/// Where the schema stands. Changes nothing.
pub(super) async fn status(pool: &Pool, schema: &Schema) -> Result<SchemaStatus, StoreError> {
    let connection = pool.get().await?;
    let applied = connection.run(|client| applied_if_any(client, schema.plane)).await?;
    let pending = pending(schema.plane, schema.migrations, &applied)?;
    Ok(SchemaStatus {
        plane: schema.plane,
        version: applied.last().map_or(0, |(version, _)| *version),
        pending: pending.iter().map(|(_, migration)| migration.name).collect(),
    })
}

/// Brings the schema up to its last step and returns the names of the steps it ran. When one fails, none did.
pub(super) async fn migrate(pool: &Pool, schema: &Schema) -> Result<Vec<&'static str>, StoreError> {
    // A look first: a process that may not change schemas can run on one that is as it should be.
    if status(pool, schema).await?.pending.is_empty() {
        return Ok(Vec::new());
    }
    pool.write(&Migrate(schema)).await
}

struct Migrate<'s>(&'s Schema);

#[async_trait]
impl Work for Migrate<'_> {
    type Done = Vec<&'static str>;

    const BULK: bool = true;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<Self::Done, Failure> {
        let Schema { plane, migrations } = *self.0;
        let table = format!(
            "SELECT pg_advisory_xact_lock({LOCK}); CREATE SCHEMA IF NOT EXISTS {plane}; \
             CREATE TABLE IF NOT EXISTS {plane}.schema_migration \
             (version bigint PRIMARY KEY, name text NOT NULL, sha256 bytea NOT NULL)"
        );
        transaction.batch_execute(&table).await?;
        let applied = applied(transaction, plane).await?;
        let insert = "INSERT INTO main.schema_migration (version, name, sha256) \
                      VALUES (:version, :name, :sha256)";
        let insert = Statement::new(plane, insert);
        let mut names = Vec::new();
        for (version, migration) in pending(plane, migrations, &applied)? {
            transaction.batch_execute(migration.sql).await?;
            let row = [
                (":version", Argument::One(version.into())),
                (":name", Argument::One(migration.name.into())),
                (":sha256", Argument::One(migration.sha256().as_slice().into())),
            ];
            insert.execute(transaction, &row).await?;
            names.push(migration.name);
        }
        Ok(names)
    }
}

async fn applied_if_any(client: &Client, plane: &'static str) -> Result<Vec<(i64, Vec<u8>)>, Failure> {
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

async fn applied(client: &impl Carry, plane: &'static str) -> Result<Vec<(i64, Vec<u8>)>, Failure> {
    let query = "SELECT version, sha256 FROM main.schema_migration ORDER BY version";
    Statement::new(plane, query).rows(client, &[], |row| Ok((row.number(0)?, row.bytes(1)?))).await
}
