//! Configuration: one TOML file, overridden by `BLUESTEM_*` environment variables.

mod key;
mod source;

pub(crate) use key::KEYS;

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Table, Value};

use crate::database;

/// What can be configured. [`KEYS`] says what each key means; a test holds the two together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) public_url: String,
    pub(crate) listen: SocketAddr,
    /// Always there with embedded stores.
    #[serde(default)]
    pub(crate) data: Option<PathBuf>,
    #[serde(default)]
    pub(crate) store: Store,
    #[serde(default)]
    pub(crate) displays: Option<PathBuf>,
    #[serde(default)]
    pub(crate) files: Files,
    #[serde(default)]
    pub(crate) log: Option<String>,
    #[serde(default)]
    pub(crate) trusted_proxies: Option<String>,
    #[serde(default)]
    pub(crate) keys: Keys,
    #[serde(default)]
    pub(crate) labels: Labels,
    #[serde(default)]
    pub(crate) mbi_hash: MbiHash,
    #[serde(default)]
    pub(crate) fetch: Fetch,
    #[serde(default)]
    pub(crate) sandbox: Sandbox,
    #[serde(default)]
    pub(crate) identity: Identity,
    #[serde(default)]
    pub(crate) slsx: Slsx,
    #[serde(default)]
    pub(crate) networks: Networks,
    #[serde(default)]
    pub(crate) limits: Limits,
    #[serde(default)]
    pub(crate) metrics: Metrics,
    #[serde(default)]
    pub(crate) traces: Traces,
    #[serde(default)]
    pub(crate) v2: V2,
    #[serde(default)]
    pub(crate) worker: Worker,
}

/// Where the planes are kept.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Store {
    pub(crate) kind: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) url_file: Option<PathBuf>,
    pub(crate) reader_url: Option<String>,
    pub(crate) reader_url_file: Option<PathBuf>,
    pub(crate) connections: Option<u32>,
    pub(crate) connect_seconds: Option<u32>,
    pub(crate) statement_seconds: Option<u32>,
    pub(crate) named_statements: Option<bool>,
    pub(crate) tls: Option<String>,
    pub(crate) ca_file: Option<PathBuf>,
}

// URLs hold passwords.
impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("kind", &self.kind).field("tls", &self.tls).finish_non_exhaustive()
    }
}

/// Where files are kept that all processes share.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Files {
    pub(crate) kind: Option<String>,
    pub(crate) folder: Option<PathBuf>,
    pub(crate) cache: Option<PathBuf>,
    pub(crate) endpoint: Option<String>,
    pub(crate) bucket: Option<String>,
    pub(crate) prefix: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) access_key_file: Option<PathBuf>,
    pub(crate) secret_key_file: Option<PathBuf>,
    pub(crate) path_style: Option<bool>,
    pub(crate) http: bool,
    pub(crate) request_seconds: Option<u32>,
}

/// Where keys are.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Keys {
    pub(crate) master: Option<PathBuf>,
}

/// By what claims are labelled.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Labels {
    pub(crate) part2: Option<PathBuf>,
}

/// How identifiers are hashed for partners who search by the hash.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct MbiHash {
    pub(crate) pepper_file: Option<PathBuf>,
    pub(crate) iterations: Option<u32>,
}

/// How other servers are asked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Fetch {
    pub(crate) loopback: bool,
}

/// What belongs to the sandbox alone. `serve` refuses it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Sandbox {
    pub(crate) sign_in: bool,
}

/// How members sign in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Identity {
    pub(crate) provider: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) issuer: Option<String>,
    pub(crate) client_id: Option<String>,
    pub(crate) client_secret_file: Option<PathBuf>,
    pub(crate) scope: Option<String>,
    pub(crate) userinfo: bool,
    pub(crate) person_claim: Option<String>,
    pub(crate) mbi_claim: Option<String>,
    pub(crate) subjects: Option<PathBuf>,
    pub(crate) demographics: bool,
}

/// The addresses of Medicare.gov's sign-in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Slsx {
    pub(crate) login: Option<String>,
    pub(crate) health: Option<String>,
    pub(crate) token: Option<String>,
    pub(crate) userinfo: Option<String>,
    pub(crate) sign_out: Option<String>,
}

/// CMS Aligned Networks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Networks {
    pub(crate) credentials: Option<PathBuf>,
}

/// How jobs are done.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Worker {
    pub(crate) jobs: Option<u32>,
    pub(crate) lease_seconds: Option<u32>,
    pub(crate) in_serve: Option<bool>,
}

/// How `/v2` answers.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct V2 {
    pub(crate) defects: Option<String>,
}

/// How the process is watched.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Metrics {
    pub(crate) listen: Option<SocketAddr>,
}

/// Where traces are sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Traces {
    pub(crate) endpoint: Option<String>,
    pub(crate) one_in: Option<u32>,
}

/// Bounds on what a request may take.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Limits {
    pub(crate) header_bytes: Option<u32>,
    pub(crate) body_bytes: Option<u32>,
    pub(crate) request_seconds: Option<u32>,
    pub(crate) unready_seconds: Option<u32>,
    pub(crate) drain_seconds: Option<u32>,
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum ConfigError {
    #[error("cannot read {path}: {reason}")]
    Unreadable { path: PathBuf, reason: String },
    #[error("{path} is not TOML: {reason}")]
    NotToml { path: PathBuf, reason: String },
    #[error("unknown key `{key}` in {place}; did you mean `{nearest}`?")]
    UnknownKey { key: String, place: String, nearest: String },
    #[error("missing key `{0}`: set it in the file or as {env}", env = key::environment_name(.0))]
    MissingKey(&'static str),
    #[error("`{key}` must be {expected}, not `{found}`")]
    WrongValue { key: String, expected: &'static str, found: String },
    #[error("`{key}` needs `{needed} = \"{value}\"`")]
    Unused { key: &'static str, needed: &'static str, value: &'static str },
    #[error("{0}")]
    Invalid(String),
}

/// Reads the configuration from `file` (when given) and the environment.
pub(crate) fn read(
    file: Option<&Path>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, ConfigError> {
    let mut table = source::empty();
    if let Some(path) = file {
        source::overlay_file(&mut table, path)?;
    }
    source::overlay_environment(&mut table, environment)?;
    if let Some(key) = KEYS.iter().find(|key| is_missing(&table, key)) {
        return Err(ConfigError::MissingKey(key.name));
    }
    table.try_into().map_err(|error: toml::de::Error| ConfigError::Invalid(error.message().to_owned()))
}

/// Whether a key must be set and is not. PostgreSQL needs no folder.
fn is_missing(table: &Table, key: &key::Key) -> bool {
    let kind = source::get(table, "store.kind").and_then(Value::as_str);
    let spared = key.name == "data" && kind.is_some_and(|kind| kind != database::EMBEDDED);
    key.required && !spared && source::get(table, key.name).is_none()
}

/// Refuses keys that are set, as each pair says, but count for nothing unless `needed` has this value.
pub(crate) fn refuse_unused(
    keys: &[(&'static str, bool)],
    needed: &'static str,
    value: &'static str,
) -> Result<(), ConfigError> {
    let set = keys.iter().find(|(_, is_set)| *is_set);
    set.map_or(Ok(()), |(key, _)| Err(ConfigError::Unused { key, needed, value }))
}

#[cfg(test)]
mod tests;
