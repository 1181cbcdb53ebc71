//! `bluestem doctor`: looks at everything that the server needs, and says what is wrong and what to do. Changes nothing
//! that stays.

mod files;
mod finding;
mod identity;
mod machine;
mod stores;

use std::process::ExitCode;
use std::sync::Arc;

use bluestem_auth::fetch::Nowhere;
use serde::Serialize;

use crate::cli::DoctorArgs;
use crate::config::{self, Config};
use crate::networks;
use crate::output::say;
use crate::place::Place;
use crate::system::SystemClock;
use crate::wiring;
use finding::{Finding, Level};

#[derive(Serialize)]
struct Report {
    /// Whether nothing is a problem.
    healthy: bool,
    findings: Vec<Finding>,
}

pub(crate) async fn run(args: &DoctorArgs) -> anyhow::Result<ExitCode> {
    let findings = examine(args).await;
    let healthy = findings.iter().all(|finding| finding.level < Level::Problem);
    if args.json {
        say(&serde_json::to_string_pretty(&Report { healthy, findings })?);
    } else {
        for finding in &findings {
            say(&finding.lines());
        }
    }
    Ok(if healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn examine(args: &DoctorArgs) -> Vec<Finding> {
    let read = config::read(args.config.as_deref(), std::env::vars()).map_err(anyhow::Error::from);
    let (config, place) = match read.and_then(|config| understood(&config).map(|place| (config, place))) {
        Ok(understood) => understood,
        Err(error) => {
            let advice = "`bluestem check-config` lists the keys; nothing else can be looked at before";
            return vec![Finding::problem("configuration", format!("{error:#}"), advice)];
        }
    };
    let mut findings = vec![Finding::ok("configuration", "reads")];
    findings.extend(public_url(&config));
    findings.extend(machine::secrets(&config));
    findings.extend(machine::folder(&config));
    findings.push(machine::open_files());
    findings.extend(stores::examine(&place).await);
    findings.push(files::examine(&place.files).await);
    findings.extend(identity::examine(&config).await);
    findings
}

/// Whether `serve` would take the configuration, and where things are by it.
fn understood(config: &Config) -> anyhow::Result<Place> {
    super::serve::refuse_sandbox(config)?;
    wiring::proxies(config.trusted_proxies.as_deref())?;
    wiring::defects(config.v2.defects.as_deref())?;
    networks::credentials(config.networks.credentials.as_deref())?;
    crate::identity::provider(config, Arc::new(Nowhere), Arc::new(SystemClock))?;
    config.public_url.parse::<bluestem_web::base_url::BaseUrl>()?;
    Place::configured(config)
}

/// Tokens go over the wire.
fn public_url(config: &Config) -> Option<Finding> {
    let local = ["http://localhost", "http://127.0.0.1", "http://[::1]"];
    let open = config.public_url.starts_with("http://");
    let near = local.iter().any(|start| config.public_url.starts_with(start));
    (open && !near).then(|| {
        let found = format!("`public_url` is {}, without TLS", config.public_url);
        Finding::problem(
            "public_url",
            found,
            "put a proxy that ends TLS before the server, and name its https URL",
        )
    })
}
