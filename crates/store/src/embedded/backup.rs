//! Copies of the planes' files, of one moment, while they are in use.

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use super::file;
use crate::StoreError;

/// The order in which the planes' moments are settled, one right after the other: what the platform says happened
/// is told by the audit, and claims that a job has loaded are there.
const ORDER: [&str; 3] = ["platform", "audit", "claims"];

/// How many pages are copied at a time.
const PAGES: i32 = 1_000;

/// Copies the planes in `folder` into `to`, each as one file that needs no other. They may be served and written to
/// meanwhile; none of that is in the copies.
pub fn backup(folder: &Path, to: &Path) -> Result<(), StoreError> {
    let mut planes = Vec::new();
    for plane in ORDER {
        planes.push((plane, snapshot(&file(folder, plane))?));
    }
    for (plane, connection) in planes {
        let mut copy = Connection::open(file(to, plane))?;
        Backup::new(&connection, &mut copy)?.run_to_completion(PAGES, Duration::ZERO, None)?;
        // It stands for itself, without a log beside it, until it is opened to be used.
        copy.pragma_update(None, "journal_mode", "delete")?;
    }
    Ok(())
}

/// Reads the whole of every plane in `folder` and checks how it hangs together.
pub fn check(folder: &Path) -> Result<(), StoreError> {
    for plane in ORDER {
        let connection = snapshot(&file(folder, plane))?;
        let found: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if found != "ok" {
            return Err(StoreError::Damaged(format!("{plane}.db: {found}")));
        }
    }
    Ok(())
}

/// A connection that sees the file as it is at this moment.
pub(super) fn snapshot(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    // What a transaction sees is settled by its first look.
    connection.execute_batch("BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1")?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_of_one_moment_whatever_is_written_meanwhile() {
        let (folder, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for plane in ORDER {
            let connection = Connection::open(file(folder.path(), plane)).unwrap();
            connection.pragma_update(None, "journal_mode", "wal").unwrap();
            connection.execute_batch("CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1)").unwrap();
        }
        let writer = Connection::open(file(folder.path(), "claims")).unwrap();
        writer.execute_batch("INSERT INTO t VALUES (2)").unwrap();
        let seen = snapshot(&file(folder.path(), "claims")).unwrap();
        writer.execute_batch("INSERT INTO t VALUES (3)").unwrap();
        assert_eq!(seen.query_row("SELECT count(*) FROM t", [], |row| row.get::<_, i64>(0)).unwrap(), 2);
        backup(folder.path(), to.path()).unwrap();
        check(to.path()).unwrap();
        assert_eq!(std::fs::read_dir(to.path()).unwrap().count(), 3, "no logs beside the copies");
        let copy = Connection::open(file(to.path(), "claims")).unwrap();
        assert_eq!(copy.query_row("SELECT count(*) FROM t", [], |row| row.get::<_, i64>(0)).unwrap(), 3);
    }
}
