//! Failed attempts, counted for all processes together.

use bluestem_model::time::Timestamp;

/// What is counted at a place. A place is a number that `auth` chooses; who failed cannot be told from it, and there
/// are only so many, so that the table cannot grow without bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failures {
    /// The place.
    pub place: u32,
    /// How many failures.
    pub count: i64,
    /// When they are void.
    pub until: Timestamp,
}
