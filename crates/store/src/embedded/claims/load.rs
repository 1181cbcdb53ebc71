//! Storing what a load delivers.

use aws_lc_rs::digest::{SHA256, digest};
use bluestem_model::claim::ClaimIndex;
use bluestem_model::id::PersonId;
use bluestem_model::person::{PersonIndex, Slice, person_index};
use bluestem_model::record::{Record, RecordBuilder, merge_by_key};
use bluestem_model::time::{SECOND, Timestamp};
use rusqlite::{Connection, OptionalExtension, named_params, params};

use super::people::stored;
use super::rows::day;
use crate::StoreError;
use crate::claims::{
    ClaimDelivery, Counts, Load, LoadPlan, Part, PartOutcome, PersonDelivery, ReferenceKey, ReferenceRow,
};

/// A load's stamp is taken a moment before it can be seen; and clocks of machines differ a little.
const MARGIN: i64 = 5 * SECOND;

pub(super) fn complete_until(connection: &Connection, now: Timestamp) -> Result<Timestamp, StoreError> {
    // complete_until
    let sql = "SELECT min(stamp) FROM load WHERE finished = 0";
    let open: Option<i64> = connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    let quiet = now.0 - MARGIN;
    Ok(Timestamp(open.map_or(quiet, |stamp| quiet.min(stamp - 1))))
}

