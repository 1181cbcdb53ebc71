//! The speed of the main paths, as ratios to a bare server that sends the same bytes in the same run.
//!
//! `make bench` runs it on the release binary. Everything happens on the loopback interface and ends by itself.

mod bare;
mod generator;
mod http;
mod input;
mod measure;
mod member;
mod oauth;
mod process;
mod render;
mod split;
mod table;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};

use crate::input::Source;
use crate::process::Server;

/// Measures the main paths of the binary.
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(flatten)]
    run: RunArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Args)]
struct RunArgs {
    /// The binary to measure.
    #[arg(long, default_value = "target/release/bluestem")]
    binary: PathBuf,
    /// Seconds per path and side.
    #[arg(long, default_value_t = 4)]
    seconds: u64,
    /// Synthetic members to make and load.
    #[arg(long, default_value_t = 1000)]
    members: u32,
    /// Claims of the person with the longest history.
    #[arg(long, default_value_t = 5000)]
    longest: u32,
    /// A Python that has the packages of bench/django/requirements.txt; without it, django-oauth-toolkit is left out.
    #[arg(long)]
    python: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve files as they are: the other side of the comparison.
    Bare {
        #[arg(long)]
        folder: PathBuf,
        #[arg(long)]
        port: u16,
    },
}

#[tokio::main]
async fn main() -> Result<()> {
    let cli = Cli::parse();
    match cli.command {
        Some(Command::Bare { folder, port }) => bare::serve(&folder, port).await,
        None => run(&cli.run).await,
    }
}

/// A line on standard output, at once.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // Nobody reads on when standard output is closed; the measurement may still end in order.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

async fn run(args: &RunArgs) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (files, data) = (folder.path().join("idr"), folder.path().join("data"));
    let source = make(args, &files)?;
    load(&args.binary, "idr", &source.folder, source.claims, &data)?;
    load_rif(args, folder.path(), source.claims)?;

    let seconds = Duration::from_secs(args.seconds);
    let rendering = render::measure(&data, seconds / 2).await?;
    say(&format!(
        "rendering alone, one core: {:.0} claims/s, {:.0} MB/s, {:.3} of copying the same bytes",
        rendering.claims, rendering.megabytes, rendering.of_copying
    ));

    let port = process::free_port()?;
    let (data, port_text) = (data.to_string_lossy(), port.to_string());
    let ours = Server::start(
        &args.binary,
        &["sandbox", "--data", &data, "--members", "0", "--port", &port_text],
        port,
    )?;
    say(&format!("start to ready: {:.0} ms", ours.came_up.as_secs_f64() * 1000.0));
    if let Some(memory) = ours.memory() {
        say(&format!("idle memory: {memory:.0} MB"));
    }
    let binary = std::fs::metadata(&args.binary)?.len();
    say(&format!("binary: {:.0} MB", megabytes(binary)));
    let rows = measure::all(&ours, &source, &folder.path().join("bare"), seconds).await?;
    say("");
    say(&table::render(&rows));
    if let Some(ratio) = table::last_to_first(&rows) {
        say(&format!("\np99 of the last page to p99 of the first: {ratio:.2}"));
    }
    let tokens = oauth::all(&ours, &source, folder.path(), args.python.as_deref(), seconds).await?;
    say("");
    say(&oauth::render(&tokens));
    if let Some(memory) = ours.memory() {
        say(&format!("memory after all this: {memory:.0} MB"));
    }
    Ok(())
}

fn make(args: &RunArgs, files: &Path) -> Result<Source> {
    let (members, longest) = (args.members.to_string(), args.longest.to_string());
    let out = files.to_str().context("the temporary folder has an odd name")?;
    let arguments = ["synth", "idr", "--members", &members, "--seed", "1", "--out", out, "--big", &longest];
    process::run(&args.binary, &arguments)?;
    let source = Source::of(files)?;
    say(&format!("source files: {} claims, {:.0} MB", source.claims, megabytes(source.bytes)));
    Ok(source)
}

/// Loads files into an empty store, beside reading and splitting the same bytes.
fn load(binary: &Path, format: &str, folder: &Path, claims: u32, data: &Path) -> Result<()> {
    let split = split::seconds(folder)?;
    let (from, to) = (folder.to_string_lossy(), data.to_string_lossy());
    let (printed, took) = process::run(binary, &["load", format, &from, "--data", &to])?;
    let took = took.as_secs_f64();
    say(&format!(
        "load {format} to searchable: {:.0} claims/s ({took:.1} s), {:.2} of reading and splitting the same bytes",
        f64::from(claims) / took,
        split / took,
    ));
    for line in printed.lines().filter(|line| line.contains("tenth")) {
        say(line.trim());
    }
    Ok(())
}

/// The same people and claims in the research format.
fn load_rif(args: &RunArgs, folder: &Path, claims: u32) -> Result<()> {
    let (files, members, longest) = (folder.join("rif"), args.members.to_string(), args.longest.to_string());
    let out = files.to_str().context("the temporary folder has an odd name")?;
    let arguments = ["synth", "rif", "--members", &members, "--seed", "1", "--out", out, "--big", &longest];
    process::run(&args.binary, &arguments)?;
    load(&args.binary, "rif", &files, claims, &folder.join("data-rif"))
}

fn megabytes(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0
}
