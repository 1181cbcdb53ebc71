//! What claims take on disk.

use anyhow::{Context, Result};
use rusqlite::{Connection, OpenFlags};

use crate::backend::Home;

/// Bytes on disk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Disk {
    /// Of everything in the claims plane: claims, people, indexes, counts.
    pub(crate) all: f64,
    /// Of what every new claim touches at a place of its own, wherever its number falls: what should be in memory.
    pub(crate) scattered: f64,
    /// Claims that are stored.
    pub(crate) claims: f64,
}

impl Disk {
    /// What an installation takes now.
    pub(crate) async fn of(home: &Home) -> Result<Self> {
        match &home.database {
            None => embedded(home),
            Some(database) => {
                let client = database.connect().await?;
                // Partitions are tables of their own, the divided table takes nothing.
                let sizes = "SELECT sum(pg_total_relation_size(c.oid))::float8, \
                             sum(pg_total_relation_size(c.oid)) FILTER (WHERE c.relname ~ '^claim_key_')::float8 \
                             FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace \
                             WHERE n.nspname = 'claims' AND c.relkind = 'r'";
                let row = client.query_one(sizes, &[]).await?;
                let claims = client.query_one("SELECT count(*)::float8 FROM claims.claim", &[]).await?;
                Ok(Self { all: row.try_get(0)?, scattered: row.try_get(1)?, claims: claims.try_get(0)? })
            }
        }
    }

    /// Bytes of everything for each claim.
    pub(crate) fn per_claim(&self) -> f64 {
        self.all / self.claims.max(1.0)
    }

    /// Bytes of what is scattered for each claim.
    pub(crate) fn scattered_per_claim(&self) -> f64 {
        self.scattered / self.claims.max(1.0)
    }
}

fn embedded(home: &Home) -> Result<Disk> {
    let path = home.data.join("claims.db");
    let bytes = std::fs::metadata(&path).context("the claims of the installation")?.len();
    let all = bytes + std::fs::metadata(home.data.join("claims.db-wal")).map_or(0, |log| log.len());
    let file = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let number = |sql: &str| file.query_row(sql, [], |row| row.get::<_, f64>(0));
    let scattered = number("SELECT CAST(sum(pgsize) AS REAL) FROM dbstat WHERE name = 'claim_by_number'")
        .unwrap_or_default();
    let claims = number("SELECT CAST(count(*) AS REAL) FROM claim")?;
    #[allow(clippy::cast_precision_loss)] // far fewer bytes than 2^52
    Ok(Disk { all: all as f64, scattered, claims })
}
