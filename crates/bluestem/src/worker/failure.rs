//! What a failure means for a job.

use bluestem_ingest::LoadError;
use bluestem_jobs::Failure;
use bluestem_store::StoreError;

/// Of work on claims: what is not there will be, a folder may be, and what is wrong in itself stays wrong.
pub(super) fn of_load(error: LoadError) -> Failure {
    let reason = error.to_string();
    match error {
        LoadError::Store(error) => of_store(&error),
        LoadError::Spill(_) => Failure::Unavailable { reason },
        LoadError::Stopped(_) => Failure::Stopped,
        LoadError::Folder { .. } | LoadError::DamagedSpill => Failure::Attempt { reason },
        LoadError::NoFiles(_) | LoadError::NoRifFiles(_) | LoadError::TooMany(_) => {
            Failure::Final { reason, result: None }
        }
    }
}

/// Of a store.
pub(super) fn of_store(error: &StoreError) -> Failure {
    let reason = error.to_string();
    match error {
        StoreError::Unavailable(_) => Failure::Unavailable { reason },
        _ => Failure::Attempt { reason },
    }
}
