//! Grants after they were given.

use bluestem_model::id::PersonId;
use bluestem_store::StoreError;
use bluestem_store::audit::{AuditEvent, EventKind, Outcome};
use bluestem_store::platform::{EndReason, Grant};

use crate::Auth;

impl Auth {
    /// The person's grants that have not ended, the latest consent first; some may have expired.
    pub async fn grants_of(&self, person: PersonId) -> Result<Vec<Grant>, StoreError> {
        self.platform.grants_of(person).await
    }

    /// Ends a grant: every token of it is void when this returns. False when there is none or it had ended.
    pub async fn end_grant(&self, grant: &Grant, reason: EndReason) -> Result<bool, StoreError> {
        let now = self.now();
        let ended = self.platform.end_grant(grant.id, reason, now).await?;
        if ended {
            let event = AuditEvent {
                client_id: Some(grant.client_id.clone()),
                person: Some(grant.person),
                grant: Some(grant.id),
                ..AuditEvent::new(now, EventKind::GrantEnd, Outcome::Success)
            };
            self.recorder.append(event).await?;
        }
        Ok(ended)
    }
}
