//! `bluestem backup` and `bluestem restore`: copies of an embedded installation.

use std::process::ExitCode;

use anyhow::bail;
use bluestem_model::time::Clock as _;

use crate::backup;
use crate::cli::{BackupArgs, RestoreArgs};
use crate::database::Database;
use crate::moved;
use crate::output::say;
use crate::place::Place;
use crate::system::SystemClock;

pub(crate) fn run(args: &BackupArgs) -> anyhow::Result<ExitCode> {
    let place = Place::of(&args.store)?;
    let Database::Embedded(data) = &place.database else {
        bail!(
            "a database is backed up by PostgreSQL's own programs: see \"Backup and restore\" in docs/operations.md"
        );
    };
    moved::refuse(data)?;
    backup::refuse_unfinished(data)?;
    let (files, bytes) = backup::make(data, place.files.local(), &args.to, SystemClock.now())?;
    say(&format!("backed up  {files} files, {bytes} bytes, to {}", args.to.display()));
    say(
        "The master key is not in it: keep a copy of the key elsewhere. Without it the secrets in the backup are lost.",
    );
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn restore(args: &RestoreArgs) -> anyhow::Result<ExitCode> {
    let (Some(data), Some(key)) = (&args.data, &args.key) else {
        let at = backup::check(&args.from)?;
        say(&format!("good  {} holds what it held at {at}", args.from.display()));
        return Ok(ExitCode::SUCCESS);
    };
    let at = backup::restore(&args.from, data, key)?;
    say(&format!("restored  {} as of {at}", data.display()));
    say("What was granted, revoked or loaded later is not in it.");
    Ok(ExitCode::SUCCESS)
}
