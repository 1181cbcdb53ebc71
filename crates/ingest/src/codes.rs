//! What is known of the codes in source columns: the wiring brings it, the load counts by it.

use bluestem_model::column::Column;

/// What becomes of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is on its list, or its column has none.
    Known,
    /// It is on no list and served as it stands.
    Served,
    /// It is on no list and left out of what is served; the record keeps it.
    LeftOut,
}

/// Tells what becomes of codes.
pub trait Codes: Sync {
    /// What becomes of `code` in `column`.
    fn fate(&self, column: Column, code: &str) -> Fate;
}
