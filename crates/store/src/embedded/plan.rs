//! A look at query plans, for tests.

use rusqlite::Connection;

/// Asserts that SQLite finds the rows of a statement by way of indexes: no table is scanned whole.
pub(super) fn assert_indexed(connection: &Connection, statement: &str) {
    let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {statement}")).unwrap();
    let mut steps = explain.raw_query();
    while let Some(step) = steps.next().unwrap() {
        let step: String = step.get(3).unwrap();
        assert!(!step.starts_with("SCAN"), "{step} in {statement}");
    }
}
