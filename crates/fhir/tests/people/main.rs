//! Patient and Coverage against what BFD v3 serves for the same source rows, and against C4BB where BFD shows
//! nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // a test may panic: that is how it fails

mod differences;
mod goldens;
mod situations;
mod source;
