//! django-oauth-toolkit, filled and started.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::issuer::Issuer;
use crate::process::{self, Server, free_port};

/// The Django project, compiled in: the benchmark runs from anywhere.
const FILES: [(&str, &str); 3] = [
    ("project.py", include_str!("../../django/project.py")),
    ("seed.py", include_str!("../../django/seed.py")),
    ("gunicorn.conf.py", include_str!("../../django/gunicorn.conf.py")),
];

/// A running django-oauth-toolkit. It ends when this is dropped.
pub(crate) struct Toolkit {
    pub(crate) issuer: Issuer,
    /// Codes of one user.
    pub(crate) codes: Vec<String>,
    /// One code of each of some others.
    pub(crate) others: Vec<String>,
    _server: Server,
}

impl Toolkit {
    /// Makes its database in `folder` and starts it with the packages that `python` has.
    pub(crate) fn start(python: &Path, folder: &Path, codes: usize, users: usize) -> Result<Self> {
        let project = folder.join("django");
        std::fs::create_dir_all(&project)?;
        for (name, text) in FILES {
            std::fs::write(project.join(name), text)?;
        }
        let place = |name: &str| project.join(name).to_string_lossy().into_owned();
        let database = format!("BENCH_DATABASE={}", place("db.sqlite3"));
        let (python, seed) = (python.to_string_lossy(), place("seed.py"));
        let (codes, users) = (codes.to_string(), users.to_string());
        let env = Path::new("/usr/bin/env");
        let printed = process::run(env, &[&database, &python, &seed, &codes, &users])?.printed;
        let made: Value =
            serde_json::from_str(&printed).context("the seed of bench/django prints no JSON")?;
        let port = free_port()?;
        let (bind, config) = (format!("127.0.0.1:{port}"), place("gunicorn.conf.py"));
        let gunicorn = ["-m", "gunicorn", "--chdir", &place(""), "--bind", &bind, "--config", &config];
        let arguments = [&[database.as_str(), &python], &gunicorn[..], &["project:application"]].concat();
        let server = Server::start(env, &arguments, port)?;
        let text = |name: &str| made.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let list = |name: &str| {
            let values = made.get(name).and_then(Value::as_array).into_iter().flatten();
            values.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        Ok(Self {
            issuer: Issuer::toolkit(server.address, text("client"), text("secret")),
            codes: list("codes"),
            others: list("others"),
            _server: server,
        })
    }
}
