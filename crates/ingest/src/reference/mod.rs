//! Reference data as its publishers give it out: what providers, drugs and codes are called.

mod delimited;
mod icd;

use std::fmt;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use bluestem_model::reference::ReferenceSet;
use bluestem_store::StoreError;
use bluestem_store::reference::ReferenceWriter;

/// Faulty lines that a report names; it counts all.
const NAMED: usize = 10;

/// What became of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReferenceReport {
    /// Codes that have a text now.
    pub codes: u64,
    /// Codes that came twice; the later text counts.
    pub repeated: u64,
    /// Entries without a text, such as providers who left the registry.
    pub nameless: u64,
    /// Lines that do not read.
    pub faulty: u64,
    /// The first of them, and what is wrong with each.
    pub faults: Vec<(u64, &'static str)>,
}

/// Why a set was not made.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceError {
    /// The file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The header lacks a column.
    #[error("{} has no column `{column}`: it is no such file", path.display())]
    NoColumn {
        /// The file.
        path: PathBuf,
        /// The column.
        column: &'static str,
    },
    /// No line of the file gives a text.
    #[error("{} holds nothing of this kind", .0.display())]
    Nothing(PathBuf),
    /// The set cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// One line of a source file.
enum Entry {
    Text { code: String, text: String },
    Nameless,
    Fault(&'static str),
}

/// Reads `file`, an edition of `set`, and writes it into `into` in the form in which it is kept. It is good unless an
/// error comes: then the whole file was read and gave something; lines that do not read are left out and reported.
/// Memory: 24 bytes a code.
pub fn load(
    into: &File,
    set: ReferenceSet,
    file: &Path,
    edition: &str,
) -> Result<ReferenceReport, ReferenceError> {
    let unreadable = |source| ReferenceError::Unreadable { path: file.to_owned(), source };
    let reader = BufReader::with_capacity(1 << 18, File::open(file).map_err(unreadable)?);
    let mut writer = ReferenceWriter::begin(set, into);
    let mut report = ReferenceReport::default();
    let mut take = |line: u64, entry: Entry| -> Result<(), StoreError> {
        match entry {
            Entry::Text { code, text } => {
                if !writer.add(&code, &text)? {
                    report.fault(line, "the code is too long");
                }
            }
            Entry::Nameless => report.nameless += 1,
            Entry::Fault(reason) => report.fault(line, reason),
        }
        Ok(())
    };
    match set {
        ReferenceSet::Diagnoses | ReferenceSet::Procedures => icd::read(file, reader, &mut take)?,
        _ => delimited::read(file, reader, set, &mut take)?,
    }
    if writer.is_empty() {
        return Err(ReferenceError::Nothing(file.to_owned()));
    }
    let written = writer.finish(edition)?;
    (report.codes, report.repeated) = (written.codes, written.repeated);
    Ok(report)
}

impl ReferenceReport {
    fn fault(&mut self, line: u64, reason: &'static str) {
        self.faulty += 1;
        if self.faults.len() < NAMED {
            self.faults.push((line, reason));
        }
    }
}

impl fmt::Display for ReferenceReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { codes, repeated, nameless, faulty, faults } = self;
        write!(
            f,
            "{codes} codes, {repeated} given twice, {nameless} without a name, {faulty} lines refused"
        )?;
        for (line, reason) in faults {
            write!(f, "\n  line {line}: {reason}")?;
        }
        Ok(())
    }
}

/// Text of a file that is UTF-8, or else Latin-1, as some publishers still write.
fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim().to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect::<String>().trim().to_owned(),
    }
}
