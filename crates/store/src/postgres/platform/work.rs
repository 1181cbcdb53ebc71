//! The writes of more than one statement, and those that change what tokens open.

use async_trait::async_trait;
use bluestem_model::time::Timestamp;

use super::on;
use crate::platform::use_case::{approvals, apps, grants, keys, tokens};
use crate::platform::{
    Consent, EndReason, Entrusted, Exchange, Exchanged, Grant, Hash, Revoked, Rotated, Rotation, SigningKey,
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

/// Switches an app on or off.
pub(super) struct SetActive<'a> {
    pub(super) client_id: &'a str,
    pub(super) active: bool,
}

#[async_trait]
impl Work for SetActive<'_> {
    type Done = bool;

    async fn run(&self, transaction: &Transaction<'_>) -> Result<bool, Failure> {
        apps::set_active(&on(transaction), self.client_id, self.active).await
    }
}
