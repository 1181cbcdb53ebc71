//! `bluestem migrate`: brings the schema of the stores up to this release.

use std::process::ExitCode;

use anyhow::Context;
use bluestem_store::postgres;

use crate::cli::StoreArgs;
use crate::database::Database;
use crate::output::say;
use crate::place::Place;
use crate::wiring::Stores;

pub(crate) async fn run(store: &StoreArgs) -> anyhow::Result<ExitCode> {
    let place = Place::of(store)?;
    let Database::Postgres(config) = &place.database else {
        // Opening embedded stores brings them up to date.
        Stores::open(&place).await?;
        say("The embedded stores are up to date.");
        return Ok(ExitCode::SUCCESS);
    };
    let steps = postgres::migrate(config).await.context("the schema stays as it was")?;
    for step in &steps {
        say(&format!("ran  {step}"));
    }
    say("The database is up to date.");
    Ok(ExitCode::SUCCESS)
}
