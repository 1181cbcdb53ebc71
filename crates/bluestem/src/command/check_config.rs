//! `bluestem check-config`: says what is wrong with a configuration, or what it amounts to.

use std::process::ExitCode;

use crate::cli::ConfigArgs;
use crate::config::{self, KEYS};
use crate::output::say;
use crate::wiring;

pub(crate) fn run(args: &ConfigArgs) -> anyhow::Result<ExitCode> {
    let config = config::read(args.config.as_deref(), std::env::vars())?;
    super::serve::refuse_sandbox(&config)?;
    wiring::proxies(config.trusted_proxies.as_deref())?;
    say("The configuration is good.");
    say(&format!("  serves   {} on {}", config.public_url, config.listen));
    say(&format!("  keeps    its data in {}", config.data.display()));
    say("Keys that can be set:");
    for key in KEYS {
        let need = if key.required { " (required)" } else { "" };
        say(&format!("  {:24} {}{need}", key.name, key.meaning));
    }
    Ok(ExitCode::SUCCESS)
}
