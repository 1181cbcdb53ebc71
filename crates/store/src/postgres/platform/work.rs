//! The writes of more than one statement.

use async_trait::async_trait;
use bluestem_model::time::Timestamp;

use super::on;
use crate::platform::use_case::{approvals, failures, grants, keys, tokens};
use crate::platform::{
    Consent, EndReason, Entrusted, Exchange, Exchanged, Failures, Grant, Hash, Revoked, Rotated, Rotation,
    SigningKey,
};
use crate::postgres::failure::Failure;
use crate::postgres::pool::Work;
use crate::postgres::wire::Transaction;

#[async_trait]
impl Work for Consent {
    type Done = Option<Grant>;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<Option<Grant>, Failure> {
        approvals::consent(&on(transaction), self).await
    }
}

#[async_trait]
impl Work for Exchange {
    type Done = Exchanged;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<Exchanged, Failure> {
        tokens::exchange(&on(transaction), self).await
    }
}

#[async_trait]
impl Work for Entrusted {
    type Done = Grant;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<Grant, Failure> {
        tokens::entrust(&on(transaction), self).await
    }
}

#[async_trait]
impl Work for Rotation {
    type Done = Rotated;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<Rotated, Failure> {
        tokens::rotate(&on(transaction), self).await
    }
}

/// Revokes a token.
pub(super) struct Revoke<'a> {
    pub(super) hash: &'a Hash,
    pub(super) client_id: &'a str,
    pub(super) now: Timestamp,
}

#[async_trait]
impl Work for Revoke<'_> {
    type Done = Revoked;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<Revoked, Failure> {
        tokens::revoke(&on(transaction), self.hash, self.client_id, self.now).await
    }
}

/// Ends a grant.
pub(super) struct End {
    pub(super) grant: i64,
    pub(super) reason: EndReason,
    pub(super) now: Timestamp,
}

#[async_trait]
impl Work for End {
    type Done = bool;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<bool, Failure> {
        grants::end(&on(transaction), self.grant, self.reason, self.now).await
    }
}

/// Puts a signing key in the place of the one in use.
pub(super) struct RotateKey<'a>(pub(super) &'a SigningKey);

#[async_trait]
impl Work for RotateKey<'_> {
    type Done = bool;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<bool, Failure> {
        keys::rotate(&on(transaction), self.0).await
    }
}

/// Counts a failed attempt.
pub(super) struct CountFailure<'a> {
    pub(super) places: &'a [u32],
    pub(super) until: Timestamp,
    pub(super) now: Timestamp,
}

#[async_trait]
impl Work for CountFailure<'_> {
    type Done = Vec<Failures>;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<Vec<Failures>, Failure> {
        failures::count(&on(transaction), self.places, self.until, self.now).await
    }
}

/// Takes back an attempt that was counted and turned out well.
pub(super) struct TakeBackFailure<'a> {
    pub(super) back: &'a [u32],
    pub(super) forgotten: &'a [u32],
}

#[async_trait]
impl Work for TakeBackFailure<'_> {
    type Done = ();

    async fn run(&self, transaction: &Transaction<'_>) -> Result<(), Failure> {
        failures::take_back(&on(transaction), self.back, self.forgotten).await
    }
}

/// Forgets what is void. Workers that do so may meet each other and what is revoked meanwhile: hence in a transaction,
/// which is run again.
pub(super) struct Purge {
    pub(super) now: Timestamp,
    pub(super) replays_before: Timestamp,
}

#[async_trait]
impl Work for Purge {
    type Done = u64;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<u64, Failure> {
        tokens::purge(&on(transaction), self.now, self.replays_before).await
    }
}
