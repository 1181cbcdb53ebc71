//! The audit plane: what happened, append-only.

mod event;
pub(crate) mod sql;

pub use event::{AuditEvent, AuditQuery, EventKind, Outcome, Party, Purpose, StoredEvent};

use async_trait::async_trait;

use crate::StoreError;

/// The audit plane.
#[async_trait]
pub trait Audit: Send + Sync {
    /// Appends events in this order; they are durable when it returns.
    async fn append(&self, events: Vec<AuditEvent>) -> Result<(), StoreError>;

    /// Events that match, the latest first.
    async fn query(&self, query: &AuditQuery) -> Result<Vec<StoredEvent>, StoreError>;

    /// Whether the plane answers: asks it something cheap.
    async fn probe(&self) -> Result<(), StoreError>;
}
