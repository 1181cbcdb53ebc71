//! The meaning that searches have in v2. What is not said here is as in v3.

mod claim;
mod coverage;
pub(super) mod parameter;
mod patient;

pub(super) use claim::claims;
pub(super) use coverage::coverages;
pub(super) use patient::patients;

use super::Show;
use super::given::Given;

/// v2 shows nothing else than the matches and what was left out of the search.
fn show(given: &Given<'_>) -> Show {
    Show { notes: given.notes().to_vec(), ..Show::default() }
}
