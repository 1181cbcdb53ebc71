//! The embedded rooms: one SQLite file per plane.

mod audit;
mod backup;
mod claims;
mod failure;
mod migration;
#[cfg(test)]
mod plan;
mod platform;
mod sqlite;
pub(crate) mod transfer;
mod values;

use std::path::{Path, PathBuf};

pub use audit::EmbeddedAudit;
pub use backup::{backup, check};
pub use claims::EmbeddedClaims;
pub use platform::EmbeddedPlatform;

use crate::StoreError;
use crate::migration::{Schema, SchemaStatus};

/// Every plane.
pub(crate) const SCHEMAS: [Schema; 3] = [claims::SCHEMA, platform::SCHEMA, audit::SCHEMA];

/// The file of a plane in a data folder.
fn file(folder: &Path, plane: &str) -> PathBuf {
    folder.join(format!("{plane}.db"))
}

/// Where the schemas of the planes in `folder` stand. Changes nothing, and makes no file.
pub fn status(folder: &Path) -> Result<Vec<SchemaStatus>, StoreError> {
    SCHEMAS.iter().map(|schema| migration::status(&file(folder, schema.plane), schema)).collect()
}
