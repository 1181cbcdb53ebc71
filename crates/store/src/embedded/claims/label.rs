//! Labels of claims that are stored already.

use bluestem_model::id::ClaimId;
use rusqlite::{Connection, params};

use super::super::values::{execute, rows};
use crate::StoreError;
use crate::claims::{LabelledClaim, Load, NewLabels, label, sql};

pub(super) fn labelled(
    connection: &Connection,
    after: Option<ClaimId>,
    count: u32,
) -> Result<Vec<LabelledClaim>, StoreError> {
    // labelled
    let text = label::page("c", "claim AS c JOIN claim_body AS b ON b.id = c.body");
    rows(connection, &text, &label::of_page(after, count), label::labelled)
}

pub(super) fn write(
    connection: &Connection,
    load: &Load,
    part: u32,
    labels: &[NewLabels],
) -> Result<u64, StoreError> {
    if execute(connection, sql::CLAIM_PART, &sql::of_part(load.id, part))? == 0 {
        return Ok(0);
    }
    // set_labels: a claim whose labels are the same keeps its time of change
    let mut set = connection.prepare_cached(
        "UPDATE claim SET updated = CASE WHEN labels = ?3 THEN updated ELSE ?6 END, labels = ?3, \
         label_list = ?4 WHERE namespace = ?1 AND number = ?2 AND updated = ?5",
    )?;
    let mut changed = 0;
    for NewLabels { id, labels, label_list, seen } in labels {
        let (namespace, bits) = (id.namespace.number(), labels.bits());
        changed += set.execute(params![namespace, id.number, bits, label_list, seen.0, load.stamp.0])?;
    }
    Ok(changed as u64)
}
