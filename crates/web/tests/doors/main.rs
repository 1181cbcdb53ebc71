//! The doors as browsers and apps see them: the real router over real stores and the real authorization server.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // a test may panic: that is how it fails

mod authorize;
mod browser;
mod connections;
mod directory;
mod faults;
mod fixture;
mod limits;
mod metrics;
mod people;
mod routes;
mod server;
mod testclient;
mod wire;
