//! The end of a load: what one part cannot know about another.

use rusqlite::{Connection, params};

use super::super::values::execute;
use crate::StoreError;
use crate::claims::{Load, sql};

pub(super) fn finish(connection: &Connection, load: &Load) -> Result<(), StoreError> {
    follow_merges(connection, load)?;
    execute(connection, &sql::hide_shared_identifiers("main.person_due"), &Vec::new())?;
    execute(connection, "DELETE FROM person_due", &Vec::new())?;
    count_claims(connection)?;
    execute(connection, sql::END_LOAD, &sql::of_load(load.id))?;
    Ok(())
}

/// Counts the claims of those anew whose claims changed.
fn count_claims(connection: &Connection) -> Result<(), StoreError> {
    const DUE: &str = "main.claim_count_due";
    execute(connection, &sql::forget_counts(DUE), &Vec::new())?;
    execute(connection, &sql::count_again(DUE), &Vec::new())?;
    execute(connection, "DELETE FROM claim_count_due", &Vec::new())?;
    Ok(())
}

/// Claims move to the key that stands for their person today. That changes whom they name, so it counts as a
/// change of the claim.
fn follow_merges(connection: &Connection, load: &Load) -> Result<(), StoreError> {
    connection.execute(FOLLOW_MERGES, params![load.stamp.0])?;
    Ok(())
}

// Only people whose survivor changed can have claims under another key.
const FOLLOW_MERGES: &str = "UPDATE main.claim SET updated = ?1, subject = (SELECT p.survivor FROM main.person AS p \
     WHERE p.namespace = claim.namespace AND p.number = claim.person) \
     WHERE (namespace, person) IN (SELECT p.namespace, p.number FROM main.person_due AS d \
     JOIN main.person AS p ON p.namespace = d.namespace AND p.number = d.number \
     WHERE EXISTS (SELECT 1 FROM main.claim AS c WHERE c.namespace = p.namespace \
     AND c.person = p.number AND c.subject <> p.survivor))";

#[cfg(test)]
mod tests {
    use super::super::MIGRATIONS;
    use super::*;

    #[test]
    fn the_end_of_a_load_looks_at_whom_the_load_touched() {
        let connection = Connection::open_in_memory().unwrap();
        for migration in MIGRATIONS {
            connection.execute_batch(migration.sql).unwrap();
        }
        for sql in [FOLLOW_MERGES, &sql::hide_shared_identifiers("main.person_due")] {
            let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let steps = explain.raw_query().mapped(|row| row.get::<_, String>(3));
            for step in steps.map(Result::unwrap).filter(|step| step.starts_with("SCAN")) {
                assert!(
                    ["d", "main.person_due", "touched", "shared"].contains(&&step[5..]),
                    "{step} in {sql}"
                );
            }
        }
    }
}
