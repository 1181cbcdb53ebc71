//! A PostgreSQL of the benchmark's own, flushed at every commit as one that holds data is.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tokio_postgres::{Client, NoTls};

use crate::process;

/// Settings over those of the tests' throw-away server. Memory is a quarter of a machine of 4 GB.
const SETTINGS: &str = "fsync=on synchronous_commit=on full_page_writes=on shared_buffers=1GB max_wal_size=4GB \
                        checkpoint_timeout=15min checkpoint_completion_target=0.9 wal_compression=on";

/// A running server. It ends when this is dropped.
pub(crate) struct Postgres {
    tool: PathBuf,
    folder: String,
    /// `postgres://user@host:port`.
    address: String,
}

impl Postgres {
    /// Starts it in `folder`, by tools/postgres.sh of the repository.
    pub(crate) fn start(repository: &Path, folder: &Path) -> Result<Self> {
        let tool = repository.join("tools/postgres.sh");
        let folder = folder.to_string_lossy().into_owned();
        let settings = format!("PG_SETTINGS={SETTINGS}");
        let arguments = [settings.as_str(), &tool.to_string_lossy(), "start", &folder];
        let printed = process::run(Path::new("/usr/bin/env"), &arguments)?.printed;
        let url = printed.lines().find_map(|line| line.strip_prefix("export TEST_POSTGRES_URL="));
        let address = url.and_then(|url| url.rsplit_once('/')).context("no address of PostgreSQL")?.0;
        Ok(Self { address: address.to_owned(), tool, folder })
    }

    /// A fresh database.
    pub(crate) async fn database(&self, name: &str) -> Result<Database> {
        let admin = connect(&format!("{}/postgres", self.address)).await?;
        admin.batch_execute(&format!("CREATE DATABASE {name}")).await?;
        Ok(Database { url: format!("{}/{name}", self.address) })
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let _ = process::run(&self.tool, &["stop", &self.folder]);
    }
}

/// One database.
pub(crate) struct Database {
    pub(crate) url: String,
}

impl Database {
    pub(crate) async fn connect(&self) -> Result<Client> {
        connect(&self.url).await
    }
}

async fn connect(url: &str) -> Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}
