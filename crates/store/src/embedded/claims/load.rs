//! Storing what a load delivers.

use bluestem_model::claim::ClaimIndex;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::values::{execute, first, rows};
use super::matching::store_keys;
use super::people::stored;
use crate::StoreError;
use crate::claims::change::{PersonChange, content_hash, merge_person};
use crate::claims::rows as read;
use crate::claims::sql::{self, quiet_until};
use crate::claims::{
    ClaimDelivery, Counts, Holder, Load, LoadPlan, Part, PartOutcome, PersonDelivery, ReferenceKey,
    ReferenceRow,
};

pub(super) fn complete_until(connection: &Connection, now: Timestamp) -> Result<Timestamp, StoreError> {
    let open = first(connection, sql::OPEN_STAMP, &Vec::new(), |row| row.integer(0))?;
    Ok(quiet_until(now, open.flatten()))
}

pub(super) fn begin(connection: &Connection, plan: &LoadPlan, now: Timestamp) -> Result<Load, StoreError> {
    execute(connection, sql::BEGIN_LOAD, &sql::begin(plan, now))?;
    let found = first(connection, sql::LOAD, &sql::of_fingerprint(plan), |row| {
        Ok((row.number(0)?, Timestamp(row.number(1)?), row.flag(2)?))
    })?;
    let lost = || StoreError::Damaged("a load that was just begun is not there".to_owned());
    let (id, stamp, already_done) = found.ok_or_else(lost)?;
    let done = rows(connection, sql::LOAD_PARTS, &sql::of_load(id), |row| row.number(0))?;
    let mut files = Vec::new();
    for file in &plan.files {
        execute(connection, sql::ADD_SOURCE_FILE, &sql::source_file(file))?;
        files.extend(first(connection, sql::SOURCE_FILE, &sql::of_source_file(file), |row| {
            row.number::<u32>(0)
        })?);
    }
    Ok(Load { id, stamp, already_done, done, files })
}

pub(super) fn reference(
    connection: &Connection,
    keys: &[ReferenceKey],
) -> Result<Vec<ReferenceRow>, StoreError> {
    // reference
    let mut query =
        connection.prepare_cached("SELECT record FROM reference_row WHERE view = ?1 AND key = ?2")?;
    let mut found = Vec::new();
    for key in keys {
        let record = query.query_row(params![key.view.number(), key.key], |row| row.get(0)).optional()?;
        found.extend(record.map(|record| ReferenceRow { key: key.clone(), record }));
    }
    Ok(found)
}

pub(super) fn known_people(connection: &Connection, ids: &[PersonId]) -> Result<Vec<PersonId>, StoreError> {
    // known_people
    let mut query = connection.prepare_cached("SELECT 1 FROM person WHERE namespace = ?1 AND number = ?2")?;
    let mut known = Vec::new();
    for id in ids {
        if query.exists(params![id.namespace.number(), id.number])? {
            known.push(*id);
        }
    }
    Ok(known)
}

pub(super) fn claim_hashes(
    connection: &Connection,
    ids: &[ClaimId],
) -> Result<Vec<(ClaimId, Vec<u8>)>, StoreError> {
    // claim_hashes
    let mut query = connection.prepare_cached(
        "SELECT b.hash FROM claim AS c JOIN claim_body AS b ON b.id = c.body \
         WHERE c.namespace = ?1 AND c.number = ?2",
    )?;
    let mut found = Vec::new();
    for id in ids {
        let hash = query.query_row(params![id.namespace.number(), id.number], |row| row.get(0)).optional()?;
        found.extend(hash.map(|hash| (*id, hash)));
    }
    Ok(found)
}

pub(super) fn holders(connection: &Connection, mbis: &[String]) -> Result<Vec<Holder>, StoreError> {
    // holders
    let text = format!("{} WHERE m.mbi = :mbi ORDER BY p.namespace, p.number", sql::HOLDERS);
    let mut found = Vec::new();
    for mbi in mbis {
        found.extend(rows(connection, &text, &vec![(":mbi", mbi.as_str().into())], read::holder)?);
    }
    Ok(found)
}

pub(super) fn counts(connection: &Connection) -> Result<Counts, StoreError> {
    let found = first(connection, sql::COUNTS, &Vec::new(), |row| {
        Ok(Counts { people: row.number(0)?, claims: row.number(1)? })
    })?;
    Ok(found.unwrap_or_default())
}

pub(super) fn write_part(
    connection: &Connection,
    load: &Load,
    part: Part,
) -> Result<PartOutcome, StoreError> {
    let claimed = execute(connection, sql::CLAIM_PART, &sql::of_part(load.id, part.number))?;
    let mut outcome = PartOutcome::default();
    if claimed == 0 {
        return Ok(outcome);
    }
    for row in &part.references {
        connection
            .prepare_cached(
                "INSERT INTO reference_row (view, key, record) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (view, key) DO UPDATE SET record = excluded.record",
            )?
            .execute(params![row.key.view.number(), row.key.key, row.record])?;
    }
    for person in &part.people {
        write_person(connection, load, person, &mut outcome)?;
    }
    for claim in part.claims {
        write_claim(connection, load, claim, &mut outcome)?;
    }
    Ok(outcome)
}

