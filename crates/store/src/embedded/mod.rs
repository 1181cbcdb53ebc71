//! The embedded rooms: one SQLite file per plane.

mod claims;
mod migration;
mod sqlite;

pub use claims::EmbeddedClaims;
