//! Source files to records.
//!
//! [`idr`] reads deliveries of the Integrated Data Repository. Every row that is read ends in one of the counts
//! of a [`LoadReport`], and every refused one is named with file, line, column and reason. [`relabel`] labels by
//! another code list what is stored already.

mod begin;
mod csv;
mod error;
pub mod idr;
mod progress;
pub mod relabel;
mod report;

pub use error::LoadError;
pub use progress::{Progress, Silent, Stage, Step};
pub use report::{
    ClaimCounts, FaultyFile, FileFault, LoadReport, Reason, RefusedRow, ViewCounts, Warning, Warnings,
};
