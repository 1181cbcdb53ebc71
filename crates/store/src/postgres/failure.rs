//! What can go wrong between us and PostgreSQL.

use deadpool_postgres::PoolError;
use tokio_postgres::error::{DbError, Error, SqlState};

use crate::StoreError;

/// A failure inside a transaction.
#[derive(Debug)]
pub(super) enum Failure {
    /// Another transaction was in the way: run it again.
    Conflict(String),
    /// A row like it is there, which another transaction may have stored a moment ago.
    Duplicate(String),
    /// It will not get better by running it again at once.
    Final(StoreError),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Final(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error.code() {
            Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED) => {
                Self::Conflict(describe(&error))
            }
            Some(&SqlState::UNIQUE_VIOLATION) => Self::Duplicate(describe(&error)),
            _ => Self::Final(error.into()),
        }
    }
}

impl Failure {
    /// Of a bulk write of rows that were not there a moment ago: somebody else has stored one since.
    pub(super) fn of_copy(error: Error) -> Self {
        match error.into() {
            Self::Duplicate(what) => Self::Conflict(what),
            other => other,
        }
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            // Whoever was in the way will have gone in a moment.
            Failure::Conflict(what) => Self::Unavailable(what),
            Failure::Duplicate(what) => Self::Backend(what),
            Failure::Final(error) => error,
        }
    }
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        let what = describe(&error);
        if is_unavailable(&error) {
            Self::Unavailable(what)
        } else if is_damage(&error) {
            Self::Damaged(what)
        } else {
            Self::Backend(what)
        }
    }
}

impl From<PoolError> for StoreError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) => error.into(),
            PoolError::Timeout(_) => Self::Unavailable("no connection was free in time".to_owned()),
            other => Self::Unavailable(other.to_string()),
        }
    }
}

/// Whether the server cannot be reached or does not serve: connection failures (class 08), resources such as disk
/// and connections (53), shutdown and start (57P), a statement that took too long (57014), errors of its disk (58),
/// a standby that takes no writes yet (25006).
fn is_unavailable(error: &Error) -> bool {
    let Some(state) = error.code() else {
        let source = std::error::Error::source(error);
        return error.is_closed() || source.is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
    };
    ["08", "53", "57", "58", "25006"].iter().any(|class| state.code().starts_with(class))
}

/// Whether the server found its own files damaged.
fn is_damage(error: &Error) -> bool {
    matches!(error.code(), Some(&SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED))
}

/// What the server said, without its words: they quote values, and values are personal data.
fn describe(error: &Error) -> String {
    let Some(database) = error.as_db_error() else { return error.to_string() };
    let places = [DbError::table, DbError::column, DbError::constraint];
    let place: Vec<&str> = places.iter().filter_map(|place| place(database)).collect();
    format!("PostgreSQL reports {} {}", database.code().code(), place.join(" ")).trim_end().to_owned()
}
