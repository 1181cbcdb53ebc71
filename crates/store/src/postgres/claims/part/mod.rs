//! Storing a part: what is there already is asked for in bulk, what changed is replaced by binary COPY.

mod claims;
mod people;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use async_trait::async_trait;

use super::{BY_KEY, statement};
use crate::claims::{Load, Part, PartOutcome, PersonDelivery, ReferenceKey, sql};
use crate::postgres::failure::Failure;
use crate::postgres::pool::Work;
use crate::postgres::statement::{Argument, Statement, named};
use crate::postgres::wire::Transaction;
use claims::Prepared;
pub(super) use people::lock as lock_people;

static CLAIM_PART: LazyLock<Statement> = LazyLock::new(|| statement(sql::CLAIM_PART));
static KEEP_REFERENCES: LazyLock<Statement> = LazyLock::new(|| {
    statement(
        "INSERT INTO main.reference_row (view, key, record) SELECT * FROM unnest(:views, :keys, :records) \
         ON CONFLICT (view, key) DO UPDATE SET record = excluded.record",
    )
});

/// Stores one part. What costs only time is done once, before the transaction.
pub(super) struct WritePart<'a> {
    load: &'a Load,
    number: u32,
    references: BTreeMap<ReferenceKey, Vec<u8>>,
    people: Vec<PersonDelivery>,
    claims: Vec<Prepared>,
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
        transaction.batch_execute(BY_KEY).await?;
        if !self.people.is_empty() {
            people::lock(transaction).await?;
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
}
