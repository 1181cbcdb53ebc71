//! How to reach PostgreSQL.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// How to reach PostgreSQL.
#[derive(Clone)]
pub struct PostgresConfig {
    /// Where to write: `postgres://user:password@host:port/database`.
    pub url: String,
    /// Where to read claims, when not where they are written: a streaming replica.
    pub reader_url: Option<String>,
    /// How many connections each endpoint may have open at once.
    pub connections: usize,
    /// How long opening a connection may take, and waiting for a free one.
    pub connect_timeout: Duration,
    /// How long one statement may take; parts of a load and migrations are exempt.
    pub statement_timeout: Duration,
    /// Whether statements may be kept on connections under a name, which saves parsing them each time. Not behind a
    /// pooler in transaction mode that does not carry them over.
    pub named_statements: bool,
    /// How connections are protected.
    pub tls: TlsMode,
}

/// How connections are protected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TlsMode {
    /// Not at all: for a socket, the own machine, or a network that protects them.
    Off,
    /// TLS; the server's name and certificate are checked against the authorities in this PEM file.
    Verify {
        /// Certificates of the authorities.
        ca_file: PathBuf,
    },
}

impl PostgresConfig {
    /// The usual settings for a database at `url`, without TLS.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            reader_url: None,
            connections: 16,
            connect_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(10),
            named_statements: true,
            tls: TlsMode::Off,
        }
    }
}

// URLs hold passwords.
impl fmt::Debug for PostgresConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresConfig")
            .field("connections", &self.connections)
            .field("connect_timeout", &self.connect_timeout)
            .field("statement_timeout", &self.statement_timeout)
            .field("named_statements", &self.named_statements)
            .field("tls", &self.tls)
            .finish_non_exhaustive()
    }
}
