//! The PostgreSQL rooms: one database, a schema per plane.
//!
//! Works behind a pooler in transaction mode: nothing is kept in a session, and statements need no names.

mod audit;
mod claims;
mod config;
mod copy;
mod failure;
mod migration;
mod platform;
mod pool;
mod server;
mod session;
mod statement;
pub(crate) mod transfer;
mod wire;

use std::sync::Arc;

pub use audit::PostgresAudit;
pub use claims::PostgresClaims;
pub use config::{PostgresConfig, TlsMode};
pub use platform::PostgresPlatform;
pub use server::{Server, server};

use pool::Pool;

use crate::StoreError;
use crate::migration::{Schema, SchemaStatus};

/// Every plane, in the order in which schemas are made.
pub(crate) const SCHEMAS: [Schema; 3] = [claims::SCHEMA, platform::SCHEMA, audit::SCHEMA];

/// The rooms of one database.
pub struct Rooms {
    /// The claims plane.
    pub claims: Arc<PostgresClaims>,
    /// The platform plane.
    pub platform: Arc<PostgresPlatform>,
    /// The audit plane.
    pub audit: Arc<PostgresAudit>,
}

/// Opens the rooms. Refuses a schema that is not this release's: run [`migrate`] first.
pub async fn connect(config: &PostgresConfig) -> Result<Rooms, StoreError> {
    let writer = Pool::new(config, "writer", &config.url)?;
    let reader = match &config.reader_url {
        Some(url) => Pool::new(config, "reader", url)?,
        None => writer.clone(),
    };
    for schema in &SCHEMAS {
        let status = migration::status(&writer.of(schema.plane), schema).await?;
        if !status.pending.is_empty() {
            let (found, needed) = (status.version, status.known);
            return Err(StoreError::OlderSchema { plane: schema.plane, found, needed });
        }
    }
    if !claims::match_keys_are_current(&writer.of(claims::SCHEMA.plane)).await? {
        return Err(StoreError::OtherMatchRules);
    }
    if transfer::is_unfinished(&writer).await? {
        return Err(StoreError::UnfinishedMove);
    }
    Ok(Rooms {
        claims: Arc::new(PostgresClaims::new(&writer, &reader)),
        platform: Arc::new(PostgresPlatform::new(&writer)),
        audit: Arc::new(PostgresAudit::new(&writer)),
    })
}

/// Where every plane's schema stands. Changes nothing.
pub async fn status(config: &PostgresConfig) -> Result<Vec<SchemaStatus>, StoreError> {
    let pool = Pool::new(config, "writer", &config.url)?;
    let mut statuses = Vec::new();
    for schema in &SCHEMAS {
        statuses.push(migration::status(&pool.of(schema.plane), schema).await?);
    }
    Ok(statuses)
}

/// Whether [`migrate`] would make anew what people are found by, beside its steps. Changes nothing.
pub async fn makes_match_keys(config: &PostgresConfig) -> Result<bool, StoreError> {
    let pool = Pool::new(config, "writer", &config.url)?;
    if !migration::status(&pool, &claims::SCHEMA).await?.pending.is_empty() {
        return Ok(false);
    }
    Ok(!claims::match_keys_are_current(&pool).await?)
}

/// Brings every plane's schema up to this release and returns the steps it ran, as `plane: step`. Each plane is
/// changed whole or not at all; any number of processes may try at once.
pub async fn migrate(config: &PostgresConfig) -> Result<Vec<String>, StoreError> {
    let pool = Pool::new(config, "writer", &config.url)?;
    let mut steps = Vec::new();
    for schema in &SCHEMAS {
        let ran = migration::migrate(&pool.of(schema.plane), schema).await?;
        steps.extend(ran.into_iter().map(|name| format!("{}: {name}", schema.plane)));
    }
    if claims::make_match_keys(&pool.of(claims::SCHEMA.plane)).await? {
        steps.push(format!("{}: {}", claims::SCHEMA.plane, claims::MATCH_KEYS));
    }
    Ok(steps)
}
