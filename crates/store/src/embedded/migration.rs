//! Schema migrations of an embedded plane: plain SQL, ordered, checksummed, each in a transaction of its own.

use rusqlite::{Connection, TransactionBehavior, params};

use crate::StoreError;
pub(super) use crate::migration::Migration;
use crate::migration::pending;

/// Brings the schema up to the last of `migrations`; their places, from 1, are their versions.
///
/// Refuses a file with a newer schema or with a step whose text was another when it ran.
pub(super) fn migrate(
    connection: &mut Connection,
    plane: &'static str,
    migrations: &[Migration],
) -> Result<(), StoreError> {
    // Two processes may start at once: the second waits here and finds the work done.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(
        "CREATE TABLE IF NOT EXISTS schema_migration (
             version INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 BLOB NOT NULL)",
    )?;
    for (version, migration) in pending(plane, migrations, &applied(&transaction)?)? {
        transaction.execute_batch(migration.sql)?;
        transaction.execute(
            "INSERT INTO schema_migration (version, name, sha256) VALUES (?1, ?2, ?3)",
            params![version, migration.name, migration.sha256()],
        )?;
    }
    Ok(transaction.commit()?)
}

fn applied(connection: &Connection) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
    let mut query = connection.prepare("SELECT version, sha256 FROM schema_migration ORDER BY version")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Migration = Migration { name: "first", sql: "CREATE TABLE a (x INTEGER)" };
    const SECOND: Migration = Migration { name: "second", sql: "CREATE TABLE b (x INTEGER)" };

    #[test]
    fn steps_run_once_and_in_order() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, "test", &[FIRST]).unwrap();
        migrate(&mut connection, "test", &[FIRST, SECOND]).unwrap();
        migrate(&mut connection, "test", &[FIRST, SECOND]).unwrap();
        assert_eq!(applied(&connection).unwrap().len(), 2);
    }

    #[test]
    fn a_newer_or_changed_schema_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, "test", &[FIRST, SECOND]).unwrap();
        let newer = migrate(&mut connection, "test", &[FIRST]).unwrap_err();
        assert!(matches!(newer, StoreError::NewerSchema { found: 2, known: 1, .. }));
        let changed = Migration { name: "first", sql: "CREATE TABLE a (y INTEGER)" };
        assert!(matches!(
            migrate(&mut connection, "test", &[changed, SECOND]).unwrap_err(),
            StoreError::Damaged(_)
        ));
    }

    #[test]
    fn a_failed_step_leaves_the_old_state() {
        let mut connection = Connection::open_in_memory().unwrap();
        let broken = Migration { name: "broken", sql: "CREATE TABLE b (x INTEGER); NONSENSE" };
        assert!(migrate(&mut connection, "test", &[FIRST, broken]).is_err());
        let tables: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
        assert_eq!(tables, 0);
    }
}
