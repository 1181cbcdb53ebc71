//! Source files to records.
//!
//! [`idr`] reads deliveries of the Integrated Data Repository. Every row that is read ends in one of the counts
//! of a [`LoadReport`], and every refused one is named with file, line, column and reason.

mod csv;
mod error;
pub mod idr;
mod progress;
mod report;

pub use error::LoadError;
pub use progress::{Progress, Silent, Stage, Step};
pub use report::{
    ClaimCounts, FaultyFile, FileFault, LoadReport, Reason, RefusedRow, ViewCounts, Warning, Warnings,
};
