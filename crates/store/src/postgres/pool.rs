//! Connections: a pool, deadlines, and transactions that are run again when another was in the way.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use deadpool_postgres::{Manager, ManagerConfig, Object, PoolError, RecyclingMethod, Runtime, TimeoutType};
use futures_util::future::try_join;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::SslMode;
use tokio_postgres::{CancelToken, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::config::{PostgresConfig, TlsMode};
use super::failure::Failure;
use super::statement::Statement;
use super::wire::{Client, Transaction};
use crate::StoreError;
use crate::metric::{Call, Held, connections_open};

/// How often a transaction is run at most.
const ATTEMPTS: u32 = 10;

/// One use case that writes: runs in one transaction, perhaps more than once, and happens once or not at all.
#[async_trait]
pub(super) trait Work: Send + Sync {
    /// What it returns.
    type Done: Send;

    /// Whether it moves so much that the deadline of single statements is not for it.
    const BULK: bool = false;

    /// Does it.
    async fn run(&self, transaction: &Transaction<'_>) -> Result<Self::Done, Failure>;
}

/// Connections to one endpoint.
#[derive(Clone)]
pub(super) struct Pool {
    plane: &'static str,
    endpoint: &'static str,
    connections: deadpool_postgres::Pool,
    canceller: Canceller,
    statement_timeout: Duration,
    named_statements: bool,
}

impl Pool {
    /// A pool for the endpoint, `writer` or `reader`, at `url`; opens no connection yet.
    pub(super) fn new(
        config: &PostgresConfig,
        endpoint: &'static str,
        url: &str,
    ) -> Result<Self, StoreError> {
        let mut parsed = Config::from_str(url).map_err(|_| invalid("the URL does not read"))?;
        parsed.connect_timeout(config.connect_timeout).application_name("bluestem");
        parsed.keepalives_idle(Duration::from_mins(1)).tcp_user_timeout(Duration::from_secs(30));
        let manage = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let (manager, canceller) = match &config.tls {
            TlsMode::Off => {
                parsed.ssl_mode(SslMode::Disable);
                (Manager::from_config(parsed, NoTls, manage), Canceller::Plain)
            }
            TlsMode::Verify { ca_file } => {
                parsed.ssl_mode(SslMode::Require);
                let connector = MakeRustlsConnect::new(tls(ca_file)?);
                (Manager::from_config(parsed, connector.clone(), manage), Canceller::Tls(connector))
            }
        };
        let connections = deadpool_postgres::Pool::builder(manager)
            .max_size(config.connections.max(1))
            .wait_timeout(Some(config.connect_timeout))
            .create_timeout(Some(config.connect_timeout))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| invalid(&error.to_string()))?;
        let PostgresConfig { statement_timeout, named_statements, .. } = *config;
        Ok(Self { plane: "-", endpoint, connections, canceller, statement_timeout, named_statements })
    }

    /// The same connections, for the calls of this plane.
    pub(super) fn of(&self, plane: &'static str) -> Self {
        Self { plane, ..self.clone() }
    }

    /// A free connection, opened when there is none and the limit allows. `operation` names in metrics what it is for.
    pub(super) async fn get(&self, operation: &'static str) -> Result<Connection, StoreError> {
        let call = Call::begin(self.plane, operation);
        let taken = self.take().await.map_err(StoreError::from);
        if taken.is_err() {
            call.end(&taken);
        }
        Ok(self.connection(Some(call), taken?))
    }

    async fn take(&self) -> Result<Object, PoolError> {
        let waiting = Held::waiting(self.endpoint);
        let taken = self.connections.get().await;
        drop(waiting);
        connections_open(self.endpoint, self.connections.status().size);
        taken
    }

    /// Asks the database something cheap.
    pub(super) async fn probe(&self) -> Result<(), StoreError> {
        let statement = Statement::new(self.plane, "SELECT max(version) FROM main.schema_migration");
        let connection = self.get("probe").await?;
        connection.run(async |client| statement.rows(client, &[], |_| Ok(())).await.map(drop)).await
    }

    fn connection(&self, call: Option<Call>, object: Object) -> Connection {
        Connection {
            call,
            _used: Held::used(self.endpoint),
            client: Some(Client::new(object, self.named_statements)),
            deadline: self.statement_timeout,
            canceller: self.canceller.clone(),
            overdue: AtomicBool::new(false),
        }
    }

    /// A free connection without a deadline, for what takes as long as it takes.
    pub(super) async fn client(&self) -> Result<Client, StoreError> {
        Ok(Client::new(self.connections.get().await?, self.named_statements))
    }

    /// Runs `work` in a transaction and returns once it is committed; runs it again, after a pause that grows,
    /// when another transaction was in the way. `operation` names it in metrics.
    pub(super) async fn write<W: Work>(
        &self,
        operation: &'static str,
        work: &W,
    ) -> Result<W::Done, StoreError> {
        let call = Call::begin(self.plane, operation);
        let result = self.write_until_done(&call, work).await;
        call.end(&result);
        result
    }

    async fn write_until_done<W: Work>(&self, call: &Call, work: &W) -> Result<W::Done, StoreError> {
        let mut attempt = 1;
        loop {
            match self.write_once(work).await {
                Err(Failure::Conflict(what)) if attempt < ATTEMPTS => {
                    call.conflict("again");
                    tracing::debug!(attempt, what, "transaction runs again");
                    tokio::time::sleep(Duration::from_millis(1 << attempt.min(7))).await;
                    attempt += 1;
                }
                result => {
                    if matches!(result, Err(Failure::Conflict(_))) {
                        call.conflict("gave-up");
                    }
                    return Ok(result?);
                }
            }
        }
    }

    async fn write_once<W: Work>(&self, work: &W) -> Result<W::Done, Failure> {
        let object = self.take().await.map_err(StoreError::from)?;
        let mut connection = self.connection(None, object);
        let limit = if W::BULK { Duration::ZERO } else { self.statement_timeout };
        let transaction = run_in_transaction(connection.client.as_mut().ok_or_else(closed)?, work, limit);
        let done = if W::BULK {
            self.while_it_answers(transaction).await
        } else {
            tokio::time::timeout(self.statement_timeout, transaction).await.ok()
        };
        done.unwrap_or_else(|| Err(connection.give_up().into()))
    }

    /// Bulk writes take as long as they take, but not longer than the server answers others: one that stalls would
    /// hold up a load for ever. None when it does not answer.
    async fn while_it_answers<T>(&self, transaction: impl Future<Output = T>) -> Option<T> {
        let mut transaction = std::pin::pin!(transaction);
        loop {
            if let Ok(done) = tokio::time::timeout(self.statement_timeout, transaction.as_mut()).await {
                return Some(done);
            }
            if !self.answers().await {
                return None;
            }
        }
    }

    /// Whether the server answers on another connection. Where none is free, others are at work: then it does.
    async fn answers(&self) -> bool {
        let connection = match self.take().await {
            Ok(object) => self.connection(None, object),
            Err(error) => return matches!(error, PoolError::Timeout(TimeoutType::Wait)),
        };
        connection.run(async |client| Ok(client.batch_execute("").await?)).await.is_ok()
    }
}

/// Runs `work` to its commit, each statement within `limit`; zero is none.
async fn run_in_transaction<W: Work>(
    client: &mut Client,
    work: &W,
    limit: Duration,
) -> Result<W::Done, Failure> {
    let transaction = client.transaction().await?;
    let limit = format!("SET LOCAL statement_timeout = {}", limit.as_millis());
    // Sent together with the first statement.
    let limited = async { Ok(transaction.batch_execute(&limit).await?) };
    let ((), done) = try_join(limited, work.run(&transaction)).await?;
    transaction.commit().await?;
    Ok(done)
}

/// A connection, and what to do with it when its server does not answer in time.
pub(super) struct Connection {
    /// What it is for; of a transaction, the whole is counted.
    call: Option<Call>,
    _used: Held,
    client: Option<Client>,
    deadline: Duration,
    canceller: Canceller,
    overdue: AtomicBool,
}

impl Connection {
    /// Runs statements that each stand alone, within the deadline.
    pub(super) async fn run<'c, T, F>(&'c self, run: impl FnOnce(&'c Client) -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, Failure>>,
    {
        let result = self.run_within_deadline(run).await;
        if let Some(call) = &self.call {
            call.end(&result);
        }
        result
    }

    async fn run_within_deadline<'c, T, F>(
        &'c self,
        run: impl FnOnce(&'c Client) -> F,
    ) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, Failure>>,
    {
        let client = self.client.as_ref().ok_or_else(closed)?;
        if let Ok(result) = tokio::time::timeout(self.deadline, run(client)).await {
            return Ok(result?);
        }
        Err(self.give_up())
    }

    /// Marks the connection as one that nobody may use again.
    fn give_up(&self) -> StoreError {
        self.overdue.store(true, Ordering::Relaxed);
        StoreError::Unavailable("PostgreSQL did not answer in time".to_owned())
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if !self.overdue.load(Ordering::Relaxed) {
            return;
        }
        // What the statement still sends is of no use to the next reader: it is cancelled, the connection closed.
        if let Some(client) = self.client.take().map(|client| Object::take(client.into_object())) {
            let token = client.cancel_token();
            tokio::spawn(self.canceller.clone().cancel(token));
        }
    }
}

/// Asks the server to stop a statement, over a connection that is protected like all.
#[derive(Clone)]
enum Canceller {
    Plain,
    Tls(MakeRustlsConnect),
}

impl Canceller {
    async fn cancel(self, token: CancelToken) {
        let asked = match self {
            Self::Plain => token.cancel_query(NoTls).await,
            Self::Tls(connector) => token.cancel_query(connector).await,
        };
        if asked.is_err() {
            tracing::debug!("a statement that took too long could not be cancelled");
        }
    }
}

fn closed() -> StoreError {
    StoreError::Unavailable("the connection is closed".to_owned())
}

fn invalid(what: &str) -> StoreError {
    StoreError::Backend(format!("PostgreSQL is not configured right: {what}"))
}

fn tls(ca_file: &Path) -> Result<ClientConfig, StoreError> {
    let unreadable = |_| invalid("the file of certificate authorities does not read");
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(ca_file).map_err(unreadable)? {
        let added = roots.add(certificate.map_err(unreadable)?);
        added.map_err(|_| invalid("a certificate authority does not read"))?;
    }
    if roots.is_empty() {
        return Err(invalid("the file of certificate authorities holds none"));
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| invalid(&error.to_string()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
