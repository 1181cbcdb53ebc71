//! `bluestem check-config`: says what is wrong with a configuration, or what it amounts to.

use std::process::ExitCode;

use bluestem_auth::identity::IdentityProvider;
use bluestem_auth::visit::CALLBACK;

use crate::cli::ConfigArgs;
use crate::config::{self, KEYS};
use crate::database::Database;
use crate::output::say;
use crate::serving::Serving;

pub(crate) fn run(args: &ConfigArgs) -> anyhow::Result<ExitCode> {
    let config = config::read(args.config.as_deref(), std::env::vars())?;
    let Serving { place, identity, credentials, .. } = Serving::checked(&config)?;
    say("The configuration is good.");
    say(&format!("  serves   {} on {}", config.public_url, config.listen));
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
