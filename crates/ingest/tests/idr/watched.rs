//! A store that is watched, and that can die in the middle of a load.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use bluestem_model::claim::ClaimIndex;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::time::Timestamp;
use bluestem_store::StoreError;
use bluestem_store::claims::{
    ClaimsLoader, Counts, Holder, LabelledClaim, Load, LoadPlan, NewLabels, Part, PartOutcome, ReferenceKey,
    ReferenceRow,
};

/// Passes everything on to a store.
pub(crate) struct Watched<'s> {
    store: &'s dyn ClaimsLoader,
    /// The part that is not stored any more; the number behind the last part is the end of the load.
    dies_at: Option<u32>,
    parts: AtomicU32,
    claims: Mutex<BTreeMap<i64, ClaimIndex>>,
}

impl<'s> Watched<'s> {
    pub(crate) fn new(store: &'s dyn ClaimsLoader) -> Self {
        Self { store, dies_at: None, parts: AtomicU32::new(0), claims: Mutex::default() }
    }

    pub(crate) fn dying(store: &'s dyn ClaimsLoader, at: u32) -> Self {
        Self { dies_at: Some(at), ..Self::new(store) }
    }

    /// Parts of the load.
    pub(crate) fn parts(&self) -> u32 {
        self.parts.load(Ordering::SeqCst)
    }

    /// Claims that were stored, by number.
    pub(crate) fn claims(&self) -> BTreeMap<i64, ClaimIndex> {
        self.claims.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn live(&self, part: u32) -> Result<(), StoreError> {
        if self.dies_at == Some(part) {
            return Err(StoreError::Backend("the plug was pulled".to_owned()));
        }
        Ok(())
    }
}

#[async_trait]
impl ClaimsLoader for Watched<'_> {
    async fn begin_load(&self, plan: &LoadPlan, now: Timestamp) -> Result<Load, StoreError> {
        self.parts.store(plan.parts, Ordering::SeqCst);
        self.store.begin_load(plan, now).await
    }

    async fn reference(&self, keys: &[ReferenceKey]) -> Result<Vec<ReferenceRow>, StoreError> {
        self.store.reference(keys).await
    }

    async fn known_people(&self, ids: &[PersonId]) -> Result<Vec<PersonId>, StoreError> {
        self.store.known_people(ids).await
    }

    async fn claim_hashes(&self, ids: &[ClaimId]) -> Result<Vec<(ClaimId, Vec<u8>)>, StoreError> {
        self.store.claim_hashes(ids).await
    }

    async fn knows_load(&self, fingerprint: &[u8; 32]) -> Result<bool, StoreError> {
        self.store.knows_load(fingerprint).await
    }

    async fn holds_any(
        &self,
        people: RangeInclusive<PersonId>,
        claims: &[RangeInclusive<ClaimId>],
    ) -> Result<bool, StoreError> {
        self.store.holds_any(people, claims).await
    }

    async fn unhashed(&self, key: &str, after: &str, count: u32) -> Result<Vec<String>, StoreError> {
        self.store.unhashed(key, after, count).await
    }

    async fn write_hashes(&self, key: &str, hashes: Vec<(String, String)>) -> Result<(), StoreError> {
        self.store.write_hashes(key, hashes).await
    }

    async fn holders(&self, mbis: &[String]) -> Result<Vec<Holder>, StoreError> {
        self.store.holders(mbis).await
    }

    async fn write_part(&self, load: &Load, part: Part) -> Result<PartOutcome, StoreError> {
        self.live(part.number)?;
        let indexes = part.claims.iter().map(|claim| (claim.index.id.number, claim.index.clone()));
        self.claims.lock().unwrap_or_else(PoisonError::into_inner).extend(indexes);
        self.store.write_part(load, part).await
    }

    async fn labelled(&self, after: Option<ClaimId>, count: u32) -> Result<Vec<LabelledClaim>, StoreError> {
        self.store.labelled(after, count).await
    }

    async fn write_labels(&self, load: &Load, part: u32, labels: &[NewLabels]) -> Result<u64, StoreError> {
        self.store.write_labels(load, part, labels).await
    }

    async fn finish_load(&self, load: &Load) -> Result<(), StoreError> {
        self.live(self.parts())?;
        self.store.finish_load(load).await
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        self.store.counts().await
    }
}
