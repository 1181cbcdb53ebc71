//! Bulk writes: rows by binary COPY.

use std::error::Error;

use bytes::BytesMut;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::failure::Failure;
use super::wire::Transaction;
use crate::sql::{Parameters, Value};

/// Columns of a table with their types, in the order in which rows have them.
pub(super) type Columns = &'static [(&'static str, Type)];

/// Appends `rows` to `table`. Each row has a value for each of `columns`, in any order, named `:column`.
pub(super) async fn copy(
    transaction: &Transaction<'_>,
    table: &str,
    columns: Columns,
    rows: &[Parameters],
) -> Result<(), Failure> {
    if rows.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let types: Vec<Type> = columns.iter().map(|(_, column)| column.clone()).collect();
    let text = format!("COPY {table} ({}) FROM STDIN (FORMAT binary)", names.join(", "));
    let writer = BinaryCopyInWriter::new(transaction.copy_in(&text).await?, &types);
    let mut writer = std::pin::pin!(writer);
    for row in rows {
        let value = |name: &&str| {
            let found = row.iter().find(|(given, _)| given.strip_prefix(':') == Some(*name));
            Cell(found.map(|(_, value)| value))
        };
        let cells: Vec<Cell<'_>> = names.iter().map(value).collect();
        writer.as_mut().write_raw(cells).await.map_err(Failure::of_copy)?;
    }
    writer.finish().await.map_err(Failure::of_copy)?;
    Ok(())
}

/// A value in the width of its column; nothing where the row has none.
#[derive(Debug)]
struct Cell<'v>(Option<&'v Value>);

impl ToSql for Cell<'_> {
    fn to_sql(&self, column: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self.0 {
            Some(Value::Integer(Some(number))) => match *column {
                Type::INT2 => i16::try_from(*number)?.to_sql(column, out),
                Type::INT4 => i32::try_from(*number)?.to_sql(column, out),
                _ => number.to_sql(column, out),
            },
            Some(Value::Text(text)) => text.to_sql(column, out),
            Some(Value::Blob(bytes)) => bytes.to_sql(column, out),
            Some(Value::Integer(None)) | None => Ok(IsNull::Yes),
        }
    }

    fn accepts(column: &Type) -> bool {
        matches!(*column, Type::INT2 | Type::INT4 | Type::INT8 | Type::TEXT | Type::BYTEA)
    }

    to_sql_checked!();
}
