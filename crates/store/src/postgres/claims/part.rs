//! Storing a part: what is there already is asked for in bulk, what changed is replaced by binary COPY.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use async_trait::async_trait;
use bluestem_model::claim::ClaimIndex;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::person::StoredPerson;
use tokio_postgres::types::Type;

use super::super::copy::{Columns, copy};
use super::super::failure::Failure;
use super::super::pool::Work;
use super::super::statement::{Argument, Named, Statement, named};
use super::super::wire::Transaction;
use super::load::of_people;
use super::{divided, statement};
use crate::StoreError;
use crate::claims::change::{PersonChange, content_hash, merge_person};
use crate::claims::rows::{self, PERSON_COLUMNS};
use crate::claims::{ClaimDelivery, Load, Part, PartOutcome, PersonDelivery, ReferenceKey, sql};
use crate::sql::{Cells, Parameters};

/// Key of the advisory lock of those who write people: a person's rows are merged with what is stored, so two
/// deliveries of one person must not cross.
const PEOPLE_LOCK: &str = "SELECT pg_advisory_xact_lock(7161420165)";

static CLAIM_PART: LazyLock<Statement> = LazyLock::new(|| statement(sql::CLAIM_PART));
static KEEP_REFERENCES: LazyLock<Statement> = LazyLock::new(|| {
    statement(
        "INSERT INTO main.reference_row (view, key, record) SELECT * FROM unnest(:views, :keys, :records) \
         ON CONFLICT (view, key) DO UPDATE SET record = excluded.record",
    )
});
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
         WHERE m.namespace = gone.namespace AND m.number = gone.number) \
         DELETE FROM main.person AS p USING gone \
         WHERE p.namespace = gone.namespace AND p.number = gone.number",
    )
});
static SURVIVORS: LazyLock<Statement> = LazyLock::new(|| {
    statement(
        "SELECT p.namespace, p.number, p.survivor FROM unnest(:namespaces, :numbers) \
         AS k (namespace, number) JOIN main.person AS p ON p.namespace = k.namespace AND p.number = k.number",
    )
});
static STORED_CLAIMS: LazyLock<Statement> = LazyLock::new(|| {
    divided(
        "SELECT c.namespace, c.number, c.subject, c.hash FROM unnest(:namespaces, :numbers) \
         AS k (namespace, number) JOIN main.claim_key AS c ON c.namespace = k.namespace \
         AND c.number = k.number ORDER BY c.namespace, c.number FOR UPDATE OF c",
    )
});
static FORGET_CLAIMS: LazyLock<Statement> = LazyLock::new(|| {
    divided(
        "WITH gone AS (SELECT * FROM unnest(:namespaces, :subjects, :numbers) \
         AS k (namespace, subject, number)), \
         keys AS (DELETE FROM main.claim_key AS c USING gone \
         WHERE c.namespace = gone.namespace AND c.number = gone.number), \
         bodies AS (DELETE FROM main.claim_body AS b USING gone WHERE b.namespace = gone.namespace \
         AND b.subject = gone.subject AND b.number = gone.number) \
         DELETE FROM main.claim AS c USING gone WHERE c.namespace = gone.namespace \
         AND c.subject = gone.subject AND c.number = gone.number",
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

const CLAIM: Columns = &[
    ("subject", Type::INT8),
    ("number", Type::INT8),
    ("person", Type::INT8),
    ("updated", Type::INT8),
    ("labels", Type::INT8),
    ("from_day", Type::INT4),
    ("thru_day", Type::INT4),
    ("created_day", Type::INT4),
    ("lines", Type::INT4),
    ("label_list", Type::INT4),
    ("type_code", Type::INT4),
    ("namespace", Type::INT2),
    ("kind", Type::INT2),
    ("source", Type::INT2),
    ("phase", Type::INT2),
    ("outcome", Type::INT2),
    ("final_action", Type::INT2),
    ("latest", Type::INT2),
    ("served", Type::INT2),
    ("control_number", Type::TEXT),
];

const CLAIM_BODY: Columns =
    &[("subject", Type::INT8), ("number", Type::INT8), ("namespace", Type::INT2), ("record", Type::BYTEA)];

const CLAIM_KEY: Columns =
    &[("number", Type::INT8), ("subject", Type::INT8), ("namespace", Type::INT2), ("hash", Type::BYTEA)];

/// Stores one part. What costs only time is done once, before the transaction.
pub(super) struct WritePart<'a> {
    load: &'a Load,
    number: u32,
    references: BTreeMap<ReferenceKey, Vec<u8>>,
    people: Vec<PersonDelivery>,
    claims: Vec<Prepared>,
}

/// A claim with its content's hash and its record in stored form.
struct Prepared {
    index: ClaimIndex,
    hash: Vec<u8>,
    record: Vec<u8>,
}

impl From<ClaimDelivery> for Prepared {
    fn from(ClaimDelivery { index, rows }: ClaimDelivery) -> Self {
        let hash = content_hash(&rows.content());
        Self { index, hash, record: rows.encode() }
    }
}

impl<'a> WritePart<'a> {
    pub(super) fn new(load: &'a Load, part: Part) -> Self {
        Self {
            load,
            number: part.number,
            references: part.references.into_iter().map(|row| (row.key, row.record)).collect(),
            people: part.people,
            claims: part.claims.into_iter().map(Prepared::from).collect(),
        }
    }
}

#[async_trait]
impl Work for WritePart<'_> {
    type Done = PartOutcome;

    const BULK: bool = true;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<PartOutcome, Failure> {
        let mut outcome = PartOutcome::default();
        if !self.people.is_empty() {
            transaction.batch_execute(PEOPLE_LOCK).await?;
        }
        let part = named(sql::of_part(self.load.id, self.number));
        if CLAIM_PART.execute(transaction, &part).await? == 0 {
            return Ok(outcome);
        }
        self.keep_references(transaction).await?;
        self.write_people(transaction, &mut outcome).await?;
        self.write_claims(transaction, &mut outcome).await?;
        Ok(outcome)
    }
}

/// What is stored of a person beside what a read returns.
struct Known {
    person: StoredPerson,
    hashes: Vec<u8>,
    hidden: bool,
    merged: bool,
}

impl WritePart<'_> {
    async fn keep_references(&self, transaction: &Transaction<'_>) -> Result<(), Failure> {
        if self.references.is_empty() {
            return Ok(());
        }
        let views = self.references.keys().map(|key| i64::from(key.view.number())).collect();
        let keys = self.references.keys().map(|key| key.key.clone()).collect();
        let records = self.references.values().cloned().collect();
        let parameters = [
            (":views", Argument::Integers(views)),
            (":keys", Argument::Texts(keys)),
            (":records", Argument::Blobs(records)),
        ];
        KEEP_REFERENCES.execute(transaction, &parameters).await?;
        Ok(())
    }

    async fn write_people(
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
        for (id, change) in &changes {
            let mut row = change.columns();
            let kept = known.get(id);
            row.push((":hidden", kept.is_some_and(|kept| kept.hidden).into()));
            row.push((":merged", kept.is_some_and(|kept| kept.merged).into()));
            people.push(row);
            identifiers.extend(identifier_rows(*id, &change.index.mbis));
        }
        copy(transaction, "claims.person", PERSON, &people).await?;
        copy(transaction, "claims.person_mbi", PERSON_MBI, &identifiers).await
    }

    async fn write_claims(
        &self,
        transaction: &Transaction<'_>,
        outcome: &mut PartOutcome,
    ) -> Result<(), Failure> {
        if self.claims.is_empty() {
            return Ok(());
        }
        let stored = self.stored_claims(transaction).await?;
        let mut hashes: HashMap<ClaimId, &[u8]> =
            stored.iter().map(|(id, (_, hash))| (*id, hash.as_slice())).collect();
        let mut changed: HashMap<ClaimId, &Prepared> = HashMap::new();
        for claim in &self.claims {
            match hashes.insert(claim.index.id, &claim.hash) {
                Some(before) if before == claim.hash => outcome.claims_same += 1,
                before => {
                    let count =
                        if before.is_some() { &mut outcome.claims_changed } else { &mut outcome.claims_new };
                    *count += 1;
                    changed.insert(claim.index.id, claim);
                }
            }
        }
        let replaced: Vec<(ClaimId, i64)> =
            changed.keys().filter_map(|id| stored.get(id).map(|(subject, _)| (*id, *subject))).collect();
        if !replaced.is_empty() {
            FORGET_CLAIMS.execute(transaction, &of_stored_claims(&replaced)).await?;
        }
        let survivors = survivors(transaction, changed.values().map(|claim| claim.index.person)).await?;
        let mut rows: Vec<(i64, &Prepared)> = changed
            .into_values()
            .map(|claim| {
                let person = claim.index.person;
                (survivors.get(&person).copied().unwrap_or(person.number), claim)
            })
            .collect();
        // One person's claims side by side, as they are read.
        rows.sort_unstable_by_key(|(subject, claim)| (claim.index.id.namespace, *subject, claim.index.id));
        self.copy_claims(transaction, &rows).await
    }

    async fn copy_claims(
        &self,
        transaction: &Transaction<'_>,
        rows: &[(i64, &Prepared)],
    ) -> Result<(), Failure> {
        let place = |subject: i64, claim: &Prepared| -> Parameters {
            let mut row = sql::of_claim(claim.index.id);
            row.push((":subject", subject.into()));
            row
        };
        let with = |mut row: Parameters, name, bytes: &[u8]| {
            row.push((name, bytes.into()));
            row
        };
        let keys: Vec<Parameters> =
            rows.iter().map(|(subject, claim)| with(place(*subject, claim), ":hash", &claim.hash)).collect();
        copy(transaction, "claims.claim_key", CLAIM_KEY, &keys).await?;
        let index = |(subject, claim): &(i64, &Prepared)| {
            let mut row = sql::indexed(&claim.index);
            row.extend([(":subject", (*subject).into()), (":updated", self.load.stamp.0.into())]);
            row
        };
        copy(transaction, "claims.claim", CLAIM, &rows.iter().map(index).collect::<Vec<_>>()).await?;
        let bodies: Vec<Parameters> = rows
            .iter()
            .map(|(subject, claim)| with(place(*subject, claim), ":record", &claim.record))
            .collect();
        copy(transaction, "claims.claim_body", CLAIM_BODY, &bodies).await
    }

    /// Subject and hash of the claims that are stored; they stay locked.
    async fn stored_claims(
        &self,
        transaction: &Transaction<'_>,
    ) -> Result<HashMap<ClaimId, (i64, Vec<u8>)>, Failure> {
        let ids = self.claims.iter().map(|claim| claim.index.id);
        let (namespaces, numbers) = ids.map(|id| (i64::from(id.namespace.number()), id.number)).unzip();
        let parameters =
            [(":namespaces", Argument::Integers(namespaces)), (":numbers", Argument::Integers(numbers))];
        let found = STORED_CLAIMS
            .rows(transaction, &parameters, |row| {
                let PersonId { namespace, number } = rows::person_id(row)?;
                Ok((ClaimId { namespace, number }, (row.number(2)?, row.bytes(3)?)))
            })
            .await?;
        Ok(found.into_iter().collect())
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

async fn survivors(
    transaction: &Transaction<'_>,
    people: impl Iterator<Item = PersonId>,
) -> Result<HashMap<PersonId, i64>, Failure> {
    let mut people: Vec<PersonId> = people.collect();
    people.sort_unstable();
    people.dedup();
    let read = |row: &dyn Cells| Ok((rows::person_id(row)?, row.number(2)?));
    Ok(SURVIVORS.rows(transaction, &of_people(&people), read).await?.into_iter().collect())
}

fn of_stored_claims(claims: &[(ClaimId, i64)]) -> Vec<Named> {
    let namespaces = claims.iter().map(|(id, _)| i64::from(id.namespace.number())).collect();
    let numbers = claims.iter().map(|(id, _)| id.number).collect();
    let subjects = claims.iter().map(|(_, subject)| *subject).collect();
    vec![
        (":namespaces", Argument::Integers(namespaces)),
        (":subjects", Argument::Integers(subjects)),
        (":numbers", Argument::Integers(numbers)),
    ]
}
