//! Where the stores are: a folder, or a PostgreSQL database.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use bluestem_store::postgres::{PostgresConfig, TlsMode};

use crate::config::{self, Config, ConfigError, Store};

/// The values of `store.kind`.
pub(crate) const EMBEDDED: &str = "embedded";
const POSTGRES: &str = "postgres";

/// Where the stores are.
#[derive(Debug)]
pub(crate) enum Database {
    /// Files in this folder.
    Embedded(PathBuf),
    /// A PostgreSQL database.
    Postgres(Box<PostgresConfig>),
}

/// As the configuration says.
pub(crate) fn configured(config: &Config) -> anyhow::Result<Database> {
    match config.store.kind.as_deref() {
        None | Some(EMBEDDED) => {
            refuse_unused(&config.store)?;
            Ok(Database::Embedded(config.data.clone().context("`data` is not set")?))
        }
        Some(POSTGRES) => Ok(Database::Postgres(Box::new(postgres(&config.store)?))),
        Some(other) => bail!("`store.kind` is `{EMBEDDED}` or `{POSTGRES}`, not `{other}`"),
    }
}

/// Somebody who names a database and forgets the kind must not find the data in a folder.
fn refuse_unused(store: &Store) -> Result<(), ConfigError> {
    let keys = [
        ("store.url", store.url.is_some()),
        ("store.url_file", store.url_file.is_some()),
        ("store.reader_url", store.reader_url.is_some()),
        ("store.reader_url_file", store.reader_url_file.is_some()),
        ("store.tls", store.tls.is_some()),
        ("store.ca_file", store.ca_file.is_some()),
    ];
    config::refuse_unused(&keys, "store.kind", POSTGRES)
}

fn postgres(store: &Store) -> anyhow::Result<PostgresConfig> {
    let url = url("store.url", store.url.as_deref(), store.url_file.as_deref())?;
    let url = url.context("`store.url` or `store.url_file` must say where the database is")?;
    let usual = PostgresConfig::new(url);
    let seconds = |set: Option<u32>, usual| set.map_or(usual, |set| Duration::from_secs(u64::from(set)));
    Ok(PostgresConfig {
        reader_url: self::url(
            "store.reader_url",
            store.reader_url.as_deref(),
            store.reader_url_file.as_deref(),
        )?,
        connections: store.connections.map_or(usual.connections, |set| set as usize),
        connect_timeout: seconds(store.connect_seconds, usual.connect_timeout),
        statement_timeout: seconds(store.statement_seconds, usual.statement_timeout),
        named_statements: store.named_statements.unwrap_or(usual.named_statements),
        tls: tls(store)?,
        ..usual
    })
}

/// A URL, given itself or as a file that holds it.
fn url(key: &str, given: Option<&str>, file: Option<&Path>) -> anyhow::Result<Option<String>> {
    ensure!(given.is_none() || file.is_none(), "`{key}` and `{key}_file` are both set");
    let Some(file) = file else { return Ok(given.map(str::to_owned)) };
    let text = std::fs::read_to_string(file);
    let text = text.with_context(|| format!("`{key}_file`: cannot read {}", file.display()))?;
    Ok(Some(text.trim().to_owned()))
}

/// Data of people goes over the wire: TLS unless it is said that none is needed.
fn tls(store: &Store) -> anyhow::Result<TlsMode> {
    match (store.tls.as_deref(), &store.ca_file) {
        (None | Some("verify"), Some(file)) => Ok(TlsMode::Verify { ca_file: file.clone() }),
        (None | Some("verify"), None) => bail!(
            "`store.ca_file` is not set: it names who vouches for the database server. \
             `store.tls = \"off\"` is for a server on this machine or in a protected network"
        ),
        (Some("off"), None) => Ok(TlsMode::Off),
        (Some("off"), Some(_)) => bail!("`store.tls` is `off`, so `store.ca_file` has no use"),
        (Some(other), _) => bail!("`store.tls` is `verify` or `off`, not `{other}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(store: &Store) -> String {
        postgres(store).unwrap_err().to_string()
    }

    fn at(url: &str) -> Store {
        Store { url: Some(url.to_owned()), ..Store::default() }
    }

    #[test]
    fn a_database_without_tls_must_be_said_to_be_one() {
        assert!(refused(&at("postgres://db/x")).contains("store.ca_file"));
        let off = Store { tls: Some("off".to_owned()), ..at("postgres://db/x") };
        assert_eq!(postgres(&off).unwrap().tls, TlsMode::Off);
        assert!(refused(&Store { ca_file: Some("ca.pem".into()), ..off }).contains("no use"));
        let verify = Store { ca_file: Some("ca.pem".into()), ..at("postgres://db/x") };
        assert_eq!(postgres(&verify).unwrap().tls, TlsMode::Verify { ca_file: "ca.pem".into() });
    }

    #[test]
    fn the_url_is_given_once() {
        assert!(refused(&Store::default()).contains("store.url"));
        assert!(refused(&Store { url_file: Some("f".into()), ..at("postgres://db/x") }).contains("both"));
        assert!(
            refused(&Store { url_file: Some("/no/such".into()), ..Store::default() }).contains("/no/such")
        );
    }

    #[test]
    fn keys_of_a_database_are_refused_without_one() {
        let error = refuse_unused(&at("postgres://db/x")).unwrap_err().to_string();
        assert!(error.contains("store.url") && error.contains("store.kind"), "{error}");
        assert!(refuse_unused(&Store::default()).is_ok());
    }
}
