//! What only PostgreSQL can do wrong: schemas of other releases, plans, deadlines, lost connections, TLS.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may panic: that is how it fails

mod availability;
mod conflicts;
mod fill;
#[allow(dead_code)] // the platform's suite uses more of it
#[path = "../platform/fixture.rs"]
mod fixture;
mod plans;
mod plans_of_writes;
mod schema;
#[path = "../support/mod.rs"]
mod support;
mod tls;
mod transfer;
