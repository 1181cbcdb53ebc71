//! `bluestem key`: the server's signing keys, and the key that seals them.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, ensure};
use bluestem_auth::Auth;

use crate::cli::KeyCommand;
use crate::command::app::open;
use crate::output::say;
use crate::place::make_key;

pub(crate) async fn run(command: KeyCommand) -> anyhow::Result<ExitCode> {
    match command {
        KeyCommand::Rotate { store } => rotate(&open(&store).await?).await?,
        KeyCommand::Master { file } => master(&file)?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn rotate(auth: &Auth) -> anyhow::Result<()> {
    for kid in auth.rotate_signing_keys().await? {
        say(&format!("signing key  {kid}"));
    }
    say("Running servers sign with the new keys from now on. The old ones verify for one more day.");
    Ok(())
}

fn master(file: &Path) -> anyhow::Result<()> {
    let place = || format!("cannot make {}", file.display());
    ensure!(!file.exists(), "{}: there is a file already, and it is left as it is", place());
    make_key(file).with_context(place)?;
    say(&format!("master key  {}", file.display()));
    say("Give every process this file as `keys.master`, and keep a copy where the backups are not.");
    Ok(())
}
