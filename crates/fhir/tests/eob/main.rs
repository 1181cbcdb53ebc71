//! ExplanationOfBenefit against what BFD v3 serves for the same source rows, and every claim of every data set.

// What helps the tests may fail as they do.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod csv;
#[path = "../support/document.rs"]
mod document;
mod every_claim;
mod explain;
mod must_support;
#[allow(dead_code)] // the tests of people use more of it
#[path = "../people/source.rs"]
mod people_source;
mod situations;
mod source;
