//! Source files to records.
//!
//! [`idr`] reads deliveries of the Integrated Data Repository, [`rif`] those of the Chronic Conditions Warehouse. Every
//! row that is read ends in one of the counts of a [`LoadReport`], and every refused one is named with file, line,
//! column and reason. [`relabel`] labels by another code list what is stored already; [`reference`] reads what
//! providers, drugs and codes are called.

mod begin;
mod codes;
mod csv;
mod digest;
mod error;
pub mod idr;
mod mbi_hash;
mod metric;
mod progress;
mod reading;
pub mod reference;
pub mod relabel;
mod report;
pub mod rif;
mod row;
mod spill;
mod writer;

pub use codes::{Codes, Fate};
pub use error::LoadError;
pub use mbi_hash::{MbiHasher, hash_identifiers};
pub use metric::METRICS;
pub use progress::{Progress, Silent, Stage, Step, Stopped};
pub use report::{
    ClaimCounts, FaultyFile, FileFault, LoadReport, Reason, RefusedRow, UnknownCodes, ViewCounts, Warning,
    Warnings,
};

/// People or claims in one part: one transaction of the store.
const PART: usize = 2000;
