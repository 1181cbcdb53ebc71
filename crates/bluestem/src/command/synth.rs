//! `bluestem synth`: makes source files.

use std::process::ExitCode;

use anyhow::{Context, ensure};

use crate::cli::SynthCommand;
use crate::output::say;

pub(crate) fn run(command: &SynthCommand) -> anyhow::Result<ExitCode> {
    let SynthCommand::Idr { members, seed, out, big } = command;
    std::fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let mut entries = std::fs::read_dir(out).with_context(|| format!("cannot read {}", out.display()))?;
    ensure!(entries.next().is_none(), "{} is not empty: choose another folder", out.display());
    let options = bluestem_synth::Options { big: *big, ..bluestem_synth::Options::new(*members, *seed) };
    let summary = bluestem_synth::idr::write(out, &options, &mut |_| {})?;
    say(&format!("{summary} in {}", out.display()));
    Ok(ExitCode::SUCCESS)
}
