//! One run: what is measured, in which order.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::at_scale::{self, Ground, Loaded};
use crate::backend::{Backend, Home};
use crate::growth::{self, Measured};
use crate::input::Source;
use crate::postgres::Postgres;
use crate::process;
use crate::{RunArgs, measure, oauth, record, render, say, split, table};

/// Measures everything that is asked for.
pub(crate) async fn run(args: &RunArgs) -> Result<()> {
    fs::create_dir_all(&args.work)?;
    let work = args.work.canonicalize()?;
    let small = source(args, &work, "idr", args.members)?;
    let large = source(args, &work, "idr", args.more_members)?;
    let stores = tempfile::tempdir_in(&work)?;
    for backend in [Backend::Embedded, Backend::Postgres] {
        if args.backend.is_some_and(|only| only != backend) {
            continue;
        }
        let postgres = match backend {
            Backend::Embedded => None,
            // PostgreSQL runs as another user, who may not look into the working folder.
            Backend::Postgres => Some(Postgres::start(&args.repository, &server_folder())?),
        };
        let ground =
            Ground { binary: &args.binary, backend, postgres: postgres.as_ref(), folder: stores.path() };
        let (text, measured) = one_backend(args, &ground, &small, &large).await?;
        if args.record {
            record::between(&args.repository.join("docs/performance.md"), backend.name(), &text)?;
            growth::keep(&args.repository, backend, measured)?;
        }
    }
    Ok(())
}

fn server_folder() -> PathBuf {
    std::env::temp_dir().join(format!("bluestem-bench-{}", std::process::id()))
}

/// Measures one backend. Returns the tables, and what growth is computed from.
async fn one_backend(
    args: &RunArgs,
    ground: &Ground<'_>,
    small: &Source,
    large: &Source,
) -> Result<(String, Measured)> {
    say(&format!("\n{}\n", ground.backend.name()));
    let (_, less) = ground.load("small", small).await?;
    let (home, more) = ground.load("large", large).await?;
    home.settle().await?;
    let mut tables = Vec::new();
    let serving = at_scale::serving(ground, &home, small).await?;
    tables.push(at_scale::render(&[&less, &more], &serving));
    say(&format!("{}\n", tables.concat()));
    if ground.backend == Backend::Embedded {
        tables.push(engine_alone(args, ground, &home, small).await?);
    }
    home.settle().await?;
    let seconds = Duration::from_secs(args.seconds);
    let sandbox = ground.sandbox(&home)?;
    let bare = home.data.join("bare");
    let rows = measure::all(&sandbox, large, &bare, seconds).await?;
    tables.push(table::render(&rows));
    say(&format!("{}\n", tables.last().map_or("", String::as_str)));
    let python = args.python.as_deref().filter(|_| ground.backend == Backend::Embedded);
    let tokens = oauth::all(&sandbox, large, &home.data, python, seconds).await?;
    tables.push(oauth::render(&tokens));
    let last = table::last_to_first(&rows).unwrap_or_default();
    tables.push(format!(
        "p99 of the last page to p99 of the first: {last:.2}. Memory of the server after all this: {:.0} MB.",
        sandbox.memory().unwrap_or_default()
    ));
    say(&tables.iter().rev().take(2).rev().cloned().collect::<Vec<_>>().join("\n\n"));
    let pages = rows.iter().find(|row| row.path.contains("first of"));
    let measured = measured(&more, pages.map_or(0.0, |row| row.ours.rate()));
    Ok((tables.join("\n\n"), measured))
}

fn measured(load: &Loaded, pages_per_second: f64) -> Measured {
    Measured {
        load_per_second: load.rate.round(),
        bytes_per_claim: load.disk.per_claim().round(),
        scattered_bytes_per_claim: load.disk.scattered_per_claim().round(),
        pages_per_second: pages_per_second.round(),
    }
}

/// What needs no server: loads of the research format, rendering, the binary.
async fn engine_alone(args: &RunArgs, ground: &Ground<'_>, home: &Home, small: &Source) -> Result<String> {
    let mut lines = vec!["| Without a server | Figure |".to_owned(), "|---|---|".to_owned()];
    let rif = folder(args, small.folder.parent().context("no working folder")?, "rif", args.members)?;
    let empty = ground.home("rif").await?;
    let ended = empty.run(&["load", "rif", &rif.to_string_lossy()])?;
    let rate = f64::from(small.claims) / ended.took.as_secs_f64();
    lines.push(format!("| load of RIF files, some {} claims | {rate:.0} claims/s |", small.claims));
    let share = split::seconds(&rif)? / ended.took.as_secs_f64();
    lines.push(format!("| reading and splitting the same bytes alone | {share:.2} of the time |"));
    let rendering = render::measure(&home.data, Duration::from_secs(args.seconds)).await?;
    lines.push(format!(
        "| rendering alone, one core | {:.0} claims/s, {:.0} MB/s, {:.2} of copying the same bytes |",
        rendering.claims, rendering.megabytes, rendering.of_copying
    ));
    let binary = fs::metadata(&args.binary)?.len() / 1_048_576;
    lines.push(format!("| binary | {binary} MB |"));
    let text = lines.join("\n");
    say(&format!("{text}\n"));
    Ok(text)
}

/// Source files, made unless an earlier run left them.
fn source(args: &RunArgs, work: &Path, format: &str, members: u32) -> Result<Source> {
    let source = Source::of(&folder(args, work, format, members)?)?;
    say(&format!("source files: {} claims, {} MB", source.claims, source.bytes / 1_048_576));
    Ok(source)
}

fn folder(args: &RunArgs, work: &Path, format: &str, members: u32) -> Result<PathBuf> {
    let folder = work.join(format!("{format}-{members}-{}", args.longest));
    if !folder.exists() {
        let new = folder.with_extension("new");
        let _ = fs::remove_dir_all(&new);
        let (members, longest) = (members.to_string(), args.longest.to_string());
        let out = new.to_str().context("the working folder has an odd name")?;
        let arguments =
            ["synth", format, "--members", &members, "--seed", "1", "--out", out, "--big", &longest];
        process::run(&args.binary, &arguments)?;
        fs::rename(&new, &folder)?;
    }
    Ok(folder)
}
