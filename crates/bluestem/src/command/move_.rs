//! `bluestem move`: carries an embedded installation over into a PostgreSQL database.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use bluestem_model::time::Clock as _;
use bluestem_store::postgres::PostgresConfig;
use bluestem_store::transfer::{self, Carried, Compared, Source, Target};

use crate::backup;
use crate::cli::{MoveArgs, MoveFrom, MoveTo};
use crate::config;
use crate::database::Database;
use crate::files::FOLDER;
use crate::moved;
use crate::output::say;
use crate::place::{KEY_FILE, PLATFORM_FILE, Place};
use crate::system::SystemClock;

/// How the command ends when all was copied but the folder is still in use.
const NOT_DONE: u8 = 3;

/// How often a folder in use is looked at.
const LOOK: Duration = Duration::from_secs(1);

pub(crate) async fn run(args: &MoveArgs) -> anyhow::Result<ExitCode> {
    let (MoveFrom::Embedded, MoveTo::Postgres) = (args.from, args.to);
    let place = Place::configured(&config::read(args.config.as_deref(), std::env::vars())?)?;
    let Database::Postgres(database) = &place.database else {
        bail!("the configuration is of an embedded installation: it must have `store.kind = \"postgres\"`");
    };
    ensure!(args.data.join(PLATFORM_FILE).exists(), "there are no stores in {}", args.data.display());
    backup::refuse_unfinished(&args.data)?;
    if args.verify {
        return verify(&args.data, database).await;
    }
    let key = args.key.clone().unwrap_or_else(|| args.data.join(KEY_FILE));
    same_key(&key, &place.key_file()?)?;
    let target = open(database).await?;
    target.begin(moved::id(&args.data)?, SystemClock.now()).await?;
    let Some(source) = free(args, &target).await? else {
        say(
            "NOT DONE: the folder is still open in another process, and what it writes since the copy began is \
             not in the database. Stop every process that works on the folder and run this again: it takes what \
             changed",
        );
        return Ok(ExitCode::from(NOT_DONE));
    };
    let carried = carry(&source, &target).await?;
    for table in &carried {
        say(&format!("verified  {:28} {}", table.table, table.content));
    }
    moved::mark(&args.data, SystemClock.now())?;
    target.finish(SystemClock.now()).await?;
    drop(source);
    say(&format!("done: {} tables hold the same rows on both sides", carried.len()));
    remind(&args.data, &place);
    Ok(ExitCode::SUCCESS)
}

/// The folder, once nobody else has it open; None when somebody has. Meanwhile what is there is copied, so that
/// little is left to do.
async fn free(args: &MoveArgs, target: &Target) -> anyhow::Result<Option<Source>> {
    if let Some(source) = Source::alone(&args.data)? {
        return Ok(Some(source));
    }
    say("the folder is in use: copying what is there at this moment");
    carry(&Source::snapshot(&args.data)?, target).await?;
    if args.wait {
        say("copied. Stop every process that works on the folder now: the rest follows at once");
    }
    loop {
        let source = Source::alone(&args.data)?;
        if source.is_some() || !args.wait {
            return Ok(source);
        }
        tokio::time::sleep(LOOK).await;
    }
}

async fn carry(source: &Source, target: &Target) -> anyhow::Result<Vec<Carried>> {
    let report = |table: &Carried| {
        say(&format!("copied    {:28} {} rows, {} written", table.table, table.content.rows, table.written));
    };
    transfer::carry(source, target, report).await.context("the move is not done")
}

async fn open(database: &PostgresConfig) -> anyhow::Result<Target> {
    Target::open(database).await.context("cannot move into the database")
}

async fn verify(data: &Path, database: &PostgresConfig) -> anyhow::Result<ExitCode> {
    let compared = transfer::compare(&Source::snapshot(data)?, &open(database).await?).await?;
    for Compared { table, source, target } in &compared {
        if source == target {
            say(&format!("same      {table:28} {source}"));
        } else {
            say(&format!("DIFFERS   {table:28} {source} in the folder, {target} in the database"));
        }
    }
    let differ = compared.iter().filter(|table| table.source != table.target).count();
    ensure!(differ == 0, "{differ} of {} tables differ", compared.len());
    Ok(ExitCode::SUCCESS)
}

/// Secrets are moved as they are sealed: without the same key nobody could open them.
fn same_key(ours: &Path, theirs: &Path) -> anyhow::Result<()> {
    let read = |file: &Path| {
        std::fs::read_to_string(file)
            .with_context(|| format!("cannot read the master key {}", file.display()))
    };
    ensure!(
        read(ours)?.trim() == read(theirs)?.trim(),
        "{} is not the key that seals the secrets in the folder: copy {} there, or let `keys.master` name it",
        theirs.display(),
        ours.display()
    );
    Ok(())
}

fn remind(data: &Path, place: &Place) {
    let files = data.join(FOLDER);
    if files.exists() && place.files.local() != Some(&files) {
        let (from, to) = (files.display(), place.files.in_words());
        say(&format!("files are not in the database: copy those in {from}; they are kept {to} from now on"));
    }
    say(&format!(
        "nothing serves from {} any more; keep it until the first backup of the database",
        data.display()
    ));
}
