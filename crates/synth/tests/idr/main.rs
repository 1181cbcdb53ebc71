//! The files of the synthetic maker, read from outside. One program, so that its data set is made once.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test ends where it fails

mod claims;
mod data_set;
mod people;
mod sameness;
