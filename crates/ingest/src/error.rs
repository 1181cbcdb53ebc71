//! Why a load could not be carried out.

use std::path::PathBuf;

use bluestem_store::StoreError;

use crate::Stopped;

/// A failure of the load itself. What is wrong with the files stands in the report.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The folder cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// No file of the folder is a source file.
    #[error("{} holds no source file: their names end in a view's name, as in SYNTHETIC_CLM.csv", .0.display())]
    NoFiles(PathBuf),
    /// No file at the given places is in the research format.
    #[error("{} holds no file in the research format (RIF): no header line names its columns", .0.display())]
    NoRifFiles(PathBuf),
    /// Rows cannot be put aside in the temporary folder.
    #[error("cannot write to the temporary folder: {0}")]
    Spill(std::io::Error),
    /// What was put aside does not read back.
    #[error("what was put aside in the temporary folder is damaged")]
    DamagedSpill,
    /// The delivery has more than this release can number.
    #[error("the delivery has too many {0}")]
    TooMany(&'static str),
    /// Whoever follows its progress said so.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
