//! Reading a table as it lies, by binary COPY.

use std::error::Error;
use std::pin::pin;

use futures_util::TryStreamExt as _;
use tokio::sync::mpsc;
use tokio_postgres::binary_copy::{BinaryCopyOutRow, BinaryCopyOutStream};
use tokio_postgres::types::{FromSql, Type};

use super::super::failure::Failure;
use super::super::pool::Pool;
use crate::StoreError;
use crate::transfer::{Bunch, Bunches, Field, Kind, Row, Table, quoted};

type Sender = mpsc::Sender<Result<Vec<Row>, StoreError>>;

/// The rows of a table, by its key or as they come.
pub(super) fn read(pool: Pool, table: Table, in_order: bool) -> Bunches {
    let (sender, bunches) = mpsc::channel(4);
    tokio::spawn(async move {
        if let Err(failure) = send(&pool, &table, in_order, &sender).await {
            let _ = sender.send(Err(failure.into())).await;
        }
    });
    bunches
}

async fn send(pool: &Pool, table: &Table, in_order: bool, sender: &Sender) -> Result<(), Failure> {
    let mut client = pool.client().await?;
    let transaction = client.transaction().await?;
    // A whole table takes longer than any single statement may.
    transaction.batch_execute("SET LOCAL statement_timeout = 0").await?;
    let types: Vec<Type> = table.columns.iter().map(|column| wire_type(column.kind)).collect();
    let stream = BinaryCopyOutStream::new(transaction.copy_out(&statement(table, in_order)).await?, &types);
    let mut stream = pin!(stream);
    let mut bunch = Bunch::default();
    while let Some(found) = stream.try_next().await? {
        if let Some(full) = bunch.add(row(table, &found)?)
            && sender.send(Ok(full)).await.is_err()
        {
            return Ok(()); // nobody listens any more
        }
    }
    let _ = sender.send(Ok(bunch.take())).await;
    Ok(())
}

/// Texts byte by byte, whatever the database's own order is.
fn statement(table: &Table, in_order: bool) -> String {
    let (columns, name) = (table.column_list(), table.full_name());
    if !in_order {
        return format!("COPY (SELECT {columns} FROM {name}) TO STDOUT (FORMAT binary)");
    }
    let by = table.key_columns().map(|column| {
        let collation = if column.kind == Kind::Text { " COLLATE \"C\"" } else { "" };
        format!("{}{collation}", quoted(&column.name))
    });
    let by = by.collect::<Vec<_>>().join(", ");
    format!("COPY (SELECT {columns} FROM {name} ORDER BY {by}) TO STDOUT (FORMAT binary)")
}

fn row(table: &Table, found: &BinaryCopyOutRow) -> Result<Row, StoreError> {
    let field = |place| -> Result<Field<'_>, StoreError> {
        Ok(found.try_get::<Option<Raw<'_>>>(place)?.map(|raw| raw.0.into()))
    };
    let fields: Vec<Field<'_>> = (0..table.columns.len()).map(field).collect::<Result<_, _>>()?;
    Row::new(table, &fields)
}

fn wire_type(kind: Kind) -> Type {
    match kind {
        Kind::Int2 => Type::INT2,
        Kind::Int4 => Type::INT4,
        Kind::Int8 => Type::INT8,
        Kind::Text => Type::TEXT,
        Kind::Bytea => Type::BYTEA,
    }
}

/// A value as it comes.
struct Raw<'r>(&'r [u8]);

impl<'r> FromSql<'r> for Raw<'r> {
    fn from_sql(_: &Type, raw: &'r [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(raw))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
