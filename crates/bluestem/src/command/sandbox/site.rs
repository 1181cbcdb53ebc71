//! Where the sandbox is found, and where it keeps its data.

use std::path::PathBuf;

use anyhow::{Context, ensure};
use bluestem_web::base_url::BaseUrl;
use bluestem_web::state::Limits;

use crate::cli::SandboxArgs;
use crate::config::{self, Config};
use crate::place::Place;
use crate::wiring::{self, make_private};
use crate::worker::Worker;

/// Port of a sandbox that is told none.
const PORT: u16 = 8000;

/// Folder of a sandbox that is told none.
const DATA: &str = "sandbox-data";

/// Where the sandbox is found, and where it keeps its data. Flags count more than a configuration.
pub(super) struct Site {
    pub(super) port: u16,
    pub(super) base_url: BaseUrl,
    /// The folder, which exists; with a database, of what is not in it.
    pub(super) data: PathBuf,
    pub(super) place: Place,
    /// What to log.
    pub(super) log: Option<String>,
    pub(super) metrics: config::Metrics,
    pub(super) traces: config::Traces,
    pub(super) limits: Limits,
    /// How jobs are done; None: others do them.
    pub(super) worker: Option<Worker>,
}

impl Site {
    /// As flags and configuration say.
    pub(super) fn of(
        args: &SandboxArgs,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> anyhow::Result<Self> {
        let config = args.config.as_deref().map(|file| config::read(Some(file), environment));
        let config = config.transpose()?;
        config.as_ref().map_or(Ok(()), require_consent)?;
        let port = args.port.or(config.as_ref().map(|config| config.listen.port())).unwrap_or(PORT);
        let configured = config.as_ref().map(|config| config.public_url.clone());
        let public_url = args.public_url.clone().or(configured);
        let data = args.data.clone().or(config.as_ref().and_then(|config| config.data.clone()));
        let data = data.unwrap_or_else(|| DATA.into());
        make_private(&data).with_context(|| format!("cannot make {}", data.display()))?;
        let log = args.log.clone().or(config.as_ref().and_then(|config| config.log.clone()));
        let (metrics, traces, limits, worker) = config.as_ref().map_or_else(Default::default, |config| {
            (config.metrics.clone(), config.traces.clone(), config.limits.clone(), config.worker.clone())
        });
        let limits = wiring::limits(&limits, Limits::default());
        let worker = worker.in_serve.unwrap_or(true).then(|| Worker::sandbox(&worker, limits.drain_time));
        let place = match config {
            Some(config) => Place::configured(&Config { data: Some(data.clone()), ..config })?,
            None => Place::folder(&data),
        };
        let base_url = public_url.unwrap_or_else(|| format!("http://localhost:{port}")).parse()?;
        Ok(Self { port, base_url, data, place, log, metrics, traces, limits, worker: worker.transpose()? })
    }
}

/// `serve` refuses what is required here: no configuration leads the sandbox to other people's data by mistake.
fn require_consent(config: &Config) -> anyhow::Result<()> {
    ensure!(
        config.sandbox.sign_in,
        "`sandbox.sign_in` is not on: in a sandbox anybody signs in as anybody. Set it to true in a configuration \
         that is a sandbox's alone"
    );
    ensure!(
        config.listen.ip().is_loopback(),
        "`listen` must be an address of this machine, such as 127.0.0.1:8000"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_counts_for_more_than_where_things_are() {
        let folder = tempfile::tempdir().unwrap();
        let (file, data) = (folder.path().join("sandbox.toml"), folder.path().join("data"));
        let text = format!(
            "public_url = \"http://localhost:1\"\nlisten = \"127.0.0.1:1\"\ndata = \"{}\"\n\
             log = \"info\"\nsandbox.sign_in = true\nmetrics.listen = \"127.0.0.1:2\"\n\
             limits.body_bytes = 7\nworker.jobs = 3\n",
            data.display()
        );
        std::fs::write(&file, text).unwrap();
        let args = SandboxArgs {
            config: Some(file.clone()),
            port: None,
            public_url: None,
            data: None,
            members: None,
            seed: None,
            load: Vec::new(),
            log: None,
            clock: None,
        };
        let site = Site::of(&args, []).unwrap();
        assert_eq!((site.log.as_deref(), site.limits.body_bytes), (Some("info"), 7));
        assert_eq!(site.metrics.listen.map(|listen| listen.port()), Some(2));
        assert_eq!(site.worker.map(|worker| worker.jobs), Some(3));
        let plain = SandboxArgs { config: None, data: Some(data), ..args };
        let site = Site::of(&plain, []).unwrap();
        assert_eq!((site.metrics.listen, site.limits.body_bytes), (None, Limits::default().body_bytes));
        assert_eq!(site.worker.map(|worker| worker.jobs), Some(1));
    }
}
