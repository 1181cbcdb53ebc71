//! A fresh PostgreSQL database for each test of a suite.
//!
//! The server is named by `TEST_POSTGRES_URL` (`tools/postgres.sh start` prints one). Without it the PostgreSQL
//! half of the suites says that it is skipped.

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
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
            eprintln!("skipped: TEST_POSTGRES_URL is not set");
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

/// A connection outside the store.
pub(crate) async fn client(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}
