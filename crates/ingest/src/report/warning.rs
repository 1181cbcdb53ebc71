//! What is odd about a delivery but stops nothing.

use std::collections::BTreeMap;
use std::fmt;

/// Warnings of one kind beyond this many are counted but not listed.
const LISTED: u64 = 100;

/// One oddity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The row has fewer cells than the header; the missing ones are taken as empty.
    ShortRow {
        /// File.
        file: String,
        /// Line.
        line: u32,
    },
    /// The row has cells behind the header's last column; they are ignored.
    ExtraCells {
        /// File.
        file: String,
        /// Line.
        line: u32,
    },
    /// A timestamp of the source's bookkeeping does not read; it is kept as it is.
    OddTimestamp {
        /// File.
        file: String,
        /// Line.
        line: u32,
        /// Column.
        column: &'static str,
    },
    /// The claim has a second, different row where one is expected; both are kept and the first is read.
    SecondRow {
        /// File.
        file: String,
        /// Line.
        line: u32,
    },
    /// An `INSERT` of what is there already, with other content: it stays as it is.
    AlreadyThere {
        /// File.
        file: String,
        /// Line.
        line: u32,
    },
    /// The header has a column that this release does not know; its cells are not kept.
    UnknownColumn {
        /// File.
        file: String,
        /// Its name, shortened.
        name: String,
    },
    /// The file's name ends in no view's name; it was not read.
    UnknownFile {
        /// File.
        file: String,
    },
}

impl Warning {
    fn kind(&self) -> &'static str {
        match self {
            Self::ShortRow { .. } => "rows shorter than their header",
            Self::ExtraCells { .. } => "rows longer than their header",
            Self::OddTimestamp { .. } => "odd timestamps",
            Self::SecondRow { .. } => "second rows where one is expected",
            Self::AlreadyThere { .. } => "rows to insert whose key is there already",
            Self::UnknownColumn { .. } => "unknown columns",
            Self::UnknownFile { .. } => "unknown files",
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ShortRow { file, line } => write!(f, "{file}:{line}: fewer cells than the header"),
            Self::ExtraCells { file, line } => write!(f, "{file}:{line}: more cells than the header"),
            Self::OddTimestamp { file, line, column } => {
                write!(f, "{file}:{line}: {column}: is not a date and time")
            }
            Self::SecondRow { file, line } => write!(f, "{file}:{line}: the claim has another row like it"),
            Self::AlreadyThere { file, line } => {
                write!(f, "{file}:{line}: to be inserted, but its key is there already; that stays as it is")
            }
            Self::UnknownColumn { file, name } => write!(f, "{file}: unknown column {name}"),
            Self::UnknownFile { file } => write!(f, "{file}: unknown file"),
        }
    }
}

/// Warnings, counted by kind and listed up to a hundred of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Warnings {
    counts: BTreeMap<&'static str, u64>,
    listed: Vec<Warning>,
}

impl Warnings {
    pub(crate) fn add(&mut self, warning: Warning) {
        let count = self.counts.entry(warning.kind()).or_default();
        *count += 1;
        if *count <= LISTED {
            self.listed.push(warning);
        }
    }

    /// How many there are of each kind.
    pub fn counts(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.counts.iter().map(|(kind, count)| (*kind, *count))
    }

    /// The first ones of each kind.
    pub fn listed(&self) -> &[Warning] {
        &self.listed
    }
}

impl fmt::Display for Warnings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for warning in &self.listed {
            writeln!(f, "warning: {warning}")?;
        }
        for (kind, count) in self.counts() {
            writeln!(f, "warnings: {count} {kind}")?;
        }
        Ok(())
    }
}
