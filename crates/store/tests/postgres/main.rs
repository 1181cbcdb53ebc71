//! What only PostgreSQL can do wrong: schemas of other releases, plans, deadlines, lost connections, TLS.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test may panic: that is how it fails

mod availability;
mod fill;
mod plans;
mod schema;
#[path = "../support/mod.rs"]
mod support;
mod tls;
mod transfer;
