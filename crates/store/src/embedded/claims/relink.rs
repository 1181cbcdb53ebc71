//! The end of a load: what one part cannot know about another.

use rusqlite::{Connection, params};

use super::super::values::execute;
use crate::StoreError;
use crate::claims::{Load, sql};

pub(super) fn finish(connection: &Connection, load: &Load) -> Result<(), StoreError> {
    follow_merges(connection, load)?;
    execute(connection, sql::HIDE_SHARED_IDENTIFIERS, &Vec::new())?;
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
    // follow_merges: only keys that are or were merged can have claims under another key
    let sql = "UPDATE claim SET updated = ?1, subject = (SELECT p.survivor FROM person AS p \
               WHERE p.namespace = claim.namespace AND p.number = claim.person) \
               WHERE (namespace, person) IN (SELECT p.namespace, p.number FROM person AS p \
               WHERE EXISTS (SELECT 1 FROM claim AS c WHERE c.namespace = p.namespace \
               AND c.person = p.number AND c.subject <> p.survivor))";
    connection.execute(sql, params![load.stamp.0])?;
    Ok(())
}
