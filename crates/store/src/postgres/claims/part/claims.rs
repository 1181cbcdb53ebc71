//! The claims of a part.

use std::collections::HashMap;
use std::sync::LazyLock;

use bluestem_model::claim::ClaimIndex;
use bluestem_model::id::{ClaimId, PersonId};
use tokio_postgres::types::Type;

use super::super::load::of_people;
use super::super::{divided, statement};
use super::WritePart;
use crate::claims::change::content_hash;
use crate::claims::{ClaimDelivery, PartOutcome, rows, sql};
use crate::postgres::copy::{Columns, copy};
use crate::postgres::failure::Failure;
use crate::postgres::statement::{Argument, Named, Statement};
use crate::postgres::wire::Transaction;
use crate::sql::{Cells, Parameters};

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

/// A claim with its content's hash and its record in stored form.
pub(super) struct Prepared {
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

impl WritePart<'_> {
    pub(super) async fn write_claims(
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
