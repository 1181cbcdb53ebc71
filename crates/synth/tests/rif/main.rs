//! The RIF files that synthetic people are written as.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test ends where it fails

mod data_set;
mod form;
mod sameness;
mod truth;
