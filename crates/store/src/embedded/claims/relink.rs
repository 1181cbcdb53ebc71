//! The end of a load: what one part cannot know about another.

use rusqlite::{Connection, params};

use crate::StoreError;
use crate::claims::Load;

pub(super) fn finish(connection: &Connection, load: &Load) -> Result<(), StoreError> {
    follow_merges(connection, load)?;
    hide_shared_identifiers(connection)?;
    connection.execute("UPDATE load SET finished = 1 WHERE id = ?1", [load.id])?;
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

/// An identifier that belongs to several people tells nobody apart: all of them are hidden until the source
/// says who it is (BFD v3 `beneficiary_overshare_mbi`).
fn hide_shared_identifiers(connection: &Connection) -> Result<(), StoreError> {
    // hide_shared_identifiers
    let sql = "UPDATE person SET hidden = shared.now FROM (SELECT p.namespace, p.number, \
               EXISTS (SELECT 1 FROM person AS q WHERE q.namespace = p.namespace AND q.mbi = p.mbi \
               AND q.survivor <> p.survivor AND q.current = 1) AS now FROM person AS p) AS shared \
               WHERE shared.namespace = person.namespace AND shared.number = person.number \
               AND shared.now <> person.hidden";
    connection.execute(sql, [])?;
    Ok(())
}
