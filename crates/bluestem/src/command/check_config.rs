//! `bluestem check-config`: says what is wrong with a configuration, or what it amounts to.

use std::process::ExitCode;
use std::sync::Arc;

use bluestem_auth::fetch::Nowhere;
use bluestem_auth::identity::IdentityProvider;
use bluestem_auth::visit::CALLBACK;

use crate::cli::ConfigArgs;
use crate::config::{self, KEYS};
use crate::database::Database;
use crate::identity;
use crate::networks;
use crate::output::say;
use crate::place::Place;
use crate::system::SystemClock;
use crate::wiring;
use crate::worker::Worker;

pub(crate) fn run(args: &ConfigArgs) -> anyhow::Result<ExitCode> {
    let config = config::read(args.config.as_deref(), std::env::vars())?;
    super::serve::refuse_sandbox(&config)?;
    wiring::proxies(config.trusted_proxies.as_deref())?;
    wiring::defects(config.v2.defects.as_deref())?;
    Worker::configured(&config, wiring::limits(&config.limits).drain_time)?;
    let identity = identity::provider(&config, Arc::new(Nowhere), Arc::new(SystemClock))?;
    let credentials = networks::credentials(config.networks.credentials.as_deref())?;
    say("The configuration is good.");
    say(&format!("  serves   {} on {}", config.public_url, config.listen));
    let place = Place::configured(&config)?;
    say(&match &place.database {
        Database::Embedded(folder) => format!("  keeps    its data in {}", folder.display()),
        Database::Postgres(_) => "  keeps    its data in PostgreSQL".to_owned(),
    });
    say(&format!("  files    {}", place.files.in_words()));
    say(&match identity {
        Some(IdentityProvider::Redirect(provider)) => format!("  members  sign in at {}", provider.name()),
        Some(IdentityProvider::Password(_)) | None => "  members  cannot sign in".to_owned(),
    });
    say(&format!(
        "  redirect {}{CALLBACK} (register it at the provider)",
        config.public_url.trim_end_matches('/')
    ));
    if !credentials.is_empty() {
        say(&format!("  networks {} enrolments of apps with credential providers", credentials.len()));
    }
    say("Keys that can be set:");
    for key in KEYS {
        let need = if key.required { " (required)" } else { "" };
        say(&format!("  {:28} {}{need}", key.name, key.meaning));
    }
    Ok(ExitCode::SUCCESS)
}
