//! `bluestem synth`: makes source files.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, ensure};
use bluestem_synth::rif::Dialect;
use bluestem_synth::{Options, idr, rif};

use crate::cli::{RifDialect, SynthCommand};
use crate::output::say;

pub(crate) fn run(command: &SynthCommand) -> anyhow::Result<ExitCode> {
    let (out, summary) = match command {
        SynthCommand::Idr { members, seed, out, big } => {
            prepare(out)?;
            let options = Options { big: *big, ..Options::new(*members, *seed) };
            (out, idr::write(out, &options, &mut |_| {})?)
        }
        SynthCommand::Rif { members, seed, out, big, dialect } => {
            prepare(out)?;
            let options = Options { big: *big, ..Options::new(*members, *seed) };
            let dialect = match dialect {
                RifDialect::Bfd => Dialect::BackEnd,
                RifDialect::Ccw => Dialect::Public,
            };
            (out, rif::write(out, &options, dialect, &mut |_| {})?)
        }
    };
    say(&format!("{summary} in {}", out.display()));
    Ok(ExitCode::SUCCESS)
}

/// Makes the folder; one that holds anything is refused.
fn prepare(out: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let mut entries = std::fs::read_dir(out).with_context(|| format!("cannot read {}", out.display()))?;
    ensure!(entries.next().is_none(), "{} is not empty: choose another folder", out.display());
    Ok(())
}
