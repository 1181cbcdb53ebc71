//! Where the sandbox is found, and where it keeps its data.

use std::path::PathBuf;

use anyhow::{Context, ensure};
use bluestem_web::base_url::BaseUrl;

use crate::cli::SandboxArgs;
use crate::config::{self, Config};
use crate::place::Place;
use crate::wiring::make_private;

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
}

impl Site {
    /// As flags and configuration say.
    pub(super) fn of(args: &SandboxArgs) -> anyhow::Result<Self> {
        let config = args.config.as_deref().map(|file| config::read(Some(file), std::env::vars()));
        let config = config.transpose()?;
        config.as_ref().map_or(Ok(()), require_consent)?;
        let port = args.port.or(config.as_ref().map(|config| config.listen.port())).unwrap_or(PORT);
        let configured = config.as_ref().map(|config| config.public_url.clone());
        let public_url = args.public_url.clone().or(configured);
        let data = args.data.clone().or(config.as_ref().and_then(|config| config.data.clone()));
        let data = data.unwrap_or_else(|| DATA.into());
        make_private(&data).with_context(|| format!("cannot make {}", data.display()))?;
        let place = match config {
            Some(config) => Place::configured(&Config { data: Some(data.clone()), ..config })?,
            None => Place::folder(&data),
        };
        let base_url = public_url.unwrap_or_else(|| format!("http://localhost:{port}")).parse()?;
        Ok(Self { port, base_url, data, place })
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
