//! The claims plane in SQLite.

mod files;
mod label;
mod load;
mod matching;
mod mbi_hash;
mod people;
mod read;
mod relink;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use bluestem_model::access::Access;
use bluestem_model::claim::StoredClaim;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::matching::{Candidate, MatchKey};
use bluestem_model::person::PersonFile;
use bluestem_model::query::{ClaimPage, ClaimQuery};
use bluestem_model::time::Timestamp;

use super::sqlite::{Database, Durability};
use crate::StoreError;
use crate::claims::{
    Claims, ClaimsLoader, Counts, Holder, LabelledClaim, Load, LoadPlan, NewLabels, Part, PartOutcome,
    ReferenceKey, ReferenceRow,
};
use crate::migration::{Migration, Schema};

const MIGRATIONS: &[Migration] = &[
    Migration { name: "claims", sql: include_str!("schema.sql") },
    Migration { name: "claim counts", sql: include_str!("counts.sql") },
    Migration { name: "merged people", sql: include_str!("merged.sql") },
    Migration { name: "matching", sql: include_str!("matching.sql") },
    Migration { name: "identifier hashes", sql: include_str!("mbi_hash.sql") },
    Migration { name: "people due", sql: include_str!("person_due.sql") },
];

/// Its schema.
pub(super) const SCHEMA: Schema = Schema { plane: "claims", migrations: MIGRATIONS, baseline: 5 };

/// The claims plane in one SQLite file.
pub struct EmbeddedClaims {
    database: Database,
}

impl EmbeddedClaims {
    /// Opens or makes the file at `path`.
    pub fn open(path: &Path) -> Result<Arc<Self>, StoreError> {
        let database = Database::open(path, &SCHEMA, Durability::Normal)?;
        matching::bring_up_to_date(path)?;
        Ok(Arc::new(Self { database }))
    }
}

#[async_trait]
impl Claims for EmbeddedClaims {
    async fn person(&self, access: &Access, id: PersonId) -> Result<Option<PersonFile>, StoreError> {
        self.database.read("person", |connection| people::person(connection, access, id))
    }

    async fn people_by_mbi(&self, access: &Access, mbi: &str) -> Result<Vec<PersonFile>, StoreError> {
        self.database.read("people_by_mbi", |connection| people::people_by_mbi(connection, access, mbi))
    }

    async fn people_by_mbi_hash(&self, access: &Access, hash: &str) -> Result<Vec<PersonFile>, StoreError> {
        self.database.read("people_by_mbi_hash", |connection| mbi_hash::people(connection, access, hash))
    }

    async fn people_by_keys(&self, access: &Access, keys: &[MatchKey]) -> Result<Vec<Candidate>, StoreError> {
        self.database.read("people_by_keys", |connection| matching::people_by_keys(connection, access, keys))
    }

    async fn claim(&self, access: &Access, id: ClaimId) -> Result<Option<StoredClaim>, StoreError> {
        self.database.read("claim", |connection| read::claim(connection, access, id))
    }

    async fn claims(&self, access: &Access, query: &ClaimQuery) -> Result<ClaimPage, StoreError> {
        self.database.read("claims", |connection| read::claims(connection, access, query))
    }

    async fn source_files(
        &self,
        access: &Access,
        files: &[u32],
    ) -> Result<BTreeMap<u32, String>, StoreError> {
        self.database.read("source_files", |connection| files::paths(connection, access, files))
    }

    async fn complete_until(&self, now: Timestamp) -> Result<Timestamp, StoreError> {
        self.database.read("complete_until", |connection| load::complete_until(connection, now))
    }

    async fn probe(&self) -> Result<(), StoreError> {
        self.database.probe()
    }
}

#[async_trait]
impl ClaimsLoader for EmbeddedClaims {
    async fn begin_load(&self, plan: &LoadPlan, now: Timestamp) -> Result<Load, StoreError> {
        let plan = plan.clone();
        self.database.write("begin_load", move |connection| load::begin(connection, &plan, now)).await
    }

    async fn reference(&self, keys: &[ReferenceKey]) -> Result<Vec<ReferenceRow>, StoreError> {
        self.database.read("reference", |connection| load::reference(connection, keys))
    }

    async fn known_people(&self, ids: &[PersonId]) -> Result<Vec<PersonId>, StoreError> {
        self.database.read("known_people", |connection| load::known_people(connection, ids))
    }

    async fn claim_hashes(&self, ids: &[ClaimId]) -> Result<Vec<(ClaimId, Vec<u8>)>, StoreError> {
        self.database.read("claim_hashes", |connection| load::claim_hashes(connection, ids))
    }

    async fn knows_load(&self, fingerprint: &[u8; 32]) -> Result<bool, StoreError> {
        self.database.read("knows_load", |connection| mbi_hash::knows_load(connection, fingerprint))
    }

    async fn holds_any(
        &self,
        people: RangeInclusive<PersonId>,
        claims: &[RangeInclusive<ClaimId>],
    ) -> Result<bool, StoreError> {
        self.database.read("holds_any", |connection| mbi_hash::holds_any(connection, &people, claims))
    }

    async fn unhashed(&self, key: &str, after: &str, count: u32) -> Result<Vec<String>, StoreError> {
        self.database.read("unhashed", |connection| mbi_hash::unhashed(connection, key, after, count))
    }

    async fn write_hashes(&self, key: &str, hashes: Vec<(String, String)>) -> Result<(), StoreError> {
        let key = key.to_owned();
        self.database.write("write_hashes", move |connection| mbi_hash::keep(connection, &key, &hashes)).await
    }

    async fn holders(&self, mbis: &[String]) -> Result<Vec<Holder>, StoreError> {
        self.database.read("holders", |connection| load::holders(connection, mbis))
    }

    async fn write_part(&self, load: &Load, part: Part) -> Result<PartOutcome, StoreError> {
        let load = load.clone();
        self.database.write("write_part", move |connection| load::write_part(connection, &load, part)).await
    }

    async fn labelled(&self, after: Option<ClaimId>, count: u32) -> Result<Vec<LabelledClaim>, StoreError> {
        self.database.read("labelled", |connection| label::labelled(connection, after, count))
    }

    async fn write_labels(&self, load: &Load, part: u32, labels: &[NewLabels]) -> Result<u64, StoreError> {
        let (load, labels) = (load.clone(), labels.to_vec());
        self.database
            .write("write_labels", move |connection| label::write(connection, &load, part, &labels))
            .await
    }

    async fn finish_load(&self, load: &Load) -> Result<(), StoreError> {
        let load = load.clone();
        self.database.write("finish_load", move |connection| relink::finish(connection, &load)).await?;
        self.database.checkpoint().await;
        Ok(())
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        self.database.read("counts", load::counts)
    }
}
