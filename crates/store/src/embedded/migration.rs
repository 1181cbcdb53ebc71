//! Schema migrations of an embedded plane: plain SQL, ordered, checksummed, all in one transaction.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior, params};

use super::backup::snapshot;
use crate::StoreError;
use crate::migration::{Applied, Schema, SchemaStatus};

/// Brings the schema up to its last step.
///
/// Refuses a file with a newer schema that this release cannot run on, or with a step whose text was another when
/// it ran. When a step fails, none was run.
pub(super) fn migrate(connection: &mut Connection, schema: &Schema) -> Result<(), StoreError> {
    // Two processes may start at once: the second waits here and finds the work done.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(
        "CREATE TABLE IF NOT EXISTS schema_migration (
             version INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 BLOB NOT NULL, runs_from BIGINT)",
    )?;
    let status = schema.status(&applied(&transaction)?)?;
    if !status.pending.is_empty() && !notes_who_can_run(&transaction)? {
        transaction.execute_batch("ALTER TABLE schema_migration ADD COLUMN runs_from BIGINT")?;
    }
    for step in status.pending {
        transaction.execute_batch(step.sql)?;
        transaction.execute(
            "INSERT INTO schema_migration (version, name, sha256, runs_from) VALUES (?1, ?2, ?3, ?4)",
            params![step.version, step.name, step.sha256(), schema.runs_from(step.version)],
        )?;
    }
    Ok(transaction.commit()?)
}

/// Where the schema of the file at `path` stands. Changes nothing, and makes no file.
pub(super) fn status(path: &Path, schema: &Schema) -> Result<SchemaStatus, StoreError> {
    if !path.exists() {
        return schema.status(&[]);
    }
    let connection = snapshot(path)?;
    let any = "SELECT 1 FROM sqlite_schema WHERE name = 'schema_migration'";
    if !connection.prepare(any)?.exists([])? {
        return schema.status(&[]);
    }
    schema.status(&applied(&connection)?)
}

fn applied(connection: &Connection) -> Result<Vec<Applied>, StoreError> {
    let runs_from = if notes_who_can_run(connection)? { "runs_from" } else { "NULL" };
    let text = format!("SELECT version, sha256, {runs_from} FROM schema_migration ORDER BY version");
    let mut query = connection.prepare(&text)?;
    let rows = query.query_map([], |row| {
        Ok(Applied { version: row.get(0)?, sha256: row.get(1)?, runs_from: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether the steps say who can run on them: those of the first files did not.
fn notes_who_can_run(connection: &Connection) -> Result<bool, StoreError> {
    let text = "SELECT 1 FROM pragma_table_info('schema_migration') WHERE name = 'runs_from'";
    Ok(connection.prepare(text)?.exists([])?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migration::Migration;

    const FIRST: Migration = Migration { name: "first", sql: "CREATE TABLE a (x INTEGER)" };
    const SECOND: Migration = Migration { name: "second", sql: "CREATE TABLE b (x INTEGER)" };
    const CONTRACT: Migration = Migration { name: "contract", sql: "-- contract: runs from 2\nDROP TABLE a" };
    const BROKEN: Migration = Migration { name: "broken", sql: "CREATE TABLE c (x INTEGER); NONSENSE" };

    const fn schema(migrations: &'static [Migration]) -> Schema {
        Schema { plane: "test", migrations, baseline: 1 }
    }

    #[test]
    fn steps_run_once_and_in_order() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, &schema(&[FIRST])).unwrap();
        migrate(&mut connection, &schema(&[FIRST, SECOND])).unwrap();
        migrate(&mut connection, &schema(&[FIRST, SECOND])).unwrap();
        assert_eq!(applied(&connection).unwrap().len(), 2);
    }

    #[test]
    fn the_release_before_runs_on_an_expanded_schema_and_not_on_a_contracted_one() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, &schema(&[FIRST, SECOND])).unwrap();
        migrate(&mut connection, &schema(&[FIRST])).unwrap();
        assert_eq!(applied(&connection).unwrap().len(), 2, "it takes nothing back");
        migrate(&mut connection, &schema(&[FIRST, SECOND, CONTRACT])).unwrap();
        migrate(&mut connection, &schema(&[FIRST, SECOND])).unwrap();
        let refused = migrate(&mut connection, &schema(&[FIRST])).unwrap_err();
        assert!(matches!(refused, StoreError::NewerSchema { found: 3, known: 1, .. }), "{refused:?}");
    }

    #[test]
    fn a_newer_schema_that_does_not_say_who_can_run_on_it_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, &schema(&[FIRST, SECOND])).unwrap();
        connection.execute_batch("ALTER TABLE schema_migration DROP COLUMN runs_from").unwrap();
        let newer = migrate(&mut connection, &schema(&[FIRST])).unwrap_err();
        assert!(matches!(newer, StoreError::NewerSchema { found: 2, known: 1, .. }));
        migrate(&mut connection, &schema(&[FIRST, SECOND, CONTRACT])).unwrap();
        assert!(migrate(&mut connection, &schema(&[FIRST, SECOND])).is_ok(), "noted from here on");
    }

    #[test]
    fn a_changed_step_is_refused() {
        const CHANGED: Migration = Migration { name: "first", sql: "CREATE TABLE a (y INTEGER)" };
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, &schema(&[FIRST, SECOND])).unwrap();
        let refused = migrate(&mut connection, &schema(&[CHANGED, SECOND])).unwrap_err();
        assert!(matches!(refused, StoreError::Damaged(_)));
    }

    #[test]
    fn a_failed_step_leaves_the_old_state() {
        let mut connection = Connection::open_in_memory().unwrap();
        assert!(migrate(&mut connection, &schema(&[FIRST, BROKEN])).is_err());
        let tables: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
        assert_eq!(tables, 0);
    }
}
