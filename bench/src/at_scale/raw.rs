//! The same records written as fast as the database takes bytes: what a load is compared with.

use std::time::Instant;

use anyhow::Result;
use rusqlite::{Connection, OpenFlags, params};
use tokio_postgres::types::Type;

use crate::backend::Home;
use crate::postgres::Database;

/// Records that are written.
const RECORDS: u32 = 100_000;
/// Records in one transaction of SQLite, as many as a part of a load has.
const GROUP: usize = 2_000;

/// Records a second that a bare table takes, out of those of an installation.
pub(crate) async fn rate(home: &Home) -> Result<f64> {
    match &home.database {
        None => embedded(home),
        Some(database) => postgres(database).await,
    }
}

/// Inserts into a table without an index, with the log and the flushes that the product has.
fn embedded(home: &Home) -> Result<f64> {
    let claims = Connection::open_with_flags(home.data.join("claims.db"), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut query = claims.prepare("SELECT record FROM claim_body LIMIT ?1")?;
    let records = query.query_map([RECORDS], |row| row.get(0))?.collect::<Result<Vec<Vec<u8>>, _>>()?;
    let path = home.data.join("raw.db");
    let mut bare = Connection::open(&path)?;
    bare.pragma_update(None, "journal_mode", "wal")?;
    bare.pragma_update(None, "synchronous", "normal")?;
    bare.execute("CREATE TABLE raw (id INTEGER PRIMARY KEY, record BLOB NOT NULL)", [])?;
    let began = Instant::now();
    for group in records.chunks(GROUP) {
        let transaction = bare.transaction()?;
        for record in group {
            transaction.prepare_cached("INSERT INTO raw (record) VALUES (?1)")?.execute(params![record])?;
        }
        transaction.commit()?;
    }
    drop(bare);
    let rate = per_second(records.len(), began);
    std::fs::remove_file(path)?;
    Ok(rate)
}

/// One COPY in binary form into a table without an index.
async fn postgres(database: &Database) -> Result<f64> {
    let client = database.connect().await?;
    let text = format!("SELECT record FROM claims.claim_body LIMIT {RECORDS}");
    let rows = client.query(text.as_str(), &[]).await?;
    let mut records: Vec<Vec<u8>> = Vec::with_capacity(rows.len());
    for row in &rows {
        records.push(row.try_get(0)?);
    }
    drop(rows);
    client.batch_execute("DROP TABLE IF EXISTS raw; CREATE TABLE raw (record bytea NOT NULL)").await?;
    let began = Instant::now();
    let sink = client.copy_in("COPY raw FROM STDIN (FORMAT binary)").await?;
    let writer = tokio_postgres::binary_copy::BinaryCopyInWriter::new(sink, &[Type::BYTEA]);
    let mut writer = std::pin::pin!(writer);
    for record in &records {
        writer.as_mut().write(&[record]).await?;
    }
    writer.finish().await?;
    let rate = per_second(records.len(), began);
    client.batch_execute("DROP TABLE raw").await?;
    Ok(rate)
}

fn per_second(records: usize, began: Instant) -> f64 {
    f64::from(u32::try_from(records).unwrap_or(u32::MAX)) / began.elapsed().as_secs_f64().max(f64::EPSILON)
}
