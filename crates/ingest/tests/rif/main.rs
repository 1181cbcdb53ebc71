//! Loads of RIF deliveries into the real embedded store.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // helpers outside test functions
#![allow(clippy::unreadable_literal)] // ids stand as the samples have them

mod bad_input;
mod files;
mod room;
mod sets;
mod shared;
#[path = "../idr/watched.rs"]
mod watched;
