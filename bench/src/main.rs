//! The speed of the main paths, as ratios to a bare server that sends the same bytes in the same run, and of loads, as
//! ratios to a bare table that takes the same records.
//!
//! `make bench` runs it on the release binary. Everything happens on the loopback interface and ends by itself.

mod at_scale;
mod backend;
mod bare;
mod generator;
mod growth;
mod http;
mod input;
mod measure;
mod member;
mod oauth;
mod postgres;
mod process;
mod record;
mod render;
mod run;
mod split;
mod table;

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::backend::Backend;

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
    /// The repository: its tools are used, and with --record its documents written.
    #[arg(long, default_value = ".")]
    repository: PathBuf,
    /// Folder for source files, which are kept for the next run, and for stores, which are not.
    #[arg(long, default_value = "target/bench")]
    work: PathBuf,
    /// Measure this backend only.
    #[arg(long)]
    backend: Option<Backend>,
    /// Seconds per path and side.
    #[arg(long, default_value_t = 3)]
    seconds: u64,
    /// Synthetic members of the smaller load, some 100,000 claims.
    #[arg(long, default_value_t = 1_180)]
    members: u32,
    /// Synthetic members of the larger load, some 1,000,000 claims.
    #[arg(long, default_value_t = 12_800)]
    more_members: u32,
    /// Claims of the person with the longest history.
    #[arg(long, default_value_t = 5000)]
    longest: u32,
    /// A Python that has the packages of bench/django/requirements.txt; without it, django-oauth-toolkit is left out.
    #[arg(long)]
    python: Option<PathBuf>,
    /// Write the figures into docs/performance.md and bench/measured.toml, and what follows from them into
    /// docs/operations.md.
    #[arg(long)]
    record: bool,
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
    /// Compute from bench/measured.toml what installations of several sizes take, and write it into
    /// docs/operations.md.
    Growth {
        /// The repository.
        #[arg(long, default_value = ".")]
        repository: PathBuf,
    },
}

#[tokio::main]
async fn main() -> Result<()> {
    let cli = Cli::parse();
    match cli.command {
        Some(Command::Bare { folder, port }) => bare::serve(&folder, port).await,
        Some(Command::Growth { repository }) => growth::write(&repository),
        None => run::run(&cli.run).await,
    }
}

/// A line on standard output, at once.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // Nobody reads on when standard output is closed; the measurement may still end in order.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
