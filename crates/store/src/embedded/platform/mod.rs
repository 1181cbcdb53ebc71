//! The platform plane in SQLite.

mod approvals;
mod apps;
mod grants;
mod rows;
mod tokens;

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use bluestem_model::id::PersonId;
use bluestem_model::time::Timestamp;

use super::sqlite::{Database, Durability};
use crate::StoreError;
use crate::migration::Migration;
use crate::platform::{
    App, Approval, Code, Consent, EndReason, Exchange, Exchanged, Grant, Hash, NewToken, Platform,
    RefreshToken, Revoked, Rotated, Rotation, Token,
};

const MIGRATIONS: &[Migration] = &[Migration { name: "platform", sql: include_str!("schema.sql") }];

/// The platform plane in one SQLite file.
pub struct EmbeddedPlatform {
    database: Database,
}

impl EmbeddedPlatform {
    /// Opens or makes the file at `path`.
    pub fn open(path: &Path) -> Result<Arc<Self>, StoreError> {
        let database = Database::open(path, "platform", MIGRATIONS, Durability::Full)?;
        Ok(Arc::new(Self { database }))
    }
}

#[async_trait]
impl Platform for EmbeddedPlatform {
    async fn add_app(&self, app: &App) -> Result<bool, StoreError> {
        let app = app.clone();
        self.database.write(move |connection| apps::add(connection, &app)).await
    }

    async fn app(&self, client_id: &str) -> Result<Option<App>, StoreError> {
        self.database.read(|connection| apps::one(connection, client_id))
    }

    async fn apps(&self) -> Result<Vec<App>, StoreError> {
        self.database.read(apps::all)
    }

    async fn set_app_active(&self, client_id: &str, active: bool) -> Result<bool, StoreError> {
        let client_id = client_id.to_owned();
        self.database.write(move |connection| apps::set_active(connection, &client_id, active)).await
    }

    async fn begin_approval(&self, approval: &Approval) -> Result<(), StoreError> {
        let approval = approval.clone();
        self.database.write(move |connection| approvals::begin(connection, &approval)).await
    }

    async fn approval(&self, id: &Hash) -> Result<Option<Approval>, StoreError> {
        self.database.read(|connection| approvals::one(connection, id))
    }

    async fn sign_in_approval(
        &self,
        id: &Hash,
        browser: &Hash,
        next: &Hash,
        person: Option<PersonId>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (id, browser, next) = (*id, *browser, *next);
        let sign_in = move |connection: &_| approvals::sign_in(connection, &id, &browser, &next, person, now);
        self.database.write(sign_in).await
    }

    async fn cancel_approval(&self, id: &Hash, browser: &Hash, now: Timestamp) -> Result<bool, StoreError> {
        let (id, browser) = (*id, *browser);
        self.database.write(move |connection| approvals::cancel(connection, &id, &browser, now)).await
    }

    async fn consent(&self, consent: &Consent) -> Result<Option<Grant>, StoreError> {
        let consent = consent.clone();
        self.database.write(move |connection| approvals::consent(connection, &consent)).await
    }

    async fn code(&self, hash: &Hash) -> Result<Option<Code>, StoreError> {
        self.database.read(|connection| tokens::code(connection, hash))
    }

    async fn exchange_code(&self, exchange: &Exchange) -> Result<Exchanged, StoreError> {
        let exchange = exchange.clone();
        self.database.write(move |connection| tokens::exchange(connection, &exchange)).await
    }

    async fn refresh_token(&self, hash: &Hash) -> Result<Option<RefreshToken>, StoreError> {
        self.database.read(|connection| tokens::refresh_token(connection, hash))
    }

    async fn rotate_refresh(&self, rotation: &Rotation) -> Result<Rotated, StoreError> {
        let rotation = rotation.clone();
        self.database.write(move |connection| tokens::rotate(connection, &rotation)).await
    }

    async fn issue_app_token(&self, token: &NewToken) -> Result<(), StoreError> {
        let token = token.clone();
        self.database.write(move |connection| tokens::insert_access(connection, &token, None)).await
    }

    async fn token(&self, hash: &Hash) -> Result<Option<Token>, StoreError> {
        self.database.read(|connection| tokens::token(connection, hash))
    }

    async fn revoke_token(
        &self,
        hash: &Hash,
        client_id: &str,
        now: Timestamp,
    ) -> Result<Revoked, StoreError> {
        let (hash, client_id) = (*hash, client_id.to_owned());
        self.database.write(move |connection| tokens::revoke(connection, &hash, &client_id, now)).await
    }

    async fn end_grant(&self, grant: i64, reason: EndReason, now: Timestamp) -> Result<bool, StoreError> {
        self.database.write(move |connection| grants::end(connection, grant, reason, now)).await
    }

    async fn grant(&self, client_id: &str, person: PersonId) -> Result<Option<Grant>, StoreError> {
        self.database.read(|connection| grants::open(connection, client_id, person))
    }

    async fn grants_of(&self, person: PersonId) -> Result<Vec<Grant>, StoreError> {
        self.database.read(|connection| grants::of_person(connection, person))
    }

    async fn purge(&self, now: Timestamp, replays_before: Timestamp) -> Result<u64, StoreError> {
        self.database.write(move |connection| tokens::purge(connection, now, replays_before)).await
    }
}
