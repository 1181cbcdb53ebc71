//! A database as the target of a move.

mod catalog;
mod rows;
mod state;
mod write;

use bluestem_model::time::Timestamp;

use super::SCHEMAS;
use super::config::PostgresConfig;
use super::migration::status;
use super::pool::Pool;
use crate::StoreError;
use crate::transfer::{Bunches, Change, Table, TransferError};
pub(super) use state::is_unfinished;

/// A database into which an installation is moved.
pub struct Target {
    pool: Pool,
    /// In the order in which they can be filled.
    tables: Vec<Table>,
}

impl Target {
    /// Opens the database. Refuses a schema that is not this release's.
    pub async fn open(config: &PostgresConfig) -> Result<Self, StoreError> {
        let pool = Pool::new(config, "writer", &config.url)?;
        let mut tables = Vec::new();
        for schema in &SCHEMAS {
            let status = status(&pool, schema).await?;
            let (plane, found, known) = (schema.plane, status.version, status.known);
            if found < known {
                return Err(StoreError::OlderSchema { plane, found, needed: known });
            }
            // A later release may have columns that the source knows nothing of.
            if found > known {
                return Err(StoreError::NewerSchema { plane, found, known });
            }
            tables.extend(catalog::tables(&pool, plane).await?);
        }
        Ok(Self { pool, tables })
    }

    /// Notes that the installation `source` is being moved here, by 16 random bytes that it keeps. Refuses a
    /// database with anything else in it, and one where the move is done. Until [`Self::finish`] nobody who
    /// connects from now on can serve from here.
    pub async fn begin(&self, source: [u8; 16], now: Timestamp) -> Result<(), TransferError> {
        let begin = state::Begin { source, now, tables: &self.tables };
        self.pool.write("transfer", &begin).await?.map_or(Ok(()), Err)
    }

    /// Notes that the move is done.
    pub async fn finish(&self, now: Timestamp) -> Result<(), StoreError> {
        self.pool.write("transfer", &state::Finish(now)).await
    }

    /// What is carried over: every table that holds anything, in the order in which they can be filled.
    pub(crate) fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The rows of a table, as of this moment; by its key, or as they come.
    pub(crate) fn rows(&self, table: &Table, in_order: bool) -> Bunches {
        rows::read(self.pool.clone(), table.clone(), in_order)
    }

    /// Empties the tables that refer to each other: a row of theirs cannot be replaced while another refers to it.
    pub(crate) async fn empty_tied(&self) -> Result<(), StoreError> {
        self.pool.write("transfer", &write::Empty(&self.tables)).await
    }

    /// Changes a table: all of the change, or nothing.
    pub(crate) async fn apply(&self, table: &Table, change: Change) -> Result<(), StoreError> {
        self.pool.write("transfer", &write::Apply { table, change }).await
    }

    /// Lets numbering go on behind the highest number of each table, and estimates for plans be made.
    pub(crate) async fn continue_numbers(&self) -> Result<(), StoreError> {
        self.pool.write("transfer", &write::Continue(&self.tables)).await
    }
}
