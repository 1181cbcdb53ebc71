//! Writing to the target.

use std::pin::pin;

use async_trait::async_trait;
use bytes::{BufMut as _, Bytes, BytesMut};
use futures_util::SinkExt as _;

use super::super::failure::Failure;
use super::super::pool::Work;
use super::super::wire::Transaction;
use crate::transfer::{Change, Table, quoted};

/// Takes rows away and adds others. A row that is replaced is both.
pub(super) struct Apply<'a> {
    pub(super) table: &'a Table,
    pub(super) change: Change,
}

#[async_trait]
impl Work for Apply<'_> {
    type Done = ();

    const BULK: bool = true;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<(), Failure> {
        let name = self.table.full_name();
        if !self.change.gone.is_empty() {
            let temporary = format!("CREATE TEMPORARY TABLE gone (LIKE {name}) ON COMMIT DROP");
            transaction.batch_execute(&temporary).await?;
            copy(transaction, "pg_temp.gone", self.table, &self.change.gone).await?;
            let same = self.table.key_columns().map(|column| {
                let column = quoted(&column.name);
                format!("t.{column} = g.{column}")
            });
            let same = same.collect::<Vec<_>>().join(" AND ");
            // Estimates let the planner see that they are few.
            let take =
                format!("ANALYZE pg_temp.gone; DELETE FROM {name} AS t USING pg_temp.gone AS g WHERE {same}");
            transaction.batch_execute(&take).await?;
        }
        if !self.change.new.is_empty() {
            copy(transaction, &name, self.table, &self.change.new).await?;
        }
        Ok(())
    }
}

/// Appends rows as binary COPY takes them.
async fn copy(
    transaction: &Transaction<'_>,
    into: &str,
    table: &Table,
    tuples: &[Vec<u8>],
) -> Result<(), Failure> {
    let text = format!("COPY {into} ({}) FROM STDIN (FORMAT binary)", table.column_list());
    let mut sink = pin!(transaction.copy_in(&text).await?);
    let mut buffer = BytesMut::new();
    // Signature, no flags, no extension.
    buffer.put_slice(b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0");
    for tuple in tuples {
        buffer.put_slice(tuple);
        if buffer.len() >= 1 << 16 {
            sink.send(Bytes::from(buffer.split())).await.map_err(Failure::from)?;
        }
    }
    buffer.put_i16(-1);
    sink.send(buffer.freeze()).await.map_err(Failure::from)?;
    sink.finish().await.map_err(Failure::from)?;
    Ok(())
}

/// Empties the tables that refer to others, and those.
pub(super) struct Empty<'a>(pub(super) &'a [Table]);

#[async_trait]
impl Work for Empty<'_> {
    type Done = ();

    const BULK: bool = true;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<(), Failure> {
        let Self(tables) = self;
        let referred = |table: &Table| {
            let refers = |other: &Table| other.plane == table.plane && other.references.contains(&table.name);
            tables.iter().any(refers)
        };
        let tied = tables.iter().filter(|table| !table.references.is_empty() || referred(table));
        let names: Vec<String> = tied.map(Table::full_name).collect();
        if !names.is_empty() {
            transaction.batch_execute(&format!("TRUNCATE {}", names.join(", "))).await?;
        }
        Ok(())
    }
}

/// Sets what numbers the rows of tables behind their highest numbers, and estimates what the planner asks.
pub(super) struct Continue<'a>(pub(super) &'a [Table]);

#[async_trait]
impl Work for Continue<'_> {
    type Done = ();

    const BULK: bool = true;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<(), Failure> {
        for table in self.0 {
            let name = table.full_name();
            if let Some(column) = &table.numbered {
                let number = quoted(column);
                let set = format!(
                    "SELECT setval(pg_get_serial_sequence('{name}', '{column}'), greatest(max({number}), 1), \
                     max({number}) IS NOT NULL) FROM {name}"
                );
                transaction.batch_execute(&set).await?;
            }
            transaction.batch_execute(&format!("ANALYZE {name}")).await?;
        }
        Ok(())
    }
}
