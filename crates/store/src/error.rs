//! What can go wrong in a store.

/// A failure of a store. None of them means "absent": that is an answer, not a failure.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The backend refused or failed; the operation did nothing.
    #[error("the store failed: {0}")]
    Backend(String),
    /// The backend cannot be reached, or did not answer in time: worth trying again in a moment. A write may have
    /// happened.
    #[error("the store is not available: {0}")]
    Unavailable(String),
    /// What is stored does not read: the file was damaged or written by a newer release.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// The schema is of a version on which this release cannot run.
    #[error(
        "the {plane} store has schema version {found}; this release knows up to {known} and cannot run on it: \
         run the release that made it"
    )]
    NewerSchema {
        /// Which plane.
        plane: &'static str,
        /// Version found.
        found: i64,
        /// Highest version known.
        known: i64,
    },
    /// The schema is of an older release: it must be migrated first.
    #[error(
        "the {plane} store has schema version {found}, this release needs {needed}: run `bluestem migrate`"
    )]
    OlderSchema {
        /// Which plane.
        plane: &'static str,
        /// Version found.
        found: i64,
        /// Version needed.
        needed: i64,
    },
    /// What people are found by was made by another release's rules: it must be made anew first.
    #[error("the claims store finds people by the rules of another release: run `bluestem migrate`")]
    OtherMatchRules,
    /// Another installation is being moved into this database: what is there is not whole yet.
    #[error("an installation is being moved here and the move is not finished: run `bluestem move` again")]
    UnfinishedMove,
}

impl From<bluestem_model::record::RecordError> for StoreError {
    fn from(error: bluestem_model::record::RecordError) -> Self {
        Self::Damaged(error.to_string())
    }
}
