//! Loads: begin, resume, and what is asked on the way.

use std::sync::LazyLock;

use async_trait::async_trait;
use bluestem_model::column::View;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::time::Timestamp;

use super::super::failure::Failure;
use super::super::pool::Work;
use super::super::statement::{Argument, Named, Statement, named};
use super::super::wire::{Client, Transaction};
use super::statement;
use crate::StoreError;
use crate::claims::sql::{self, quiet_until};
use crate::claims::{Counts, Load, LoadPlan, ReferenceKey, ReferenceRow, rows};

static OPEN_STAMP: LazyLock<Statement> = LazyLock::new(|| statement(sql::OPEN_STAMP));
static BEGIN_LOAD: LazyLock<Statement> = LazyLock::new(|| statement(sql::BEGIN_LOAD));
static LOAD: LazyLock<Statement> = LazyLock::new(|| statement(sql::LOAD));
static LOAD_PARTS: LazyLock<Statement> = LazyLock::new(|| statement(sql::LOAD_PARTS));
static ADD_SOURCE_FILE: LazyLock<Statement> = LazyLock::new(|| statement(sql::ADD_SOURCE_FILE));
static SOURCE_FILE: LazyLock<Statement> = LazyLock::new(|| statement(sql::SOURCE_FILE));
static COUNTS: LazyLock<Statement> = LazyLock::new(|| statement(sql::COUNTS));

// A replica does not know yet what began on the primary since its last replay.
static REPLICA_LAG: LazyLock<Statement> = LazyLock::new(|| {
    statement(
        "SELECT CASE WHEN pg_is_in_recovery() THEN CAST(extract(epoch FROM clock_timestamp() \
         - pg_last_xact_replay_timestamp()) * 1000000 AS bigint) ELSE 0 END",
    )
});

// Key by key, as parts are written: `OFFSET 0` keeps the planner from joining, and so reading, all keys.
static CLAIM_HASHES: LazyLock<Statement> = LazyLock::new(|| {
    statement(
        "SELECT c.namespace, c.number, c.hash FROM unnest(:namespaces, :numbers) AS wanted (namespace, number) \
         CROSS JOIN LATERAL (SELECT * FROM main.claim_key AS k \
         WHERE k.namespace = wanted.namespace AND k.number = wanted.number OFFSET 0) AS c",
    )
});

static REFERENCE: LazyLock<Statement> = LazyLock::new(|| {
    statement(
        "SELECT r.view, r.key, r.record FROM unnest(:views, :keys) AS k (view, key) \
         JOIN main.reference_row AS r ON r.view = k.view AND r.key = k.key ORDER BY r.view, r.key",
    )
});

static KNOWN_PEOPLE: LazyLock<Statement> = LazyLock::new(|| {
    statement(
        "SELECT p.namespace, p.number FROM unnest(:namespaces, :numbers) AS k (namespace, number) \
         JOIN main.person AS p ON p.namespace = k.namespace AND p.number = k.number",
    )
});

pub(super) async fn complete_until(client: &Client, now: Timestamp) -> Result<Timestamp, Failure> {
    // The lag first: what is replayed between the two questions is then counted as missing.
    let lag = REPLICA_LAG.first(client, &[], |row| row.integer(0)).await?;
    let lag = lag.flatten().unwrap_or(now.0).max(0);
    let open = OPEN_STAMP.first(client, &[], |row| row.integer(0)).await?;
    Ok(quiet_until(Timestamp(now.0.saturating_sub(lag)), open.flatten()))
}

/// Starts a load or takes it up.
pub(super) struct Begin<'a> {
    pub(super) plan: &'a LoadPlan,
    pub(super) now: Timestamp,
}

#[async_trait]
impl Work for Begin<'_> {
    type Done = Load;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<Load, Failure> {
        BEGIN_LOAD.execute(transaction, &named(sql::begin(self.plan, self.now))).await?;
        let found = LOAD
            .first(transaction, &named(sql::of_fingerprint(self.plan)), |row| {
                Ok((row.number(0)?, Timestamp(row.number(1)?), row.flag(2)?))
            })
            .await?;
        let lost = || StoreError::Damaged("a load that was just begun is not there".to_owned());
        let (id, stamp, already_done) = found.ok_or_else(lost)?;
        let done = LOAD_PARTS.rows(transaction, &named(sql::of_load(id)), |row| row.number(0)).await?;
        let mut files = Vec::new();
        for file in &self.plan.files {
            ADD_SOURCE_FILE.execute(transaction, &named(sql::source_file(file))).await?;
            let key = named(sql::of_source_file(file));
            files.extend(SOURCE_FILE.first(transaction, &key, |row| row.number::<u32>(0)).await?);
        }
        Ok(Load { id, stamp, already_done, done, files })
    }
}

pub(super) async fn reference(client: &Client, keys: &[ReferenceKey]) -> Result<Vec<ReferenceRow>, Failure> {
    let views = keys.iter().map(|key| i64::from(key.view.number())).collect();
    let texts = keys.iter().map(|key| key.key.clone()).collect();
    let parameters = [(":views", Argument::Integers(views)), (":keys", Argument::Texts(texts))];
    REFERENCE
        .rows(client, &parameters, |row| {
            let view = View::from_number(row.number(0)?);
            let unknown = || StoreError::Damaged("a reference row is of an unknown view".to_owned());
            let key = row.text(1)?.unwrap_or_default();
            let key = ReferenceKey { view: view.ok_or_else(unknown)?, key };
            Ok(ReferenceRow { key, record: row.bytes(2)? })
        })
        .await
}

pub(super) async fn known_people(client: &Client, ids: &[PersonId]) -> Result<Vec<PersonId>, Failure> {
    KNOWN_PEOPLE.rows(client, &of_people(ids), rows::person_id).await
}

pub(super) async fn claim_hashes(
    client: &Client,
    ids: &[ClaimId],
) -> Result<Vec<(ClaimId, Vec<u8>)>, Failure> {
    let namespaces = ids.iter().map(|id| i64::from(id.namespace.number())).collect();
    let numbers = ids.iter().map(|id| id.number).collect();
    let parameters =
        [(":namespaces", Argument::Integers(namespaces)), (":numbers", Argument::Integers(numbers))];
    CLAIM_HASHES
        .rows(client, &parameters, |row| {
            let id = ClaimId { namespace: rows::namespace(row.number(0)?)?, number: row.number(1)? };
            Ok((id, row.bytes(2)?))
        })
        .await
}

/// The parameters of a statement about many people.
pub(super) fn of_people(ids: &[PersonId]) -> Vec<Named> {
    let namespaces = ids.iter().map(|id| i64::from(id.namespace.number())).collect();
    let numbers = ids.iter().map(|id| id.number).collect();
    vec![(":namespaces", Argument::Integers(namespaces)), (":numbers", Argument::Integers(numbers))]
}

pub(super) async fn counts(client: &Client) -> Result<Counts, Failure> {
    let found = COUNTS
        .first(client, &[], |row| Ok(Counts { people: row.number(0)?, claims: row.number(1)? }))
        .await?;
    Ok(found.unwrap_or_default())
}