pub(super) fn begin(connection: &Connection, plan: &LoadPlan, now: Timestamp) -> Result<Load, StoreError> {
    // begin_load
    connection.execute(
        "INSERT INTO load (fingerprint, format, parts, stamp) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (fingerprint) DO NOTHING",
        params![plan.fingerprint, plan.format, plan.parts, now.0],
    )?;
    let (id, stamp, finished) = connection.query_row(
        "SELECT id, stamp, finished FROM load WHERE fingerprint = ?1",
        [plan.fingerprint],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut query = connection.prepare("SELECT part FROM load_part WHERE load = ?1 ORDER BY part")?;
    let done = query.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let files = plan
        .files
        .iter()
        .map(|file| {
            connection.execute(
                "INSERT INTO source_file (path, size, sha256) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (path, sha256) DO NOTHING",
                params![file.path, i64::try_from(file.size).unwrap_or(i64::MAX), file.sha256],
            )?;
            connection.query_row(
                "SELECT id FROM source_file WHERE path = ?1 AND sha256 = ?2",
                params![file.path, file.sha256],
                |row| row.get(0),
            )
        })
        .collect::<Result<_, _>>()?;
    Ok(Load { id, stamp: Timestamp(stamp), already_done: finished, done, files })
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

pub(super) fn counts(connection: &Connection) -> Result<Counts, StoreError> {
    // counts
    let sql = "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM claim)";
    let (people, claims): (i64, i64) = connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Counts { people: people.unsigned_abs(), claims: claims.unsigned_abs() })
}

pub(super) fn write_part(
    connection: &Connection,
    load: &Load,
    part: Part,
) -> Result<PartOutcome, StoreError> {
    // write_part
    let first = connection.execute(
        "INSERT INTO load_part (load, part) VALUES (?1, ?2) ON CONFLICT (load, part) DO NOTHING",
        params![load.id, part.number],
    )?;
    let mut outcome = PartOutcome::default();
    if first == 0 {
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

fn hash(content: &[u8]) -> Vec<u8> {
    digest(&SHA256, content).as_ref().to_vec()
}

fn write_person(
    connection: &Connection,
    load: &Load,
    delivery: &PersonDelivery,
    outcome: &mut PartOutcome,
) -> Result<(), StoreError> {
    let before = stored(connection, delivery.id)?;
    let old_bytes =
        before.as_ref().map_or_else(|| RecordBuilder::default().encode(), |old| old.record.clone());
    let new_bytes = delivery.rows.clone().encode();
    let merged = merge_by_key(&Record::parse(&old_bytes)?, &Record::parse(&new_bytes)?);
    let hashes: Vec<Vec<u8>> =
        Slice::ALL.iter().map(|slice| hash(&merged.content_of(|view| slice.contains(view)))).collect();
    let old_hashes = slice_hashes(connection, delivery.id)?;
    let unchanged = |place: usize| {
        old_hashes.chunks(32).nth(place).is_some_and(|old| hashes.get(place).is_some_and(|new| new == old))
    };
    let mut updated = [load.stamp; Slice::ALL.len()];
    for (place, time) in updated.iter_mut().enumerate() {
        if let Some(old) = before.as_ref().filter(|_| unchanged(place)) {
            *time = old.updated.get(place).copied().unwrap_or(*time);
        }
    }
    match &before {
        None => outcome.people_new += 1,
        Some(_) if old_hashes == hashes.concat() => {
            outcome.people_same += 1;
            return Ok(());
        }
        Some(_) => outcome.people_changed += 1,
    }
    let record = merged.encode();
    let index = person_index(delivery.id, &Record::parse(&record)?);
    store_person(connection, &index, updated, &hashes.concat(), &record)
}

fn slice_hashes(connection: &Connection, id: PersonId) -> Result<Vec<u8>, StoreError> {
    // slice_hashes
    let sql = "SELECT slice_hashes FROM person WHERE namespace = ?1 AND number = ?2";
    let mut query = connection.prepare_cached(sql)?;
    let hashes = query.query_row(params![id.namespace.number(), id.number], |row| row.get(0)).optional()?;
    Ok(hashes.unwrap_or_default())
}

fn store_person(
    connection: &Connection,
    index: &PersonIndex,
    [patient, part_a, part_b, part_c, part_d, dual]: [Timestamp; 6],
    hashes: &[u8],
    record: &[u8],
) -> Result<(), StoreError> {
    // store_person
    let sql = "INSERT INTO person (namespace, number, survivor, mbi, current, patient_updated, \
               part_a_updated, part_b_updated, part_c_updated, part_d_updated, dual_updated, slice_hashes, \
               record) VALUES (:namespace, :number, :survivor, :mbi, :current, :patient, :part_a, :part_b, \
               :part_c, :part_d, :dual, :hashes, :record) \
               ON CONFLICT (namespace, number) DO UPDATE SET survivor = excluded.survivor, \
               mbi = excluded.mbi, current = excluded.current, patient_updated = excluded.patient_updated, \
               part_a_updated = excluded.part_a_updated, part_b_updated = excluded.part_b_updated, \
               part_c_updated = excluded.part_c_updated, part_d_updated = excluded.part_d_updated, \
               dual_updated = excluded.dual_updated, slice_hashes = excluded.slice_hashes, \
               record = excluded.record";
    let namespace = index.id.namespace.number();
    connection.prepare_cached(sql)?.execute(named_params! {
        ":namespace": namespace, ":number": index.id.number, ":survivor": index.survivor.number,
        ":mbi": index.mbi, ":current": index.current, ":patient": patient.0, ":part_a": part_a.0,
        ":part_b": part_b.0, ":part_c": part_c.0, ":part_d": part_d.0, ":dual": dual.0,
        ":hashes": hashes, ":record": record,
    })?;
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
    Ok(())
}

fn write_claim(
    connection: &Connection,
    load: &Load,
    delivery: ClaimDelivery,
    outcome: &mut PartOutcome,
) -> Result<(), StoreError> {
    let ClaimDelivery { index, rows } = delivery;
    let hash = hash(&rows.content());
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
    let sql = "INSERT INTO claim (namespace, subject, number, person, kind, type_code, source, phase, \
               outcome, final_action, latest, served, from_day, thru_day, created_day, control_number, \
               lines, labels, label_list, updated, body) VALUES (:namespace, \
               coalesce((SELECT survivor FROM person WHERE namespace = :namespace AND number = :person), \
               :person), :number, :person, :kind, :type_code, :source, :phase, :outcome, :final_action, \
               :latest, :served, :from_day, :thru_day, :created_day, :control_number, :lines, :labels, \
               :label_list, :updated, :body)";
    connection.prepare_cached(sql)?.execute(named_params! {
        ":namespace": index.id.namespace.number(), ":number": index.id.number,
        ":person": index.person.number, ":kind": index.kind.number(), ":type_code": index.type_code,
        ":source": index.source.number(), ":phase": index.phase.number(),
        ":outcome": index.outcome.number(), ":final_action": index.final_action, ":latest": index.latest,
        ":served": index.is_served(), ":from_day": index.from.map(day), ":thru_day": index.thru.map(day),
        ":created_day": index.created.map(day), ":control_number": index.control_number,
        ":lines": index.lines, ":labels": index.labels.bits(), ":label_list": index.label_list,
        ":updated": updated.0, ":body": body,
    })?;
    Ok(())
}
