//! A fresh PostgreSQL database for each test of a suite.
//!
//! The server is named by `TEST_POSTGRES_URL`, a pooler before it by `TEST_POSTGRES_POOLER_URL`; what
//! `tools/postgres.sh start` prints sets both. Without them the PostgreSQL part of the suites says that it is
//! skipped.

use std::io::Write as _;
use std::sync::atomic::{AtomicU32, Ordering};

use bluestem_store::postgres::{self, PostgresConfig, Rooms};
use tokio_postgres::{Client, NoTls};

/// A database of its own, dropped by [`Database::remove`].
pub(crate) struct Database {
    admin: Client,
    name: String,
    pub(crate) config: PostgresConfig,
}

impl Database {
    /// A fresh, empty database; None, said aloud, when there is no server.
    pub(crate) async fn new() -> Option<Self> {
        Self::at("TEST_POSTGRES_URL").await
    }

    /// The same, reached through a pooler that gives every transaction another connection.
    #[allow(dead_code, reason = "used by the conformance suites")]
    pub(crate) async fn pooled() -> Option<Self> {
        let mut database = Self::at("TEST_POSTGRES_POOLER_URL").await?;
        database.config.named_statements = false;
        Some(database)
    }

    async fn at(variable: &str) -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var(variable) else {
            let _ = writeln!(std::io::stderr(), "skipped: {variable} is not set");
            return None;
        };
        let admin = client(&server).await;
        let name = format!("bluestem_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        admin.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        let (address, _) = server.rsplit_once('/').unwrap();
        Some(Self { admin, config: PostgresConfig::new(format!("{address}/{name}")), name })
    }

    /// Its rooms, with every schema made.
    pub(crate) async fn rooms(&self) -> Rooms {
        postgres::migrate(&self.config).await.unwrap();
        postgres::connect(&self.config).await.unwrap()
    }

    /// Drops it, whoever is still connected.
    pub(crate) async fn remove(self) {
        self.admin.batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name)).await.unwrap();
    }
}

/// The test server's authority; None, said aloud, when it is not told.
#[allow(dead_code, reason = "used by one of the suites")]
pub(crate) fn authority() -> Option<std::path::PathBuf> {
    let file = std::env::var_os("TEST_POSTGRES_CA");
    if file.is_none() {
        let _ = writeln!(std::io::stderr(), "skipped: TEST_POSTGRES_CA is not set");
    }
    file.map(Into::into)
}

/// A connection outside the store.
pub(crate) async fn client(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}
