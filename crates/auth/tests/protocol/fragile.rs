//! An audit plane that fails when it is told to.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use bluestem_store::StoreError;
use bluestem_store::audit::{Audit, AuditEvent, AuditQuery, StoredEvent};

pub(crate) struct Fragile {
    pub(crate) audit: Arc<dyn Audit>,
    pub(crate) refuses: AtomicBool,
}

#[async_trait]
impl Audit for Fragile {
    async fn append(&self, events: Vec<AuditEvent>) -> Result<(), StoreError> {
        if self.refuses.load(Ordering::SeqCst) {
            return Err(StoreError::Damaged("told to fail".to_owned()));
        }
        self.audit.append(events).await
    }

    async fn query(&self, query: &AuditQuery) -> Result<Vec<StoredEvent>, StoreError> {
        self.audit.query(query).await
    }

    async fn probe(&self) -> Result<(), StoreError> {
        self.audit.probe().await
    }
}