fn write_person(
    connection: &Connection,
    load: &Load,
    delivery: &PersonDelivery,
    outcome: &mut PartOutcome,
) -> Result<(), StoreError> {
    let before = stored(connection, delivery.id)?;
    let hashes = slice_hashes(connection, delivery.id)?;
    let before = before.as_ref().map(|person| (person, hashes.as_slice()));
    match merge_person(before, delivery, load.stamp, outcome)? {
        Some(change) => store_person(connection, &change),
        None => Ok(()),
    }
}

fn slice_hashes(connection: &Connection, id: PersonId) -> Result<Vec<u8>, StoreError> {
    // slice_hashes
    let sql = "SELECT slice_hashes FROM person WHERE namespace = ?1 AND number = ?2";
    let mut query = connection.prepare_cached(sql)?;
    let hashes = query.query_row(params![id.namespace.number(), id.number], |row| row.get(0)).optional()?;
    Ok(hashes.unwrap_or_default())
}

fn store_person(connection: &Connection, change: &PersonChange) -> Result<(), StoreError> {
    // store_person
    let text = "INSERT INTO person (namespace, number, survivor, mbi, current, patient_updated, \
               part_a_updated, part_b_updated, part_c_updated, part_d_updated, dual_updated, slice_hashes, \
               record) VALUES (:namespace, :number, :survivor, :mbi, :current, :patient_updated, \
               :part_a_updated, :part_b_updated, :part_c_updated, :part_d_updated, :dual_updated, \
               :slice_hashes, :record) \
               ON CONFLICT (namespace, number) DO UPDATE SET survivor = excluded.survivor, \
               mbi = excluded.mbi, current = excluded.current, patient_updated = excluded.patient_updated, \
               part_a_updated = excluded.part_a_updated, part_b_updated = excluded.part_b_updated, \
               part_c_updated = excluded.part_c_updated, part_d_updated = excluded.part_d_updated, \
               dual_updated = excluded.dual_updated, slice_hashes = excluded.slice_hashes, \
               record = excluded.record";
    execute(connection, text, &change.columns())?;
    let index = &change.index;
    let namespace = index.id.namespace.number();
    connection
        .prepare_cached("DELETE FROM person_mbi WHERE namespace = ?1 AND number = ?2")?
        .execute(params![namespace, index.id.number])?;
    for mbi in &index.mbis {
        connection
            .prepare_cached(
                "INSERT INTO person_mbi (mbi, namespace, number) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            )?
            .execute(params![mbi, namespace, index.id.number])?;
    }
    store_keys(connection, index.id, &change.match_keys)
}

fn write_claim(
    connection: &Connection,
    load: &Load,
    delivery: ClaimDelivery,
    outcome: &mut PartOutcome,
) -> Result<(), StoreError> {
    let ClaimDelivery { index, rows } = delivery;
    let hash = content_hash(&rows.content());
    // stored_claim_hash
    let sql = "SELECT c.body, b.hash, c.subject FROM claim AS c JOIN claim_body AS b ON b.id = c.body \
               WHERE c.namespace = ?1 AND c.number = ?2";
    let before: Option<(i64, Vec<u8>, i64)> = connection
        .prepare_cached(sql)?
        .query_row(params![index.id.namespace.number(), index.id.number], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let record = rows.encode();
    let body = match before {
        Some((_, old, _)) if old == hash => {
            outcome.claims_same += 1;
            return Ok(());
        }
        Some((body, ..)) => {
            outcome.claims_changed += 1;
            connection
                .prepare_cached("UPDATE claim_body SET hash = ?2, record = ?3 WHERE id = ?1")?
                .execute(params![body, hash, record])?;
            connection
                .prepare_cached("DELETE FROM claim WHERE namespace = ?1 AND number = ?2")?
                .execute(params![index.id.namespace.number(), index.id.number])?;
            body
        }
        None => {
            outcome.claims_new += 1;
            connection
                .prepare_cached("INSERT INTO claim_body (hash, record) VALUES (?1, ?2)")?
                .execute(params![hash, record])?;
            connection.last_insert_rowid()
        }
    };
    store_claim(connection, &index, load.stamp, body)
}

fn store_claim(
    connection: &Connection,
    index: &ClaimIndex,
    updated: Timestamp,
    body: i64,
) -> Result<(), StoreError> {
    // store_claim: under the surviving key, where the person is stored already
    let text = "INSERT INTO claim (namespace, subject, number, person, kind, type_code, source, phase, \
               outcome, final_action, latest, served, from_day, thru_day, created_day, control_number, \
               lines, labels, label_list, updated, body) VALUES (:namespace, \
               coalesce((SELECT survivor FROM person WHERE namespace = :namespace AND number = :person), \
               :person), :number, :person, :kind, :type_code, :source, :phase, :outcome, :final_action, \
               :latest, :served, :from_day, :thru_day, :created_day, :control_number, :lines, :labels, \
               :label_list, :updated, :body)";
    let mut parameters = sql::indexed(index);
    parameters.extend([(":updated", updated.0.into()), (":body", body.into())]);
    execute(connection, text, &parameters)?;
    Ok(())
}
