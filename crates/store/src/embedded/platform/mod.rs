//! The platform plane in SQLite: the use cases of every backend, each write a savepoint of the one writer's.

mod jobs;

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use bluestem_model::id::PersonId;
use bluestem_model::time::Timestamp;

use super::sqlite::{Database, Durability};
use super::values::{Sqlite, run};
use crate::StoreError;
use crate::migration::{Migration, Schema};
use crate::platform::use_case::{approvals, apps, failures, grants, keys, pushed, sessions, tokens};
use crate::platform::{
    App, Approval, BrowserSession, Code, Consent, EndReason, Entrusted, Exchange, Exchanged, Failures, Grant,
    Hash, NewToken, Platform, PushedRequest, RefreshToken, Revoked, Rotated, Rotation, SigningKey, Token,
};

const MIGRATIONS: &[Migration] = &[
    Migration { name: "platform", sql: include_str!("schema.sql") },
    Migration { name: "browser sessions", sql: include_str!("sessions.sql") },
    Migration { name: "keys", sql: include_str!("keys.sql") },
    Migration { name: "pushed requests", sql: include_str!("pushed.sql") },
    Migration { name: "listed apps", sql: include_str!("listed.sql") },
    Migration { name: "failure counts", sql: include_str!("failures.sql") },
    Migration { name: "jobs", sql: include_str!("jobs.sql") },
];

/// Its schema.
pub(super) const SCHEMA: Schema = Schema { plane: "platform", migrations: MIGRATIONS, baseline: 5 };

/// The platform plane in one SQLite file.
pub struct EmbeddedPlatform {
    database: Database,
}

impl EmbeddedPlatform {
    /// Opens or makes the file at `path`.
    pub fn open(path: &Path) -> Result<Arc<Self>, StoreError> {
        let database = Database::open(path, &SCHEMA, Durability::Full)?;
        Ok(Arc::new(Self { database }))
    }
}

#[async_trait]
impl Platform for EmbeddedPlatform {
    async fn add_app(&self, app: &App) -> Result<bool, StoreError> {
        let app = app.clone();
        self.database.write("add_app", move |connection| run(apps::add(&Sqlite(connection), &app))).await
    }

    async fn app(&self, client_id: &str) -> Result<Option<App>, StoreError> {
        self.database.read("app", |connection| run(apps::one(&Sqlite(connection), client_id)))
    }

    async fn apps(&self) -> Result<Vec<App>, StoreError> {
        self.database.read("apps", |connection| run(apps::all(&Sqlite(connection))))
    }

    async fn set_app_active(&self, client_id: &str, active: bool) -> Result<bool, StoreError> {
        let client_id = client_id.to_owned();
        let set = move |connection: &_| run(apps::set_active(&Sqlite(connection), &client_id, active));
        self.database.write("set_app_active", set).await
    }

    async fn set_redirect_uris(&self, client_id: &str, redirect_uris: &[String]) -> Result<bool, StoreError> {
        let (client_id, uris) = (client_id.to_owned(), redirect_uris.to_vec());
        let set = move |connection: &_| run(apps::set_redirect_uris(&Sqlite(connection), &client_id, &uris));
        self.database.write("set_redirect_uris", set).await
    }

    async fn add_signing_key(&self, key: &SigningKey) -> Result<bool, StoreError> {
        let key = key.clone();
        self.database
            .write("add_signing_key", move |connection| run(keys::add(&Sqlite(connection), &key)))
            .await
    }

    async fn rotate_signing_key(&self, key: &SigningKey) -> Result<bool, StoreError> {
        let key = key.clone();
        self.database
            .write("rotate_signing_key", move |connection| run(keys::rotate(&Sqlite(connection), &key)))
            .await
    }

    async fn signing_keys(&self, retired_after: Timestamp) -> Result<Vec<SigningKey>, StoreError> {
        self.database.read("signing_keys", |connection| run(keys::all(&Sqlite(connection), retired_after)))
    }

    async fn use_assertion(&self, hash: &Hash, expires_at: Timestamp) -> Result<bool, StoreError> {
        let hash = *hash;
        let used = move |connection: &_| run(keys::use_assertion(&Sqlite(connection), &hash, expires_at));
        self.database.write("use_assertion", used).await
    }

    async fn push_request(&self, request: &PushedRequest) -> Result<(), StoreError> {
        let request = request.clone();
        self.database
            .write("push_request", move |connection| run(pushed::push(&Sqlite(connection), &request)))
            .await
    }

