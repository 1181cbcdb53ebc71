//! The platform plane in PostgreSQL: the use cases of every backend, each write in a transaction.
//!
//! What SQLite's one writer does by being one, row locks do here: a code, a refresh token and an approval are
//! taken by the update that marks them, and a grant is held while its tokens change.

mod jobs;
mod work;

use async_trait::async_trait;
use bluestem_model::id::PersonId;
use bluestem_model::time::Timestamp;

use super::pool::Pool;
use super::session::Postgres;
use crate::StoreError;
use crate::migration::{Migration, Schema};
use crate::platform::use_case::{approvals, apps, failures, grants, keys, pushed, sessions, tokens};
use crate::platform::{
    App, Approval, BrowserSession, Code, Consent, EndReason, Entrusted, Exchange, Exchanged, Failures, Grant,
    Hash, NewToken, Platform, PushedRequest, RefreshToken, Revoked, Rotated, Rotation, SigningKey, Token,
};

use work::{CountFailure, End, Purge, Revoke, RotateKey, TakeBackFailure};

/// Its schema.
pub(super) const SCHEMA: Schema = Schema {
    plane: "platform",
    baseline: 5,
    migrations: &[
        Migration { name: "platform", sql: include_str!("schema.sql") },
        Migration { name: "browser sessions", sql: include_str!("sessions.sql") },
        Migration { name: "keys", sql: include_str!("keys.sql") },
        Migration { name: "pushed requests", sql: include_str!("pushed.sql") },
        Migration { name: "listed apps", sql: include_str!("listed.sql") },
        Migration { name: "failure counts", sql: include_str!("failures.sql") },
        Migration { name: "jobs", sql: include_str!("jobs.sql") },
        Migration { name: "transfer", sql: include_str!("transfer.sql") },
    ],
};

fn on<C>(client: &C) -> Postgres<'_, C> {
    Postgres { schema: SCHEMA.plane, client }
}

/// The platform plane in one PostgreSQL database.
pub struct PostgresPlatform {
    pool: Pool,
}

impl PostgresPlatform {
    pub(super) fn new(pool: &Pool) -> Self {
        Self { pool: pool.of(SCHEMA.plane) }
    }
}

// What is a single statement needs no transaction around it.
#[async_trait]
impl Platform for PostgresPlatform {
    async fn add_app(&self, app: &App) -> Result<bool, StoreError> {
        self.pool.get("add_app").await?.run(async |client| apps::add(&on(client), app).await).await
    }

    async fn app(&self, client_id: &str) -> Result<Option<App>, StoreError> {
        self.pool.get("app").await?.run(async |client| apps::one(&on(client), client_id).await).await
    }

    async fn apps(&self) -> Result<Vec<App>, StoreError> {
        self.pool.get("apps").await?.run(async |client| apps::all(&on(client)).await).await
    }

    async fn set_app_active(&self, client_id: &str, active: bool) -> Result<bool, StoreError> {
        let connection = self.pool.get("set_app_active").await?;
        connection.run(async |client| apps::set_active(&on(client), client_id, active).await).await
    }

    async fn set_redirect_uris(&self, client_id: &str, redirect_uris: &[String]) -> Result<bool, StoreError> {
        let connection = self.pool.get("set_redirect_uris").await?;
        connection
            .run(async |client| apps::set_redirect_uris(&on(client), client_id, redirect_uris).await)
            .await
    }

    async fn add_signing_key(&self, key: &SigningKey) -> Result<bool, StoreError> {
        self.pool.get("add_signing_key").await?.run(async |client| keys::add(&on(client), key).await).await
    }

    async fn rotate_signing_key(&self, key: &SigningKey) -> Result<bool, StoreError> {
        self.pool.write("rotate_signing_key", &RotateKey(key)).await
    }

    async fn signing_keys(&self, retired_after: Timestamp) -> Result<Vec<SigningKey>, StoreError> {
        self.pool
            .get("signing_keys")
            .await?
            .run(async |client| keys::all(&on(client), retired_after).await)
            .await
    }

    async fn use_assertion(&self, hash: &Hash, expires_at: Timestamp) -> Result<bool, StoreError> {
        let connection = self.pool.get("use_assertion").await?;
        connection.run(async |client| keys::use_assertion(&on(client), hash, expires_at).await).await
    }

    async fn push_request(&self, request: &PushedRequest) -> Result<(), StoreError> {
        self.pool
            .get("push_request")
            .await?
            .run(async |client| pushed::push(&on(client), request).await)
            .await
    }

    async fn take_pushed_request(&self, id: &Hash) -> Result<Option<PushedRequest>, StoreError> {
        self.pool
            .get("take_pushed_request")
            .await?
            .run(async |client| pushed::take(&on(client), id).await)
            .await
    }

    async fn begin_approval(&self, approval: &Approval) -> Result<(), StoreError> {
        self.pool
            .get("begin_approval")
            .await?
            .run(async |client| approvals::begin(&on(client), approval).await)
            .await
    }

