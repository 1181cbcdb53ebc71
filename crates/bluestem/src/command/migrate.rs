//! `bluestem migrate`: brings the schema of the stores up to this release, or says what that would do.

use std::process::ExitCode;

use anyhow::Context;
use bluestem_store::{SchemaStatus, embedded, postgres};

use crate::cli::MigrateArgs;
use crate::database::Database;
use crate::output::say;
use crate::place::Place;
use crate::wiring::Stores;

pub(crate) async fn run(args: &MigrateArgs) -> anyhow::Result<ExitCode> {
    let place = Place::of(&args.store)?;
    let found = status(&place.database).await?;
    if args.status {
        show(&found);
    } else if args.dry_run {
        print(&found, &place.database).await?;
    } else {
        for step in migrate(&place, &found).await.context("the schema stays as it was")? {
            say(&format!("ran  {step}"));
        }
        say("The schema is up to date.");
    }
    Ok(ExitCode::SUCCESS)
}

/// Where the schema of every plane stands.
pub(super) async fn status(database: &Database) -> anyhow::Result<Vec<SchemaStatus>> {
    Ok(match database {
        Database::Embedded(folder) => embedded::status(folder)?,
        Database::Postgres(config) => postgres::status(config).await?,
    })
}

fn show(found: &[SchemaStatus]) {
    say("plane     found  known  state");
    for SchemaStatus { plane, version, known, pending } in found {
        let state = match pending.len() {
            _ if version > known => "newer; this release can run on it".to_owned(),
            0 => "up to date".to_owned(),
            1 => "1 step to run".to_owned(),
            steps => format!("{steps} steps to run"),
        };
        say(&format!("{plane:8}  {version:5}  {known:5}  {state}"));
    }
}

async fn print(found: &[SchemaStatus], database: &Database) -> anyhow::Result<()> {
    for SchemaStatus { plane, pending, .. } in found {
        for step in pending {
            say(&format!("-- {plane} {}: {}\n{}", step.version, step.name, step.sql.trim_end()));
        }
    }
    let keys = match database {
        Database::Postgres(config) => postgres::makes_match_keys(config).await?,
        Database::Embedded(_) => false,
    };
    if keys {
        say("-- claims: what people are found by is made anew for everybody");
    }
    if !keys && found.iter().all(|plane| plane.pending.is_empty()) {
        say("-- nothing to do");
    }
    Ok(())
}

/// Returns the steps that ran.
async fn migrate(place: &Place, found: &[SchemaStatus]) -> anyhow::Result<Vec<String>> {
    if let Database::Postgres(config) = &place.database {
        return Ok(postgres::migrate(config).await?);
    }
    // Opening embedded stores brings them up to date.
    Stores::open(place).await?;
    let steps = |plane: &SchemaStatus| -> Vec<String> {
        plane.pending.iter().map(|step| format!("{}: {}", plane.plane, step.name)).collect()
    };
    Ok(found.iter().flat_map(steps).collect())
}
