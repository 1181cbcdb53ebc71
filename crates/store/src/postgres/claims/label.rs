//! Labels of claims that are stored already.

use std::sync::LazyLock;

use async_trait::async_trait;
use bluestem_model::id::ClaimId;

use super::super::failure::Failure;
use super::super::pool::Work;
use super::super::statement::{Argument, Statement, named};
use super::super::wire::{Client, Transaction};
use super::{BY_KEY, statement};
use crate::claims::{LabelledClaim, Load, NewLabels, label, sql};

static CLAIM_PART: LazyLock<Statement> = LazyLock::new(|| statement(sql::CLAIM_PART));
// Claim by claim in the order of their keys: `OFFSET 0` keeps the planner from joining, and so reading, all records
// for a page of them, which it takes for cheap where partitions are many.
static LABELLED: LazyLock<Statement> = LazyLock::new(|| {
    let of_key = "i.namespace = k.namespace AND i.subject = k.subject AND i.number = k.number OFFSET 0";
    let from = format!(
        "main.claim_key AS k CROSS JOIN LATERAL (SELECT * FROM main.claim AS i WHERE {of_key}) AS c \
         CROSS JOIN LATERAL (SELECT i.record FROM main.claim_body AS i WHERE {of_key}) AS b"
    );
    statement(&label::page("k", &from))
});
// A claim whose labels are the same keeps its time of change.
static SET_LABELS: LazyLock<Statement> = LazyLock::new(|| {
    statement(
        "UPDATE main.claim AS c SET updated = CASE WHEN c.labels = n.labels THEN c.updated ELSE :stamp END, \
         labels = n.labels, label_list = n.list \
         FROM unnest(:namespaces, :numbers, :labels, :lists, :seen) \
         AS n (namespace, number, labels, list, seen) \
         JOIN main.claim_key AS k ON k.namespace = n.namespace AND k.number = n.number \
         WHERE c.namespace = k.namespace AND c.subject = k.subject AND c.number = k.number \
         AND c.updated = n.seen",
    )
});

pub(super) async fn labelled(
    client: &Client,
    after: Option<ClaimId>,
    count: u32,
) -> Result<Vec<LabelledClaim>, Failure> {
    LABELLED.rows(client, &named(label::of_page(after, count)), label::labelled).await
}

/// Stores new labels as one part of a load.
pub(super) struct WriteLabels<'a> {
    pub(super) load: &'a Load,
    pub(super) part: u32,
    pub(super) labels: &'a [NewLabels],
}

#[async_trait]
impl Work for WriteLabels<'_> {
    type Done = u64;

    const BULK: bool = true;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<u64, Failure> {
        transaction.batch_execute(BY_KEY).await?;
        let part = named(sql::of_part(self.load.id, self.part));
        if CLAIM_PART.execute(transaction, &part).await? == 0 {
            return Ok(0);
        }
        let all = |read: fn(&NewLabels) -> i64| Argument::Integers(self.labels.iter().map(read).collect());
        let mut parameters = vec![
            (":namespaces", all(|new| i64::from(new.id.namespace.number()))),
            (":numbers", all(|new| new.id.number)),
            (":labels", all(|new| i64::from(new.labels.bits()))),
            (":lists", all(|new| i64::from(new.label_list))),
            (":seen", all(|new| new.seen.0)),
        ];
        parameters.extend(named(vec![(":stamp", self.load.stamp.into())]));
        SET_LABELS.execute(transaction, &parameters).await
    }
}
