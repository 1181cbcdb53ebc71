//! Values and rows of SQLite.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, Rows, Statement, ToSql};

use crate::StoreError;
use crate::sql::{Cells, Parameters, Value};

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Integer(Some(number)) => ValueRef::Integer(*number),
            Self::Text(Some(text)) => ValueRef::Text(text.as_bytes()),
            Self::Blob(Some(bytes)) => ValueRef::Blob(bytes),
            Self::Integer(None) | Self::Text(None) | Self::Blob(None) => ValueRef::Null,
        }))
    }
}

impl Cells for Row<'_> {
    fn integer(&self, place: usize) -> Result<Option<i64>, StoreError> {
        Ok(self.get(place)?)
    }

    fn text(&self, place: usize) -> Result<Option<String>, StoreError> {
        Ok(self.get(place)?)
    }

    fn blob(&self, place: usize) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.get(place)?)
    }
}

fn named(parameters: &Parameters) -> Vec<(&str, &dyn ToSql)> {
    parameters.iter().map(|(name, value)| (*name, value as &dyn ToSql)).collect()
}

/// Runs a prepared query with parameters by name.
pub(super) fn query<'s>(
    statement: &'s mut Statement<'_>,
    parameters: &Parameters,
) -> Result<Rows<'s>, StoreError> {
    Ok(statement.query(&*named(parameters))?)
}

/// What `read` makes of every row of the answer.
pub(super) fn rows<T>(
    connection: &Connection,
    sql: &str,
    parameters: &Parameters,
    read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = query(&mut statement, parameters)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// What `read` makes of the first row of the answer.
pub(super) fn first<T>(
    connection: &Connection,
    sql: &str,
    parameters: &Parameters,
    read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = query(&mut statement, parameters)?;
    rows.next()?.map(read).transpose()
}

/// Runs a statement and returns how many rows it changed.
pub(super) fn execute(
    connection: &Connection,
    sql: &str,
    parameters: &Parameters,
) -> Result<usize, StoreError> {
    Ok(connection.prepare_cached(sql)?.execute(&*named(parameters))?)
}
