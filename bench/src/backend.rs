//! Where the product under measurement keeps its data, and how its commands are told.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::ValueEnum;

use crate::postgres::Database;
use crate::process;

/// What the product keeps its data in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Backend {
    /// Files in a folder.
    Embedded,
    /// A PostgreSQL database, flushed at every commit.
    Postgres,
}

impl Backend {
    /// As tables and the recorded measurements call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Embedded => "embedded",
            Self::Postgres => "postgres",
        }
    }
}

/// One installation: a data folder, and a database where the backend is one.
pub(crate) struct Home {
    pub(crate) data: PathBuf,
    pub(crate) database: Option<Database>,
    binary: PathBuf,
}

impl Home {
    /// In a folder that is made.
    pub(crate) fn embedded(binary: &Path, data: &Path) -> Result<Self> {
        Self::new(binary, data, None)
    }

    /// In a fresh database; the folder holds the key alone.
    pub(crate) fn postgres(binary: &Path, data: &Path, database: Database) -> Result<Self> {
        let home = Self::new(binary, data, Some(database))?;
        process::run(binary, &["key", "master", &home.key()])?;
        process::run(binary, &["migrate", "--config", &home.config(false)?])?;
        Ok(home)
    }

    fn new(binary: &Path, data: &Path, database: Option<Database>) -> Result<Self> {
        fs::create_dir_all(data)?;
        Ok(Self { data: data.to_owned(), database, binary: binary.to_owned() })
    }

    /// What says to a command where the stores are.
    pub(crate) fn stores(&self) -> Result<[String; 2]> {
        Ok(match self.database {
            None => ["--data".to_owned(), self.data.to_string_lossy().into_owned()],
            Some(_) => ["--config".to_owned(), self.config(false)?],
        })
    }

    /// The arguments of a sandbox on `port` that makes nobody.
    pub(crate) fn sandbox(&self, port: u16) -> Result<Vec<String>> {
        let [flag, place] = match self.database {
            None => self.stores()?,
            Some(_) => ["--config".to_owned(), self.config(true)?],
        };
        Ok(["sandbox", &flag, &place, "--members", "0", "--port", &port.to_string()]
            .map(str::to_owned)
            .into())
    }

    /// The arguments of `serve` on `port`.
    pub(crate) fn serve(&self, port: u16) -> Result<Vec<String>> {
        let file = self.data.join(format!("serve-{port}.toml"));
        fs::write(&file, self.settings(port))?;
        Ok(["serve", "--config", &file.to_string_lossy()].map(str::to_owned).into())
    }

    /// Runs a command of the product on these stores.
    pub(crate) fn run(&self, arguments: &[&str]) -> Result<process::Ended> {
        let stores = self.stores()?;
        let all: Vec<&str> = arguments.iter().copied().chain(stores.iter().map(String::as_str)).collect();
        process::run(&self.binary, &all)
    }

    /// Lets the database put in order what loads left, as docs/operations.md advises after large ones: it would begin by
    /// itself while something else is measured.
    pub(crate) async fn settle(&self) -> Result<()> {
        let Some(database) = &self.database else { return Ok(()) };
        Ok(database.connect().await?.batch_execute("VACUUM (ANALYZE)").await?)
    }

    fn key(&self) -> String {
        self.data.join("keys.master").to_string_lossy().into_owned()
    }

    fn config(&self, sandbox: bool) -> Result<String> {
        let file = self.data.join(if sandbox { "sandbox.toml" } else { "commands.toml" });
        let consent = if sandbox { "sandbox.sign_in = true\n" } else { "" };
        fs::write(&file, format!("{consent}{}", self.settings(8000)))?;
        Ok(file.to_string_lossy().into_owned())
    }

    fn settings(&self, port: u16) -> String {
        let data = self.data.to_string_lossy();
        let mut lines = vec![
            format!("public_url = \"http://localhost:{port}\""),
            format!("listen = \"127.0.0.1:{port}\""),
            format!("data = {data:?}"),
            "log = \"warn\"".to_owned(),
        ];
        if let Some(database) = &self.database {
            lines.extend([
                format!("keys.master = {:?}", self.key()),
                "store.kind = \"postgres\"".to_owned(),
                format!("store.url = {:?}", database.url),
                "store.tls = \"off\"".to_owned(),
            ]);
        }
        lines.join("\n") + "\n"
    }
}
