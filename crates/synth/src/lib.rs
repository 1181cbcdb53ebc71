//! Synthetic people, coverage and claims in any volume, as source files. Seeded: the same seed gives the same
//! bytes on any machine and on any day.
//!
//! `truth` makes people and claims in no format; `idr` writes them as IDR-style CSV files. Nobody in them is
//! real: identifiers have forms that real ones never have.

mod cell;
mod codes;
mod day;
pub mod idr;
mod number;
mod random;
pub mod rif;
mod truth;
mod words;

use std::fmt;
use std::io;
use std::path::PathBuf;

use bluestem_model::time::Date;

use crate::day::Day;

/// The reference date unless another is asked for: fixed, so that a data set does not depend on the day on
/// which it was made.
pub const AS_OF: Date = Date::constant(2026, 10, 31);

/// How many claims one person may be given.
pub const MOST_CLAIMS: u64 = 50_000;

/// What to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many people, at most 100 million.
    pub members: u64,
    /// Another seed, other people.
    pub seed: u64,
    /// The day on which the data is as it is: claims end before it.
    pub as_of: Date,
    /// Gives the last person that many claims, all of which reads serve; at most [`MOST_CLAIMS`].
    pub big: Option<u64>,
}

impl Options {
    /// Options for so many people under a seed, as of [`AS_OF`].
    pub fn new(members: u64, seed: u64) -> Self {
        Self { members, seed, as_of: AS_OF, big: None }
    }

    fn reference_day(&self) -> Day {
        Day::of(self.as_of)
    }

    fn check(&self) -> Result<(), SynthError> {
        if self.members > number::PEOPLE {
            return Err(SynthError::Members { most: number::PEOPLE });
        }
        if self.big.is_some_and(|claims| claims > MOST_CLAIMS) {
            return Err(SynthError::Big { most: MOST_CLAIMS });
        }
        Ok(())
    }
}

/// What was made so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// People.
    pub members: u64,
    /// Claim records, versions that were replaced included.
    pub claims: u64,
    /// Lines of claims.
    pub lines: u64,
    /// Rows of all files, headers not counted.
    pub rows: u64,
    /// Bytes of all files.
    pub bytes: u64,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { members, claims, lines, rows, bytes } = self;
        write!(f, "{members} members, {claims} claims, {lines} lines, {rows} rows, {bytes} bytes")
    }
}

/// Why nothing, or not all, was written.
#[derive(Debug, thiserror::Error)]
pub enum SynthError {
    /// More people than there are numbers for.
    #[error("at most {most} members can be made")]
    Members {
        /// The most that can be asked for.
        most: u64,
    },
    /// More claims of one person than there are numbers for.
    #[error("at most {most} claims of one person can be made")]
    Big {
        /// The most that can be asked for.
        most: u64,
    },
    /// A file could not be written.
    #[error("cannot write {}: {error}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

/// The current `BENE_SK` of the `number`-th synthetic person (from 0) of a seed.
pub fn person_key(seed: u64, number: u64) -> i64 {
    number::person_key(seed, number, 0)
}

/// The `BENE_SK` of the person whom the sandbox lets in as `BBUser` and `number` in five digits; any number has
/// one, whether or not the data set goes that far.
pub fn sandbox_user(number: u64, seed: u64) -> i64 {
    person_key(seed, number)
}
