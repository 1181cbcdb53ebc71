//! The claims plane.

pub(crate) mod change;
pub(crate) mod label;
mod load;
pub(crate) mod matching;
pub(crate) mod mbi_hash;
pub(crate) mod page;
pub(crate) mod reach;
pub(crate) mod rows;
pub(crate) mod sql;

pub use change::content_hash;
pub use label::{LabelledClaim, NewLabels};
pub use load::*;

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

use crate::StoreError;

/// Reads. Each takes the access of the one who asks and returns nothing beyond it: what is denied is absent.
#[async_trait]
pub trait Claims: Send + Sync {
    /// The person with this key. None when absent, hidden (one identifier shared by several people, no current
    /// version) or beyond `access`.
    async fn person(&self, access: &Access, id: PersonId) -> Result<Option<PersonFile>, StoreError>;

    /// Everybody who has or had this Medicare Beneficiary Identifier, as surviving people. More than one person
    /// only where the source itself is ambiguous and does not hide them.
    async fn people_by_mbi(&self, access: &Access, mbi: &str) -> Result<Vec<PersonFile>, StoreError>;

    /// Everybody whom one of these keys finds, as surviving people with a current version, those behind a shared
    /// identifier included: whether it is exactly one of them is for
    /// [`verdict`](bluestem_model::matching::verdict) to say. Nobody unless `access` reaches everybody and may
    /// search people.
    async fn people_by_keys(&self, access: &Access, keys: &[MatchKey]) -> Result<Vec<Candidate>, StoreError>;

    /// As [`Claims::people_by_mbi`], by the hash of the identifier in hexadecimal digits: finds those who were loaded
    /// while hashes were configured ([`ClaimsLoader::write_hashes`]).
    async fn people_by_mbi_hash(&self, access: &Access, hash: &str) -> Result<Vec<PersonFile>, StoreError>;

    /// The claim with this id. None when absent, superseded, withheld or beyond `access`.
    async fn claim(&self, access: &Access, id: ClaimId) -> Result<Option<StoredClaim>, StoreError>;

    /// One page of claims in ascending order of their ids, and how many there are in all.
    async fn claims(&self, access: &Access, query: &ClaimQuery) -> Result<ClaimPage, StoreError>;

    /// The paths of these source files (numbers as records name them), by number. For claims that `access` reads:
    /// without the right to read claims there are none.
    async fn source_files(&self, access: &Access, files: &[u32])
    -> Result<BTreeMap<u32, String>, StoreError>;

    /// A moment such that nothing committed from now on carries an earlier or equal time of change: safe as the
    /// next `_lastUpdated=gt...`. While a load is open this is just before its stamp.
    async fn complete_until(&self, now: Timestamp) -> Result<Timestamp, StoreError>;

    /// Whether the plane answers: asks it something cheap.
    async fn probe(&self) -> Result<(), StoreError>;
}

/// Writes. A load is a sequence of parts; each part is stored whole or not at all, and a load that died is
/// taken up again with the parts that are already done.
#[async_trait]
pub trait ClaimsLoader: Send + Sync {
    /// Starts a load or takes up the unfinished one with the same fingerprint.
    async fn begin_load(&self, plan: &LoadPlan, now: Timestamp) -> Result<Load, StoreError>;

    /// The reference rows (providers, plans) stored under these keys, those that exist.
    async fn reference(&self, keys: &[ReferenceKey]) -> Result<Vec<ReferenceRow>, StoreError>;

    /// Which of these people are stored, by their own keys.
    async fn known_people(&self, ids: &[PersonId]) -> Result<Vec<PersonId>, StoreError>;

    /// The hashes of content ([`content_hash`]) of these claims, of those that are stored.
    async fn claim_hashes(&self, ids: &[ClaimId]) -> Result<Vec<(ClaimId, Vec<u8>)>, StoreError>;

    /// Whether a load of the delivery with this fingerprint was begun, be it done or not.
    async fn knows_load(&self, fingerprint: &[u8; 32]) -> Result<bool, StoreError>;

    /// Whether any person of `people` or any claim of `claims`, ranges of ids of one namespace, is stored.
    async fn holds_any(
        &self,
        people: RangeInclusive<PersonId>,
        claims: &[RangeInclusive<ClaimId>],
    ) -> Result<bool, StoreError>;

    /// At most `count` identifiers behind `after` that have no hash under `key`, the name of pepper and iterations.
    async fn unhashed(&self, key: &str, after: &str, count: u32) -> Result<Vec<String>, StoreError>;

    /// Keeps the hashes of identifiers: identifier and hash in hexadecimal digits.
    async fn write_hashes(&self, key: &str, hashes: Vec<(String, String)>) -> Result<(), StoreError>;

    /// Who has or had these Medicare Beneficiary Identifiers.
    async fn holders(&self, mbis: &[String]) -> Result<Vec<Holder>, StoreError>;

    /// Stores one part. People are merged row by row with what is stored, claims are replaced whole; a person
    /// or claim whose content is the same as before keeps its time of change.
    async fn write_part(&self, load: &Load, part: Part) -> Result<PartOutcome, StoreError>;

    /// At most `count` claims behind `after` in the order of their ids, superseded and hidden ones included.
    async fn labelled(&self, after: Option<ClaimId>, count: u32) -> Result<Vec<LabelledClaim>, StoreError>;

    /// Stores new labels as one part of a load; how many claims took them. A claim that changed since is left as
    /// it is.
    async fn write_labels(&self, load: &Load, part: u32, labels: &[NewLabels]) -> Result<u64, StoreError>;

    /// Ends a load: claims follow merged people, people behind a shared identifier are hidden.
    async fn finish_load(&self, load: &Load) -> Result<(), StoreError>;

    /// What is stored, in numbers.
    async fn counts(&self) -> Result<Counts, StoreError>;
}
