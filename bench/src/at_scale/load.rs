//! Loads of source files into an empty installation.

use anyhow::{Context, Result};

use super::disk::Disk;
use super::raw;
use crate::backend::Home;
use crate::input::Source;

/// What a load did.
#[derive(Clone, Debug)]
pub(crate) struct Loaded {
    /// Claims of the delivery.
    pub(crate) claims: u32,
    /// Claims a second from the start of the command to its end.
    pub(crate) rate: f64,
    /// Claims a second in each tenth of storing.
    pub(crate) tenths: Vec<f64>,
    /// Megabytes of its own that the command had at most.
    pub(crate) memory: f64,
    /// Records a second that a bare table takes.
    pub(crate) raw: f64,
    pub(crate) disk: Disk,
}

impl Loaded {
    /// The last tenth's rate as a share of the first's.
    pub(crate) fn last_to_first(&self) -> f64 {
        let first = self.tenths.first().copied().unwrap_or_default();
        self.tenths.last().copied().unwrap_or_default() / first.max(f64::EPSILON)
    }
}

/// Loads the files of `source`.
pub(crate) async fn load(home: &Home, source: &Source) -> Result<Loaded> {
    let ended = home.run(&["load", "idr", &source.folder.to_string_lossy()])?;
    let line = ended.printed.lines().find_map(|line| line.split_once("by tenths of the work: "));
    let tenths = line.context("the load says no rates")?.1;
    let tenths =
        tenths.split_whitespace().map(|rate| Ok(rate.replace(',', "").parse()?)).collect::<Result<_>>()?;
    Ok(Loaded {
        claims: source.claims,
        rate: f64::from(source.claims) / ended.took.as_secs_f64(),
        tenths,
        memory: ended.most_memory,
        raw: raw::rate(home).await?,
        disk: Disk::of(home).await?,
    })
}
