//! The binary: command line, configuration, wiring.

mod app_terms;
mod backup;
mod cli;
mod codes;
mod command;
mod config;
mod database;
mod delivery;
mod fetch;
mod files;
mod identity;
mod labels;
mod mbi_hash;
mod metrics;
mod moved;
mod networks;
mod output;
mod place;
mod priority;
mod progress;
mod reference;
mod secret;
mod serving;
mod system;
mod traces;
mod wiring;
mod worker;

use std::process::ExitCode;

use clap::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    match command::run(cli) {
        Ok(code) => code,
        Err(error) => {
            output::complain(&format!("bluestem: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