    async fn take_pushed_request(&self, id: &Hash) -> Result<Option<PushedRequest>, StoreError> {
        let id = *id;
        self.database
            .write("take_pushed_request", move |connection| run(pushed::take(&Sqlite(connection), &id)))
            .await
    }

    async fn begin_approval(&self, approval: &Approval) -> Result<(), StoreError> {
        let approval = approval.clone();
        self.database
            .write("begin_approval", move |connection| run(approvals::begin(&Sqlite(connection), &approval)))
            .await
    }

    async fn approval(&self, id: &Hash) -> Result<Option<Approval>, StoreError> {
        self.database.read("approval", |connection| run(approvals::one(&Sqlite(connection), id)))
    }

    async fn sign_in_approval(
        &self,
        id: &Hash,
        browser: &Hash,
        next: &Hash,
        person: Option<PersonId>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (id, old, new) = (*id, *browser, *next);
        let sign_in =
            move |connection: &_| run(approvals::sign_in(&Sqlite(connection), &id, &old, &new, person, now));
        self.database.write("sign_in_approval", sign_in).await
    }

    async fn cancel_approval(&self, id: &Hash, browser: &Hash, now: Timestamp) -> Result<bool, StoreError> {
        let (id, browser) = (*id, *browser);
        let cancel = move |connection: &_| run(approvals::cancel(&Sqlite(connection), &id, &browser, now));
        self.database.write("cancel_approval", cancel).await
    }

    async fn consent(&self, consent: &Consent) -> Result<Option<Grant>, StoreError> {
        let consent = consent.clone();
        self.database
            .write("consent", move |connection| run(approvals::consent(&Sqlite(connection), &consent)))
            .await
    }

    async fn code(&self, hash: &Hash) -> Result<Option<Code>, StoreError> {
        self.database.read("code", |connection| run(tokens::code(&Sqlite(connection), hash)))
    }

    async fn exchange_code(&self, exchange: &Exchange) -> Result<Exchanged, StoreError> {
        let exchange = exchange.clone();
        self.database
            .write("exchange_code", move |connection| run(tokens::exchange(&Sqlite(connection), &exchange)))
            .await
    }

    async fn entrust(&self, entrusted: &Entrusted) -> Result<Grant, StoreError> {
        let entrusted = entrusted.clone();
        self.database
            .write("entrust", move |connection| run(tokens::entrust(&Sqlite(connection), &entrusted)))
            .await
    }

    async fn refresh_token(&self, hash: &Hash) -> Result<Option<RefreshToken>, StoreError> {
        self.database
            .read("refresh_token", |connection| run(tokens::refresh_token(&Sqlite(connection), hash)))
    }

    async fn rotate_refresh(&self, rotation: &Rotation) -> Result<Rotated, StoreError> {
        let rotation = rotation.clone();
        self.database
            .write("rotate_refresh", move |connection| run(tokens::rotate(&Sqlite(connection), &rotation)))
            .await
    }

    async fn issue_app_token(&self, token: &NewToken) -> Result<(), StoreError> {
        let token = token.clone();
        self.database
            .write("issue_app_token", move |connection| {
                run(tokens::insert_access(&Sqlite(connection), &token, None))
            })
            .await
    }

    async fn token(&self, hash: &Hash) -> Result<Option<Token>, StoreError> {
        self.database.read("token", |connection| run(tokens::token(&Sqlite(connection), hash)))
    }

    fn token_version(&self) -> Option<i64> {
        self.database.version().ok()
    }

    async fn revoke_token(
        &self,
        hash: &Hash,
        client_id: &str,
        now: Timestamp,
    ) -> Result<Revoked, StoreError> {
        let (hash, client_id) = (*hash, client_id.to_owned());
        let revoke = move |connection: &_| run(tokens::revoke(&Sqlite(connection), &hash, &client_id, now));
        self.database.write("revoke_token", revoke).await
    }

    async fn end_grant(&self, grant: i64, reason: EndReason, now: Timestamp) -> Result<bool, StoreError> {
        self.database
            .write("end_grant", move |connection| run(grants::end(&Sqlite(connection), grant, reason, now)))
            .await
    }

    async fn grant(&self, client_id: &str, person: PersonId) -> Result<Option<Grant>, StoreError> {
        self.database.read("grant", |connection| run(grants::open(&Sqlite(connection), client_id, person)))
    }

