//! The people of a part.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use bluestem_model::id::PersonId;
use bluestem_model::person::StoredPerson;
use tokio_postgres::types::Type;

use super::super::load::of_people;
use super::super::matching::add_keys;
use super::super::statement;
use super::WritePart;
use crate::StoreError;
use crate::claims::change::{PersonChange, merge_person};
use crate::claims::matching::key_rows;
use crate::claims::rows::{self, PERSON_COLUMNS};
use crate::claims::{PartOutcome, sql};
use crate::postgres::copy::{Columns, copy};
use crate::postgres::failure::Failure;
use crate::postgres::statement::Statement;
use crate::postgres::wire::Transaction;
use crate::sql::{Cells, Parameters};

/// Key of the advisory lock of those who write people: a person's rows are merged with what is stored, so two
/// deliveries of one person must not cross.
const PEOPLE_LOCK: &str = "SELECT pg_advisory_xact_lock(7161420165)";

static STORED_PEOPLE: LazyLock<Statement> = LazyLock::new(|| {
    statement(&format!(
        "SELECT {PERSON_COLUMNS}, p.slice_hashes, p.hidden, p.merged \
         FROM unnest(:namespaces, :numbers) AS k (namespace, number) \
         JOIN main.person AS p ON p.namespace = k.namespace AND p.number = k.number"
    ))
});
static FORGET_PEOPLE: LazyLock<Statement> = LazyLock::new(|| {
    statement(
        "WITH gone AS (SELECT * FROM unnest(:namespaces, :numbers) AS k (namespace, number)), \
         identifiers AS (DELETE FROM main.person_mbi AS m USING gone \
         WHERE m.namespace = gone.namespace AND m.number = gone.number), \
         keys AS (DELETE FROM main.person_match AS m USING gone \
         WHERE m.namespace = gone.namespace AND m.number = gone.number) \
         DELETE FROM main.person AS p USING gone \
         WHERE p.namespace = gone.namespace AND p.number = gone.number",
    )
});

const PERSON: Columns = &[
    ("number", Type::INT8),
    ("survivor", Type::INT8),
    ("patient_updated", Type::INT8),
    ("part_a_updated", Type::INT8),
    ("part_b_updated", Type::INT8),
    ("part_c_updated", Type::INT8),
    ("part_d_updated", Type::INT8),
    ("dual_updated", Type::INT8),
    ("namespace", Type::INT2),
    ("current", Type::INT2),
    ("hidden", Type::INT2),
    ("merged", Type::INT2),
    ("mbi", Type::TEXT),
    ("slice_hashes", Type::BYTEA),
    ("record", Type::BYTEA),
];

const PERSON_MBI: Columns = &[("number", Type::INT8), ("namespace", Type::INT2), ("mbi", Type::TEXT)];

pub(in crate::postgres::claims) async fn lock(transaction: &Transaction<'_>) -> Result<(), Failure> {
    transaction.batch_execute(PEOPLE_LOCK).await?;
    Ok(())
}

/// What is stored of a person beside what a read returns.
struct Known {
    person: StoredPerson,
    hashes: Vec<u8>,
    hidden: bool,
    merged: bool,
}

impl WritePart<'_> {
    pub(super) async fn write_people(
        &self,
        transaction: &Transaction<'_>,
        outcome: &mut PartOutcome,
    ) -> Result<(), Failure> {
        let ids: Vec<PersonId> = self.people.iter().map(|delivery| delivery.id).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let mut known: HashMap<PersonId, Known> = HashMap::new();
        for person in STORED_PEOPLE.rows(transaction, &of_people(&ids), known_person).await? {
            known.insert(person.person.index.id, person);
        }
        let mut changes: BTreeMap<PersonId, PersonChange> = BTreeMap::new();
        for delivery in &self.people {
            let before = known.get(&delivery.id).map(|known| (&known.person, known.hashes.as_slice()));
            let Some(change) = merge_person(before, delivery, self.load.stamp, outcome)? else { continue };
            let kept = known.get(&delivery.id);
            let merged = kept.is_some_and(|kept| kept.merged) || change.index.survivor != delivery.id;
            let hidden = kept.is_some_and(|kept| kept.hidden);
            let person = StoredPerson {
                index: change.index.clone(),
                updated: change.updated,
                record: change.record.clone(),
            };
            known.insert(delivery.id, Known { person, hashes: change.hashes.clone(), hidden, merged });
            changes.insert(delivery.id, change);
        }
        let ids: Vec<PersonId> = changes.keys().copied().collect();
        FORGET_PEOPLE.execute(transaction, &of_people(&ids)).await?;
        let mut people = Vec::new();
        let mut identifiers = Vec::new();
        let mut keys = Vec::new();
        for (id, change) in &changes {
            let mut row = change.columns();
            let kept = known.get(id);
            row.push((":hidden", kept.is_some_and(|kept| kept.hidden).into()));
            row.push((":merged", kept.is_some_and(|kept| kept.merged).into()));
            people.push(row);
            identifiers.extend(identifier_rows(*id, &change.index.mbis));
            keys.extend(key_rows(*id, &change.match_keys));
        }
        copy(transaction, "claims.person", PERSON, &people).await?;
        copy(transaction, "claims.person_mbi", PERSON_MBI, &identifiers).await?;
        add_keys(transaction, &keys).await
    }
}

fn known_person(row: &dyn Cells) -> Result<Known, StoreError> {
    let person = rows::person(row)?;
    let behind = PERSON_COLUMNS.split(',').count();
    let (hidden, merged) = (row.flag(behind + 1)?, row.flag(behind + 2)?);
    Ok(Known { person, hashes: row.bytes(behind)?, hidden, merged })
}

fn identifier_rows(id: PersonId, mbis: &[String]) -> Vec<Parameters> {
    let mut mbis: Vec<&str> = mbis.iter().map(String::as_str).collect();
    mbis.sort_unstable();
    mbis.dedup();
    let row = |mbi: &str| {
        let mut row = sql::of_person(id);
        row.push((":mbi", mbi.into()));
        row
    };
    mbis.into_iter().map(row).collect()
}
