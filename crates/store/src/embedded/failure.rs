//! What can go wrong between us and a SQLite file.

use rusqlite::{Error, ErrorCode};

use crate::StoreError;

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        let Some(code) = error.sqlite_error_code() else { return Self::Backend(error.to_string()) };
        match reason(code) {
            Some(reason) => Self::Unavailable(format!("{reason} ({error})")),
            None if is_damage(code) => Self::Damaged(error.to_string()),
            None => Self::Backend(error.to_string()),
        }
    }
}

/// Why the file cannot be used at the moment, in the operator's words: what passes once the machine has again what
/// is missing. Others are faults of the file or ours.
fn reason(code: ErrorCode) -> Option<&'static str> {
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Some("another process is writing"),
        ErrorCode::DiskFull => Some("the disk is full"),
        ErrorCode::SystemIoFailure => Some("the disk returns errors"),
        ErrorCode::CannotOpen => Some("the file cannot be opened"),
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Some("the file cannot be written"),
        ErrorCode::OutOfMemory => Some("the memory is used up"),
        _ => None,
    }
}

fn is_damage(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use rusqlite::Connection;

    use super::*;
    use crate::embedded::sqlite::{Database, Durability};
    use crate::migration::{Migration, Schema};

    const TABLE: &[Migration] = &[Migration { name: "t", sql: "CREATE TABLE t (x BLOB)" }];
    const SCHEMA: Schema = Schema { plane: "test", migrations: TABLE, baseline: 1 };

    fn open(path: &Path) -> Result<Database, StoreError> {
        Database::open(path, &SCHEMA, Durability::Full)
    }

    /// Pages that the file may have: SQLite then fails as it does when the disk is full.
    fn room(connection: &Connection, pages: i64) -> Result<(), StoreError> {
        Ok(connection.pragma_update(None, "max_page_count", pages)?)
    }

    fn add(connection: &Connection, bytes: usize) -> Result<(), StoreError> {
        connection.execute("INSERT INTO t VALUES (?1)", [vec![0_u8; bytes]])?;
        Ok(())
    }

    fn rows(database: &Database) -> i64 {
        let count = |open: &Connection| Ok(open.query_row("SELECT count(*) FROM t", [], |row| row.get(0))?);
        database.read("count", count).unwrap()
    }

    #[tokio::test]
    async fn a_full_disk_is_told_as_one_and_undoes_its_whole_group() {
        let folder = tempfile::tempdir().unwrap();
        let database = open(&folder.path().join("t.db")).unwrap();
        database.write("room", |connection| room(connection, 8)).await.unwrap();
        // Started together, so that they share a transaction or follow each other; either way none is half there.
        let (small, large) = tokio::join!(
            database.write("add", |open| add(open, 10)),
            database.write("add", |open| add(open, 1 << 20))
        );
        let full = large.unwrap_err();
        assert!(
            matches!(&full, StoreError::Unavailable(why) if why.starts_with("the disk is full")),
            "{full}"
        );
        assert!(matches!(small, Ok(()) | Err(StoreError::Unavailable(_))), "{small:?}");
        assert_eq!(rows(&database), i64::from(small.is_ok()), "what was answered is what is there");
        database.write("room", |connection| room(connection, 1 << 20)).await.unwrap();
        database.write("add", |open| add(open, 1 << 20)).await.unwrap();
    }

    #[test]
    fn a_file_that_is_no_database_is_damaged_and_a_missing_folder_unavailable() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.db");
        std::fs::write(&path, "This is no database, whatever its name says.".repeat(100)).unwrap();
        assert!(matches!(open(&path), Err(StoreError::Damaged(_))));
        assert!(matches!(open(&folder.path().join("none/t.db")), Err(StoreError::Unavailable(_))));
    }
}
