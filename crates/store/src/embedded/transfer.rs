//! An embedded installation as it is read to be carried over.

use std::borrow::Cow;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use tokio::sync::mpsc;

use super::SCHEMAS;
use super::backup::snapshot;
use super::migration::status;
use crate::StoreError;
use crate::transfer::{Bunch, Bunches, Column, Field, Kind, Row, Table, TransferError, number, quoted};

/// The files of an embedded installation, each read as of one moment.
pub struct Source {
    planes: Vec<(&'static str, Arc<Mutex<Connection>>)>,
}

impl Source {
    /// Opens the files in `folder` for reading, as they are at this moment. They may go on being served and
    /// written to; what is written is not seen.
    pub fn snapshot(folder: &Path) -> Result<Self, TransferError> {
        let mut planes = Vec::new();
        for (plane, path) in files(folder)? {
            planes.push((plane, Arc::new(Mutex::new(snapshot(&path)?))));
        }
        Ok(Self { planes })
    }

    /// Opens the files in `folder` when no other process has any of them open, and keeps others out as long as it
    /// lives; None when one has.
    pub fn alone(folder: &Path) -> Result<Option<Self>, TransferError> {
        let mut planes = Vec::new();
        for (plane, path) in files(folder)? {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let connection = Connection::open_with_flags(path, flags).map_err(StoreError::from)?;
            match lock(&connection) {
                Ok(()) => planes.push((plane, Arc::new(Mutex::new(connection)))),
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => return Ok(None),
                Err(error) => return Err(StoreError::from(error).into()),
            }
        }
        Ok(Some(Self { planes }))
    }

    /// The rows that a table of the target should have, in the order of its key.
    pub(crate) fn rows(&self, table: &Table) -> Bunches {
        let (sender, bunches) = mpsc::channel(4);
        let plane = self.planes.iter().find(|(plane, _)| *plane == table.plane);
        if let Some((_, connection)) = plane {
            let (connection, table) = (Arc::clone(connection), table.clone());
            tokio::task::spawn_blocking(move || {
                let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
                if let Err(error) = read(&connection, &table, &sender) {
                    let _ = sender.blocking_send(Err(error));
                }
            });
        }
        bunches
    }
}

/// The planes and their files, all of this release's schema.
fn files(folder: &Path) -> Result<Vec<(&'static str, std::path::PathBuf)>, TransferError> {
    let mut files = Vec::new();
    for schema in SCHEMAS {
        let path = super::file(folder, schema.plane);
        let status = status(&path, &schema)?;
        if status.version != status.known {
            return Err(TransferError::OtherRelease { plane: schema.plane });
        }
        files.push((schema.plane, path));
    }
    Ok(files)
}

/// Takes the file for this connection alone. In WAL mode that works only while no other connection is open.
fn lock(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::ZERO)?;
    connection.pragma_update(None, "locking_mode", "exclusive")?;
    connection.execute_batch("BEGIN EXCLUSIVE")
}

fn read(
    connection: &Connection,
    table: &Table,
    sender: &mpsc::Sender<Result<Vec<Row>, StoreError>>,
) -> Result<(), StoreError> {
    let mut query = connection.prepare(&select(table))?;
    let mut rows = query.raw_query();
    let mut bunch = Bunch::default();
    while let Some(row) = rows.next()? {
        let mut fields = Vec::with_capacity(table.columns.len());
        for (place, column) in table.columns.iter().enumerate() {
            let value = row.get_ref(place)?;
            let unfit = || unfit(table, column);
            fields.push(field(column.kind, value).ok_or_else(unfit)?);
        }
        if let Some(full) = bunch.add(Row::new(table, &fields)?)
            && sender.blocking_send(Ok(full)).is_err()
        {
            return Ok(()); // nobody listens any more
        }
    }
    let _ = sender.blocking_send(Ok(bunch.take()));
    Ok(())
}

fn unfit(table: &Table, column: &Column) -> StoreError {
    StoreError::Damaged(format!("a value of {}.{} does not fit its column", table.full_name(), column.name))
}

/// A value as PostgreSQL has it; None when it is of another kind than its column.
fn field(kind: Kind, value: ValueRef<'_>) -> Option<Field<'_>> {
    match (kind, value) {
        (_, ValueRef::Null) => Some(None),
        (Kind::Text, ValueRef::Text(bytes)) | (Kind::Bytea, ValueRef::Blob(bytes)) => {
            Some(Some(bytes.into()))
        }
        (_, ValueRef::Integer(value)) => number(kind, value).map(|bytes| Some(Cow::Owned(bytes))),
        _ => None,
    }
}

/// The statement that reads a table of the target out of the files. The planes are alike but for two things: a
/// claim's record and hash are in one table here and in two there, and people who were merged are marked there.
fn select(table: &Table) -> String {
    let columns: Vec<String> = table.columns.iter().map(|column| expression(table, &column.name)).collect();
    let from = match (table.plane, table.name.as_str()) {
        ("claims", "claim_body" | "claim_key") => {
            "claim AS t JOIN claim_body AS b ON b.id = t.body".to_owned()
        }
        (_, name) => format!("{} AS t", quoted(name)),
    };
    let key: Vec<String> = table.key_columns().map(|column| format!("t.{}", quoted(&column.name))).collect();
    format!("SELECT {} FROM {from} ORDER BY {}", columns.join(", "), key.join(", "))
}

fn expression(table: &Table, column: &str) -> String {
    match (table.plane, table.name.as_str(), column) {
        ("claims", "claim_body", "record") | ("claims", "claim_key", "hash") => format!("b.{column}"),
        ("claims", "person", "merged") => {
            "CASE WHEN t.survivor <> t.number OR EXISTS (SELECT 1 FROM claim AS c \
             WHERE c.namespace = t.namespace AND c.person = t.number AND c.subject <> t.number) \
             THEN 1 ELSE 0 END"
                .to_owned()
        }
        _ => format!("t.{}", quoted(column)),
    }
}
