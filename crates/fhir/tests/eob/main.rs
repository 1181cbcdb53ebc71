//! ExplanationOfBenefit against what BFD v3 serves for the same source rows, and every claim of every data set.

// What helps the tests may fail as they do.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod compare;
mod csv;
mod differences;
mod every_claim;
mod explain;
mod goldens;
mod situations;
mod source;
