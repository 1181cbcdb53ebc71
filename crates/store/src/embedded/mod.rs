//! The embedded rooms: one SQLite file per plane.

mod audit;
mod claims;
mod failure;
mod migration;
#[cfg(test)]
mod plan;
mod platform;
mod sqlite;
mod values;

pub use audit::EmbeddedAudit;
pub use claims::EmbeddedClaims;
pub use platform::EmbeddedPlatform;
