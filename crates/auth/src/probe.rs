//! Whether the planes that only this crate knows answer.

use bluestem_store::StoreError;

use crate::Auth;

impl Auth {
    /// Whether the platform plane answers.
    pub async fn probe_platform(&self) -> Result<(), StoreError> {
        self.platform.probe().await
    }

    /// Whether the audit plane answers.
    pub async fn probe_audit(&self) -> Result<(), StoreError> {
        self.recorder.probe().await
    }
}
