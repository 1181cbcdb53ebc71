//! What installations of several sizes take: computed from what was measured of one claim, checked by a simulation of
//! the deliveries of a year.

mod schedule;
mod size;
mod table;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::backend::Backend;
use crate::record;

/// What the largest load of a backend showed, on the machine of docs/performance.md.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Measured {
    /// Claims a second that one load makes searchable.
    pub(crate) load_per_second: f64,
    /// Bytes on disk of a claim, its share of people, indexes and counts included.
    pub(crate) bytes_per_claim: f64,
    /// Of these, bytes that a new claim writes at places that depend on its number.
    pub(crate) scattered_bytes_per_claim: f64,
    /// Pages of 10 claims a second, on both cores.
    pub(crate) pages_per_second: f64,
}

/// What was measured, by backend.
type Recorded = BTreeMap<String, Measured>;

const FILE: &str = "bench/measured.toml";
const DOCUMENT: &str = "docs/operations.md";
const HEAD: &str =
    "# Written by `make bench`; docs/operations.md is computed from it (`bluestem-bench growth`).\n\n";

/// Keeps what was measured of a backend, and writes what follows from it.
pub(crate) fn keep(repository: &Path, backend: Backend, measured: Measured) -> Result<()> {
    let mut recorded = recorded(repository)?;
    recorded.insert(backend.name().to_owned(), measured);
    fs::write(repository.join(FILE), format!("{HEAD}{}", toml::to_string(&recorded)?))?;
    write(repository)
}

/// Writes the table of sizes into docs/operations.md.
pub(crate) fn write(repository: &Path) -> Result<()> {
    let text = table::render(&recorded(repository)?)?;
    record::between(&repository.join(DOCUMENT), "growth", &text)
}

fn recorded(repository: &Path) -> Result<Recorded> {
    let text = fs::read_to_string(repository.join(FILE)).with_context(|| format!("reading {FILE}"))?;
    Ok(toml::from_str(&text)?)
}

/// What was measured of a backend.
fn of(recorded: &Recorded, backend: Backend) -> Result<Measured> {
    recorded.get(backend.name()).copied().with_context(|| format!("{FILE} lacks {}", backend.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_sizes_are_those_that_follow_from_what_was_measured() {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let text = table::render(&recorded(&repository).unwrap()).unwrap();
        let document = fs::read_to_string(repository.join(DOCUMENT)).unwrap();
        let expected = record::replaced(&document, "growth", &text).unwrap();
        assert!(document == expected, "run `cargo run -p bluestem-bench -- growth`");
    }
}
