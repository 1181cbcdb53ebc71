//! The stores: their schema, the database's clock, the keys, and when something last happened.

use bluestem_auth::AuthConfig;
use bluestem_auth::fetch::Nowhere;
use bluestem_model::time::{Clock as _, SECOND, Timestamp};
use bluestem_store::audit::AuditQuery;
use bluestem_store::postgres::{self, PostgresConfig, TlsMode};
use std::sync::Arc;

use super::finding::Finding;
use crate::command::migrate;
use crate::database::Database;
use crate::place::Place;
use crate::system::SystemClock;
use crate::wiring::{self, Stores};

/// Seconds by which clocks may differ: codes and proofs live for minutes.
const DIFFERENCE: i64 = 2;
/// Days without an event that make one wonder.
const QUIET_DAYS: i64 = 7;
const DAY: i64 = 24 * 3600;

pub(super) async fn examine(place: &Place) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Database::Postgres(config) = &place.database {
        findings.push(protection(config));
        match postgres::server(config).await {
            Ok(server) => findings.extend(database(&server)),
            Err(error) => {
                let advice =
                    "see that the database runs, that `store.url` leads to it, and that it lets this user in";
                findings.push(Finding::problem("database", error.to_string(), advice));
                return findings;
            }
        }
    }
    let current = schema(place, &mut findings).await;
    if current {
        findings.extend(contents(place).await);
    }
    findings
}

fn protection(config: &PostgresConfig) -> Finding {
    match config.tls {
        TlsMode::Verify { .. } => {
            Finding::ok("database", "is reached with TLS, and its certificate is checked")
        }
        TlsMode::Off => Finding::warning(
            "database",
            "is reached without TLS",
            "fine on this machine or within a protected network; else set `store.ca_file`",
        ),
    }
}

fn database(server: &postgres::Server) -> Vec<Finding> {
    let version = format!("PostgreSQL {} answers", server.version);
    let mut findings = vec![Finding::ok("database", version)];
    if server.standby {
        let advice = "let `store.url` lead to the primary; `store.reader_url` may lead here";
        findings.push(Finding::problem("database", "is a standby, which takes no writes", advice));
    }
    let off = (server.now.0 - SystemClock.now().0) / SECOND;
    findings.push(if off.abs() <= DIFFERENCE {
        Finding::ok("clock", "is the database's")
    } else {
        let found = format!("differs from the database's by {off} seconds");
        Finding::problem("clock", found, "let both machines follow the same time service")
    });
    findings
}

/// Looks at every plane's schema; whether the stores can be opened without changing them.
async fn schema(place: &Place, findings: &mut Vec<Finding>) -> bool {
    let found = match migrate::status(&place.database).await {
        Ok(found) => found,
        Err(error) => {
            let advice = "a schema that this release does not know was made by a newer one: run that";
            findings.push(Finding::problem("schema", format!("{error:#}"), advice));
            return false;
        }
    };
    let behind: Vec<&str> =
        found.iter().filter(|plane| !plane.pending.is_empty()).map(|plane| plane.plane).collect();
    if behind.is_empty() {
        findings.push(Finding::ok("schema", "is this release's"));
        return true;
    }
    let told = format!("is older than this release, or not made yet: {}", behind.join(", "));
    findings.push(match place.database {
        Database::Embedded(_) => Finding::warning("schema", told, "the next start brings it up to date"),
        Database::Postgres(_) => Finding::problem("schema", told, "run `bluestem migrate`"),
    });
    false
}

async fn contents(place: &Place) -> Vec<Finding> {
    let stores = match Stores::open(place).await {
        Ok(stores) => stores,
        Err(error) => {
            let advice = "the sentence says which file or key; `bluestem key master FILE` makes a master key";
            return vec![Finding::problem("stores", format!("{error:#}"), advice)];
        }
    };
    vec![keys(&stores).await, last_event(&stores).await]
}

/// Whether the master key opens what it sealed.
async fn keys(stores: &Stores) -> Finding {
    let config = AuthConfig::new("https://doctor.invalid");
    let auth = wiring::auth(stores, Arc::new(SystemClock), config, None, Arc::new(Nowhere));
    match auth.open_signing_keys().await {
        Ok(0) => Finding::ok("keys", "no signing key is made yet; the first start makes them"),
        Ok(count) => Finding::ok("keys", format!("the master key opens the {count} signing keys")),
        Err(error) => Finding::problem(
            "keys",
            error.to_string(),
            "put the master key back with which the stores were begun; it is in your backup of keys",
        ),
    }
}

async fn last_event(stores: &Stores) -> Finding {
    let events = stores.audit.query(&AuditQuery { limit: 1, ..AuditQuery::default() }).await;
    let advice = "the sentence says why; without the audit trail nothing is given out";
    match events {
        Err(error) => Finding::problem("audit trail", error.to_string(), advice),
        Ok(events) => events.first().map_or_else(
            || Finding::ok("audit trail", "reads, and holds nothing yet"),
            |last| since(last.event.at),
        ),
    }
}

fn since(last: Timestamp) -> Finding {
    let seconds = (SystemClock.now().0 - last.0) / SECOND;
    let found = format!("reads; the last event was {}", ago(seconds));
    if seconds > QUIET_DAYS * DAY {
        return Finding::warning("audit trail", found, "see whether requests still arrive here");
    }
    Finding::ok("audit trail", found)
}

fn ago(seconds: i64) -> String {
    match seconds {
        ..120 => "a moment ago".to_owned(),
        120..7200 => format!("{} minutes ago", seconds / 60),
        7200..172_800 => format!("{} hours ago", seconds / 3600),
        _ => format!("{} days ago", seconds / DAY),
    }
}
