//! Where things are kept: three planes that never get in each other's way.
//!
//! * [`claims`]: people, coverage and claims. Bulk writes, reads clustered by person, every read under an Access.
//! * [`platform`]: apps, grants, tokens, sessions, jobs. Small durable transactions.
//! * [`audit`]: what happened. Append-only.
//!
//! Each plane is a trait with a room per backend; [`embedded`] keeps them in SQLite files,
//! [`postgres`] in a PostgreSQL database. Beside them stand [`files`], in a local folder or in storage that speaks the S3
//! protocol, and the form that [`reference`] data has there.

pub mod audit;
pub mod claims;
pub mod embedded;
mod error;
pub mod files;
pub mod metric;
mod migration;
pub mod platform;
pub mod postgres;
pub mod reference;
mod sql;
pub mod transfer;

pub use error::StoreError;
pub use migration::{PendingStep, SchemaStatus};