    async fn approval(&self, id: &Hash) -> Result<Option<Approval>, StoreError> {
        self.pool.get("approval").await?.run(async |client| approvals::one(&on(client), id).await).await
    }

    async fn sign_in_approval(
        &self,
        id: &Hash,
        browser: &Hash,
        next: &Hash,
        person: Option<PersonId>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let connection = self.pool.get("sign_in_approval").await?;
        connection
            .run(async |client| approvals::sign_in(&on(client), id, browser, next, person, now).await)
            .await
    }

    async fn cancel_approval(&self, id: &Hash, browser: &Hash, now: Timestamp) -> Result<bool, StoreError> {
        let connection = self.pool.get("cancel_approval").await?;
        connection.run(async |client| approvals::cancel(&on(client), id, browser, now).await).await
    }

    async fn consent(&self, consent: &Consent) -> Result<Option<Grant>, StoreError> {
        self.pool.write("consent", consent).await
    }

    async fn code(&self, hash: &Hash) -> Result<Option<Code>, StoreError> {
        self.pool.get("code").await?.run(async |client| tokens::code(&on(client), hash).await).await
    }

    async fn exchange_code(&self, exchange: &Exchange) -> Result<Exchanged, StoreError> {
        self.pool.write("exchange_code", exchange).await
    }

    async fn entrust(&self, entrusted: &Entrusted) -> Result<Grant, StoreError> {
        self.pool.write("entrust", entrusted).await
    }

    async fn refresh_token(&self, hash: &Hash) -> Result<Option<RefreshToken>, StoreError> {
        self.pool
            .get("refresh_token")
            .await?
            .run(async |client| tokens::refresh_token(&on(client), hash).await)
            .await
    }

    async fn rotate_refresh(&self, rotation: &Rotation) -> Result<Rotated, StoreError> {
        self.pool.write("rotate_refresh", rotation).await
    }

    async fn issue_app_token(&self, token: &NewToken) -> Result<(), StoreError> {
        let connection = self.pool.get("issue_app_token").await?;
        connection.run(async |client| tokens::insert_access(&on(client), token, None).await).await
    }

    async fn token(&self, hash: &Hash) -> Result<Option<Token>, StoreError> {
        self.pool.get("token").await?.run(async |client| tokens::token(&on(client), hash).await).await
    }

    /// Whether another process has written is known only by asking the database, and then it tells of the token too.
    fn token_version(&self) -> Option<i64> {
        None
    }

    async fn revoke_token(
        &self,
        hash: &Hash,
        client_id: &str,
        now: Timestamp,
    ) -> Result<Revoked, StoreError> {
        self.pool.write("revoke_token", &Revoke { hash, client_id, now }).await
    }

    async fn end_grant(&self, grant: i64, reason: EndReason, now: Timestamp) -> Result<bool, StoreError> {
        self.pool.write("end_grant", &End { grant, reason, now }).await
    }

    async fn grant(&self, client_id: &str, person: PersonId) -> Result<Option<Grant>, StoreError> {
        self.pool
            .get("grant")
            .await?
            .run(async |client| grants::open(&on(client), client_id, person).await)
            .await
    }

    async fn grants_of(&self, person: PersonId) -> Result<Vec<Grant>, StoreError> {
        self.pool
            .get("grants_of")
            .await?
            .run(async |client| grants::of_person(&on(client), person).await)
            .await
    }

    async fn begin_session(&self, session: &BrowserSession) -> Result<(), StoreError> {
        self.pool
            .get("begin_session")
            .await?
            .run(async |client| sessions::begin(&on(client), session).await)
            .await
    }

    async fn session(&self, id: &Hash) -> Result<Option<BrowserSession>, StoreError> {
        self.pool.get("session").await?.run(async |client| sessions::one(&on(client), id).await).await
    }

    async fn see_session(&self, id: &Hash, now: Timestamp) -> Result<(), StoreError> {
        self.pool
            .get("see_session")
            .await?
            .run(async |client| sessions::see(&on(client), id, now).await)
            .await
    }

    async fn end_session(&self, id: &Hash) -> Result<Option<BrowserSession>, StoreError> {
        self.pool.get("end_session").await?.run(async |client| sessions::end(&on(client), id).await).await
    }

    async fn failures(&self, places: &[u32], now: Timestamp) -> Result<Vec<Failures>, StoreError> {
        self.pool
            .get("failures")
            .await?
            .run(async |client| failures::at(&on(client), places, now).await)
            .await
    }

    async fn count_failure(
        &self,
        places: &[u32],
        until: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<Failures>, StoreError> {
        self.pool.write("count_failure", &CountFailure { places, until, now }).await
    }

    async fn take_back_failure(&self, back: &[u32], forgotten: &[u32]) -> Result<(), StoreError> {
        self.pool.write("take_back_failure", &TakeBackFailure { back, forgotten }).await
    }

    async fn purge(&self, now: Timestamp, replays_before: Timestamp) -> Result<u64, StoreError> {
        self.pool.write("purge", &Purge { now, replays_before }).await
    }

    async fn probe(&self) -> Result<(), StoreError> {
        self.pool.probe().await
    }
}
