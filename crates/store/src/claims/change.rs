//! What a delivery changes, whatever the backend: content is compared by hashes without origins, so that only
//! what really changed gets a new time.

use aws_lc_rs::digest::{SHA256, digest};
use bluestem_model::id::Namespace;
use bluestem_model::person::{PersonIndex, Slice, SliceTimes, StoredPerson, person_index};
use bluestem_model::record::{Record, RecordBuilder, merge_by_key};
use bluestem_model::rif::{history_of, with_spans};
use bluestem_model::time::Timestamp;

use super::matching::{KeyHash, hashes as key_hashes};
use super::{PartOutcome, PersonDelivery};
use crate::StoreError;
use crate::sql::Parameters;

/// SHA-256 of a record's content: by it a claim is compared with what is stored.
pub fn content_hash(content: &[u8]) -> Vec<u8> {
    digest(&SHA256, content).as_ref().to_vec()
}

/// A person to be stored in place of what is stored.
pub(crate) struct PersonChange {
    /// The indexed columns.
    pub(crate) index: PersonIndex,
    /// When each resource last changed.
    pub(crate) updated: SliceTimes,
    /// A hash for each resource, one behind the other.
    pub(crate) hashes: Vec<u8>,
    /// What the person is found by.
    pub(crate) match_keys: Vec<KeyHash>,
    /// The record in stored form.
    pub(crate) record: Vec<u8>,
}

/// Lays a delivery over what is stored of the person (the key and the hashes of its resources); None when that
/// changes nothing.
pub(crate) fn merge_person(
    before: Option<(&StoredPerson, &[u8])>,
    delivery: &PersonDelivery,
    stamp: Timestamp,
    outcome: &mut PartOutcome,
) -> Result<Option<PersonChange>, StoreError> {
    let nothing = RecordBuilder::default().encode();
    let (old_bytes, old_hashes) =
        before.map_or((nothing.as_slice(), [].as_slice()), |(old, hashes)| (old.record.as_slice(), hashes));
    let new_bytes = delivery.rows.clone().encode();
    let merged = merged(delivery.id.namespace, &Record::parse(old_bytes)?, &Record::parse(&new_bytes)?)?;
    let hashes: Vec<Vec<u8>> = Slice::ALL
        .iter()
        .map(|slice| content_hash(&merged.content_of(|view| slice.contains(view))))
        .collect();
    let unchanged = |place: usize| {
        old_hashes.chunks(32).nth(place).is_some_and(|old| hashes.get(place).is_some_and(|new| new == old))
    };
    let mut updated = [stamp; Slice::ALL.len()];
    for (place, time) in updated.iter_mut().enumerate() {
        if let Some((old, _)) = before.filter(|_| unchanged(place)) {
            *time = old.updated.get(place).copied().unwrap_or(*time);
        }
    }
    match before {
        None => outcome.people_new += 1,
        Some(_) if old_hashes == hashes.concat() => {
            outcome.people_same += 1;
            return Ok(None);
        }
        Some(_) => outcome.people_changed += 1,
    }
    let record = merged.encode();
    let parsed = Record::parse(&record)?;
    let index = person_index(delivery.id, &parsed);
    let match_keys = key_hashes(&index, &parsed);
    Ok(Some(PersonChange { index, updated, hashes: hashes.concat(), match_keys, record }))
}

/// Delivered rows over stored ones. Of the CCW, a version whose identity a delivery changes stays as history, and
/// spans are made of all months anew.
fn merged(
    namespace: Namespace,
    stored: &Record<'_>,
    delivered: &Record<'_>,
) -> Result<RecordBuilder, StoreError> {
    let mut merged = merge_by_key(stored, delivered);
    if namespace == Namespace::Ccw {
        if let Some(history) = history_of(stored, delivered) {
            merged.push(history);
        }
        let bytes = merged.encode();
        // Once more by key: the same history may be there already.
        let once = merge_by_key(&Record::parse(&bytes)?, &Record::default()).encode();
        merged = with_spans(&Record::parse(&once)?);
    }
    Ok(merged)
}

impl PersonChange {
    /// A parameter for each stored column, named as the column is.
    pub(crate) fn columns(&self) -> Parameters {
        let index = &self.index;
        let [patient, part_a, part_b, part_c, part_d, dual] = self.updated;
        vec![
            (":namespace", index.id.namespace.number().into()),
            (":number", index.id.number.into()),
            (":survivor", index.survivor.number.into()),
            (":mbi", index.mbi.as_deref().into()),
            (":current", index.current.into()),
            (":patient_updated", patient.0.into()),
            (":part_a_updated", part_a.0.into()),
            (":part_b_updated", part_b.0.into()),
            (":part_c_updated", part_c.0.into()),
            (":part_d_updated", part_d.0.into()),
            (":dual_updated", dual.0.into()),
            (":slice_hashes", self.hashes.as_slice().into()),
            (":record", self.record.as_slice().into()),
        ]
    }
}