    async fn grants_of(&self, person: PersonId) -> Result<Vec<Grant>, StoreError> {
        self.database.read("grants_of", |connection| run(grants::of_person(&Sqlite(connection), person)))
    }

    async fn begin_session(&self, session: &BrowserSession) -> Result<(), StoreError> {
        let session = session.clone();
        self.database
            .write("begin_session", move |connection| run(sessions::begin(&Sqlite(connection), &session)))
            .await
    }

    async fn session(&self, id: &Hash) -> Result<Option<BrowserSession>, StoreError> {
        self.database.read("session", |connection| run(sessions::one(&Sqlite(connection), id)))
    }

    async fn see_session(&self, id: &Hash, now: Timestamp) -> Result<(), StoreError> {
        let id = *id;
        self.database
            .write("see_session", move |connection| run(sessions::see(&Sqlite(connection), &id, now)))
            .await
    }

    async fn end_session(&self, id: &Hash) -> Result<Option<BrowserSession>, StoreError> {
        let id = *id;
        self.database
            .write("end_session", move |connection| run(sessions::end(&Sqlite(connection), &id)))
            .await
    }

    async fn failures(&self, places: &[u32], now: Timestamp) -> Result<Vec<Failures>, StoreError> {
        self.database.read("failures", |connection| run(failures::at(&Sqlite(connection), places, now)))
    }

    async fn count_failure(
        &self,
        places: &[u32],
        until: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<Failures>, StoreError> {
        let places = places.to_vec();
        let count = move |connection: &_| run(failures::count(&Sqlite(connection), &places, until, now));
        self.database.write("count_failure", count).await
    }

    async fn take_back_failure(&self, back: &[u32], forgotten: &[u32]) -> Result<(), StoreError> {
        let (back, forgotten) = (back.to_vec(), forgotten.to_vec());
        let take = move |connection: &_| run(failures::take_back(&Sqlite(connection), &back, &forgotten));
        self.database.write("take_back_failure", take).await
    }

    async fn purge(&self, now: Timestamp, replays_before: Timestamp) -> Result<u64, StoreError> {
        self.database
            .write("purge", move |connection| run(tokens::purge(&Sqlite(connection), now, replays_before)))
            .await
    }

    async fn probe(&self) -> Result<(), StoreError> {
        self.database.probe()
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use crate::embedded::plan;
    use crate::platform::{job_sql, key_sql, sql};

    #[test]
    fn every_statement_finds_its_rows_by_an_index() {
        let connection = Connection::open_in_memory().unwrap();
        for migration in super::MIGRATIONS {
            connection.execute_batch(migration.sql).unwrap();
        }
        let on_every_request = [sql::APP, sql::TOKEN, sql::CODE, sql::REFRESH, sql::APPROVAL, sql::GRANT];
        let writes = [
            sql::SET_APP_ACTIVE,
            sql::FAILURES,
            sql::TAKE_BACK_FAILURE,
            sql::FORGET_FAILURES,
            sql::TAKE_PUSHED_REQUEST,
            sql::SET_REDIRECT_URIS,
            key_sql::RETIRE_SIGNING_KEY,
            sql::SIGN_IN_APPROVAL,
            sql::CANCEL_APPROVAL,
            sql::CONSENT_APPROVAL,
            sql::SESSION,
            sql::SEE_SESSION,
            sql::END_SESSION,
            sql::USE_CODE,
            sql::USED_CODE,
            sql::CODE_FAMILY,
            sql::EXCHANGED_GRANT,
            sql::GRANTS_OF,
            sql::END_GRANT,
            sql::REVOKE_FAMILY,
            sql::REVOKE_FAMILIES,
            sql::ROTATE,
            sql::ROTATED,
            sql::DROP_ACCESS,
            sql::FORGET_SEEDS,
            sql::ACCESS_OWNER,
            sql::REVOKE_ACCESS,
            sql::REFRESH_OWNER,
            job_sql::OPEN_SINGLE,
            job_sql::ANY_DUE,
            job_sql::CLAIM,
            job_sql::HEARTBEAT,
            job_sql::LEAVE,
            job_sql::CANCEL,
            job_sql::RETRY,
            job_sql::JOB,
            job_sql::JOBS_IN,
            job_sql::PURGE_JOBS,
        ];
        let purges = sql::PURGE_VOID.into_iter().chain(sql::PURGE_REPLAYS);
        for statement in on_every_request.into_iter().chain(writes).chain(purges) {
            plan::assert_indexed(&connection, statement);
        }
    }
}
