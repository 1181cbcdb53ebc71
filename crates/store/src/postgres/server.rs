//! What the database server says of itself.

use bluestem_model::time::Timestamp;

use super::PostgresConfig;
use super::pool::Pool;
use super::statement::Statement;
use crate::StoreError;

/// What the server says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its release.
    pub version: String,
    /// Its clock.
    pub now: Timestamp,
    /// Whether it follows another one and takes no writes.
    pub standby: bool,
}

const SERVER: &str = "SELECT current_setting('server_version'), \
                             (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, \
                             pg_is_in_recovery()::int";

/// Asks the server where writes go. Needs no schema.
pub async fn server(config: &PostgresConfig) -> Result<Server, StoreError> {
    let statement = Statement::new("-", SERVER);
    let connection = Pool::new(config, "writer", &config.url)?.get("server").await?;
    let found = connection.run(async |client| {
        let row = statement.first(client, &[], |row| {
            Ok(Server { version: row.string(0)?, now: Timestamp(row.number(1)?), standby: row.flag(2)? })
        });
        row.await
    });
    found.await?.ok_or_else(|| StoreError::Damaged("the server says nothing of itself".to_owned()))
}
