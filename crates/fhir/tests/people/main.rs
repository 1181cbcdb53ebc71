//! Patient and Coverage against C4BB, in situations that BFD's answers do not show.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // a test may panic: that is how it fails

mod dictionary;
mod situations;
mod source;
