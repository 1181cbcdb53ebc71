//! One backend at two sizes: loads, starts, and reads beside a load.

mod disk;
mod load;
mod mixed;
mod raw;
mod start;
mod table;

use std::path::Path;

use anyhow::{Context, Result};

pub(crate) use load::Loaded;
pub(crate) use table::{grouped, render};

use crate::backend::{Backend, Home};
use crate::input::Source;
use crate::measure;
use crate::postgres::Postgres;
use crate::process::{Server, free_port};

/// Installations of one backend.
pub(crate) struct Ground<'a> {
    pub(crate) binary: &'a Path,
    pub(crate) backend: Backend,
    /// The server, where the backend needs one.
    pub(crate) postgres: Option<&'a Postgres>,
    /// Folder for data folders.
    pub(crate) folder: &'a Path,
}

impl Ground<'_> {
    /// A fresh installation.
    pub(crate) async fn home(&self, name: &str) -> Result<Home> {
        let data = self.folder.join(format!("{}-{name}", self.backend.name()));
        match self.postgres.filter(|_| self.backend == Backend::Postgres) {
            Some(server) => Home::postgres(self.binary, &data, server.database(name).await?),
            None => Home::embedded(self.binary, &data),
        }
    }

    /// A sandbox over an installation.
    pub(crate) fn sandbox(&self, home: &Home) -> Result<Server> {
        let port = free_port()?;
        let arguments = home.sandbox(port)?;
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        Server::start(self.binary, &arguments, port)
    }

    /// Loads `source` into a fresh installation.
    pub(crate) async fn load(&self, name: &str, source: &Source) -> Result<(Home, Loaded)> {
        let home = self.home(name).await?;
        let loaded = load::load(&home, source).await?;
        Ok((home, loaded))
    }
}

/// What starts of a server and reads beside a load showed.
pub(crate) struct Serving {
    started: start::Started,
    mixed: mixed::Mixed,
}

/// Starts servers over a loaded installation, then loads claims of `source` again, changed, beside reads.
pub(crate) async fn serving(ground: &Ground<'_>, home: &Home, source: &Source) -> Result<Serving> {
    // Tokens are what a sandbox gives; they hold at every server over the same stores.
    let calls = {
        let sandbox = ground.sandbox(home)?;
        measure::reads_of_many(&sandbox, &source.people).await?
    };
    let started = start::measure(ground.binary, home, calls.first().context("nobody has claims")?).await?;
    let changed = Source::of(&mixed::changed(source, &home.data.join("changed"))?)?;
    let server = start::serve(ground.binary, home)?;
    let mixed = mixed::measure(server.address, home, calls, &changed).await?;
    Ok(Serving { started, mixed })
}
