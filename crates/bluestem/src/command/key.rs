//! `bluestem key`: the server's signing keys.

use std::process::ExitCode;

use crate::cli::KeyCommand;
use crate::command::app::open;
use crate::output::say;

pub(crate) async fn run(command: KeyCommand) -> anyhow::Result<ExitCode> {
    let KeyCommand::Rotate { store } = command;
    for kid in open(&store)?.rotate_signing_keys().await? {
        say(&format!("signing key  {kid}"));
    }
    say("Running servers sign with the new keys within half a minute. The old ones verify for one more day.");
    Ok(ExitCode::SUCCESS)
}
