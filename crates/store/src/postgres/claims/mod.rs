//! The claims plane in PostgreSQL.
//!
//! Claims are divided by the hash of the surviving person, so that one person's claims are in one partition (or,
//! on a distributed database, on one node); [`schema.sql`](schema.sql) says what stands where.

mod files;
mod holders;
mod label;
mod load;
mod matching;
mod mbi_hash;
mod part;
mod people;
mod read;
mod relink;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use async_trait::async_trait;
use bluestem_model::access::Access;
use bluestem_model::claim::StoredClaim;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::matching::{Candidate, MatchKey};
use bluestem_model::person::PersonFile;
use bluestem_model::query::{ClaimPage, ClaimQuery};
use bluestem_model::time::Timestamp;

use super::pool::Pool;
use super::statement::Statement;
use crate::StoreError;
use crate::claims::{
    Claims, ClaimsLoader, Counts, Holder, LabelledClaim, Load, LoadPlan, NewLabels, Part, PartOutcome,
    ReferenceKey, ReferenceRow,
};
use crate::migration::{Migration, Schema};

/// Its schema.
pub(super) const SCHEMA: Schema = Schema {
    plane: "claims",
    baseline: 4,
    migrations: &[
        Migration { name: "claims", sql: include_str!("schema.sql") },
        Migration { name: "claim counts", sql: include_str!("counts.sql") },
        Migration { name: "matching", sql: include_str!("matching.sql") },
        Migration { name: "identifier hashes", sql: include_str!("mbi_hash.sql") },
        Migration { name: "people due", sql: include_str!("person_due.sql") },
    ],
};

pub(super) use matching::{MATCH_KEYS, make_match_keys, match_keys_are_current};

/// Said first in a transaction about many claims: every key is looked up where it lies. Of a divided table the planner
/// does not foresee that a key opens one division alone, and would rather read all of them whole.
const BY_KEY: &str = "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";

fn statement(shared: &str) -> Statement {
    Statement::new(SCHEMA.plane, shared)
}

/// A statement about claims, which are divided by person.
fn divided(shared: &str) -> Statement {
    Statement::planned_anew(SCHEMA.plane, shared)
}

/// The claims plane in one PostgreSQL database.
pub struct PostgresClaims {
    writer: Pool,
    reader: Pool,
}

impl PostgresClaims {
    pub(super) fn new(writer: &Pool, reader: &Pool) -> Self {
        Self { writer: writer.of(SCHEMA.plane), reader: reader.of(SCHEMA.plane) }
    }
}

#[async_trait]
impl Claims for PostgresClaims {
    async fn person(&self, access: &Access, id: PersonId) -> Result<Option<PersonFile>, StoreError> {
        self.reader.get("person").await?.run(|client| people::person(client, access, id)).await
    }

    async fn people_by_mbi(&self, access: &Access, mbi: &str) -> Result<Vec<PersonFile>, StoreError> {
        self.reader.get("people_by_mbi").await?.run(|client| people::people_by_mbi(client, access, mbi)).await
    }

    async fn people_by_mbi_hash(&self, access: &Access, hash: &str) -> Result<Vec<PersonFile>, StoreError> {
        self.reader
            .get("people_by_mbi_hash")
            .await?
            .run(|client| mbi_hash::people(client, access, hash))
            .await
    }

    async fn people_by_keys(&self, access: &Access, keys: &[MatchKey]) -> Result<Vec<Candidate>, StoreError> {
        self.reader
            .get("people_by_keys")
            .await?
            .run(|client| matching::people_by_keys(client, access, keys))
            .await
    }

    async fn claim(&self, access: &Access, id: ClaimId) -> Result<Option<StoredClaim>, StoreError> {
        self.reader.get("claim").await?.run(|client| read::claim(client, access, id)).await
    }

    async fn claims(&self, access: &Access, query: &ClaimQuery) -> Result<ClaimPage, StoreError> {
        self.reader.get("claims").await?.run(|client| read::claims(client, access, query)).await
    }

    async fn source_files(
        &self,
        access: &Access,
        files: &[u32],
    ) -> Result<BTreeMap<u32, String>, StoreError> {
        self.reader.get("source_files").await?.run(|client| files::paths(client, access, files)).await
    }

    async fn complete_until(&self, now: Timestamp) -> Result<Timestamp, StoreError> {
        self.reader.get("complete_until").await?.run(|client| load::complete_until(client, now)).await
    }

    async fn probe(&self) -> Result<(), StoreError> {
        self.reader.probe().await
    }
}

#[async_trait]
impl ClaimsLoader for PostgresClaims {
    async fn begin_load(&self, plan: &LoadPlan, now: Timestamp) -> Result<Load, StoreError> {
        self.writer.write("begin_load", &load::Begin { plan, now }).await
    }

    async fn reference(&self, keys: &[ReferenceKey]) -> Result<Vec<ReferenceRow>, StoreError> {
        self.writer.get("reference").await?.run(|client| load::reference(client, keys)).await
    }

    async fn known_people(&self, ids: &[PersonId]) -> Result<Vec<PersonId>, StoreError> {
        self.writer.get("known_people").await?.run(|client| load::known_people(client, ids)).await
    }

    async fn claim_hashes(&self, ids: &[ClaimId]) -> Result<Vec<(ClaimId, Vec<u8>)>, StoreError> {
        self.writer.get("claim_hashes").await?.run(|client| load::claim_hashes(client, ids)).await
    }

    async fn knows_load(&self, fingerprint: &[u8; 32]) -> Result<bool, StoreError> {
        self.writer.get("knows_load").await?.run(|client| mbi_hash::knows_load(client, fingerprint)).await
    }

    async fn holds_any(
        &self,
        people: RangeInclusive<PersonId>,
        claims: &[RangeInclusive<ClaimId>],
    ) -> Result<bool, StoreError> {
        self.writer.get("holds_any").await?.run(|client| mbi_hash::holds_any(client, &people, claims)).await
    }

    async fn unhashed(&self, key: &str, after: &str, count: u32) -> Result<Vec<String>, StoreError> {
        self.writer.get("unhashed").await?.run(|client| mbi_hash::unhashed(client, key, after, count)).await
    }

    async fn write_hashes(&self, key: &str, hashes: Vec<(String, String)>) -> Result<(), StoreError> {
        self.writer.get("write_hashes").await?.run(|client| mbi_hash::keep(client, key, &hashes)).await
    }

    async fn holders(&self, mbis: &[String]) -> Result<Vec<Holder>, StoreError> {
        self.writer.get("holders").await?.run(|client| holders::holders(client, mbis)).await
    }

    async fn write_part(&self, load: &Load, part: Part) -> Result<PartOutcome, StoreError> {
        self.writer.write("write_part", &part::WritePart::new(load, part)).await
    }

    async fn labelled(&self, after: Option<ClaimId>, count: u32) -> Result<Vec<LabelledClaim>, StoreError> {
        self.writer.get("labelled").await?.run(|client| label::labelled(client, after, count)).await
    }

    async fn write_labels(&self, load: &Load, part: u32, labels: &[NewLabels]) -> Result<u64, StoreError> {
        self.writer.write("write_labels", &label::WriteLabels { load, part, labels }).await
    }

    async fn finish_load(&self, load: &Load) -> Result<(), StoreError> {
        self.writer.write("finish_load", &relink::Finish(load)).await
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        self.writer.get("counts").await?.run(load::counts).await
    }
}
