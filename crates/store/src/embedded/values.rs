//! Values and rows of SQLite.

use futures_util::FutureExt;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, ToSql};

use crate::StoreError;
use crate::sql::{Cells, Parameters, Session, Value};

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

/// What `read` makes of every row of the answer.
pub(super) fn rows<T>(
    connection: &Connection,
    sql: &str,
    parameters: &Parameters,
    read: impl Fn(&dyn Cells) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(&*named(parameters))?;
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
    read: impl Fn(&dyn Cells) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(&*named(parameters))?;
    rows.next()?.map(|row| read(row)).transpose()
}

/// Runs a statement and returns how many rows it changed.
pub(super) fn execute(
    connection: &Connection,
    sql: &str,
    parameters: &Parameters,
) -> Result<usize, StoreError> {
    Ok(connection.prepare_cached(sql)?.execute(&*named(parameters))?)
}

/// A connection as a [`Session`]: its futures are ready when they are made.
pub(super) struct Sqlite<'c>(pub(super) &'c Connection);

impl Session for Sqlite<'_> {
    type Error = StoreError;

    async fn rows<T>(
        &self,
        text: &'static str,
        parameters: Parameters,
        read: impl Fn(&dyn Cells) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        rows(self.0, text, &parameters, read)
    }

    async fn first<T>(
        &self,
        text: &'static str,
        parameters: Parameters,
        read: impl Fn(&dyn Cells) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        first(self.0, text, &parameters, read)
    }

    async fn execute(&self, text: &'static str, parameters: Parameters) -> Result<u64, StoreError> {
        execute(self.0, text, &parameters).map(|changed| changed as u64)
    }
}

/// Runs a use case over a [`Sqlite`] session to its end.
pub(super) fn run<T>(use_case: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let waits = || StoreError::Backend("a use case waits for more than its session".to_owned());
    use_case.now_or_never().ok_or_else(waits)?
}
