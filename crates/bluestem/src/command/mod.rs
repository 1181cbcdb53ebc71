//! One file a command.

mod app;
mod backup;
mod check_config;
mod doctor;
mod job;
mod key;
mod load;
mod load_reference;
mod migrate;
mod move_;
mod relabel;
mod sandbox;
mod serve;
mod synth;
mod worker;

use std::process::ExitCode;

use anyhow::Context;

use crate::cli::{Cli, Command};
use crate::priority::step_back;

/// Runs a command to its end.
pub(crate) fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Sandbox(args) => block_on(sandbox::run(args)),
        Command::Serve(args) => block_on(serve::run(args)),
        Command::Load(command) => {
            step_back();
            block_on(load::run(&command))
        }
        Command::Relabel(args) => {
            step_back();
            block_on(relabel::run(&args))
        }
        Command::Worker(args) => {
            step_back();
            block_on(worker::run(args))
        }
        Command::Job(command) => block_on(job::run(command)),
        Command::Synth(command) => synth::run(&command),
        Command::App(command) => block_on(app::run(command)),
        Command::Key(command) => block_on(key::run(command)),
        Command::Migrate(args) => block_on(migrate::run(&args)),
        Command::Backup(args) => backup::run(&args),
        Command::Restore(args) => backup::restore(&args),
        Command::Move(args) => block_on(move_::run(&args)),
        Command::Doctor(args) => block_on(doctor::run(&args)),
        Command::CheckConfig(args) => check_config::run(&args),
    }
}

/// Runs `work` on the runtime. Store reads happen on the request threads, so there are more of them than
/// cores: one that waits for the disk holds up no other.
fn block_on(work: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores * 2)
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    runtime.block_on(work)
}
