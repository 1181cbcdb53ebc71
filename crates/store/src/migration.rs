//! Schema migrations, whatever the backend: plain SQL, ordered, checksummed.
//!
//! A step expands the schema: whoever ran on it before runs on it after. One that takes something away is a contract
//! step and says so in its first line, `-- contract: runs from N`, N being the first version of this plane's schema
//! whose releases do without it. So each version of a schema names the versions that can run on it, and a release
//! that meets a newer one knows whether it may.

use aws_lc_rs::digest::{SHA256, digest};

use crate::StoreError;

/// One step of a schema. Its text never changes once released.
pub(crate) struct Migration {
    /// What it does, in a word or two.
    pub(crate) name: &'static str,
    /// The SQL.
    pub(crate) sql: &'static str,
}

/// What a contract step begins with.
const CONTRACT: &str = "-- contract: runs from ";

impl Migration {
    /// SHA-256 of its text.
    pub(crate) fn sha256(&self) -> [u8; 32] {
        let mut sum = [0; 32];
        sum.copy_from_slice(digest(&SHA256, self.sql.as_bytes()).as_ref());
        sum
    }

    /// The first version that can run on the schema once this contract step is done; None of an expanding one.
    pub(crate) fn contract(&self) -> Option<i64> {
        let line = self.sql.lines().next()?;
        line.strip_prefix(CONTRACT)?.trim_end_matches('.').parse().ok()
    }
}

/// A plane's schema on one backend.
pub(crate) struct Schema {
    /// Plane, and schema in a database.
    pub(crate) plane: &'static str,
    /// The steps that make it; their places, from 1, are their versions.
    pub(crate) migrations: &'static [Migration],
    /// The version with which compatibility begins: steps up to it were made before it was kept.
    pub(crate) baseline: i64,
}

/// A step that was run.
pub(crate) struct Applied {
    /// Its version.
    pub(crate) version: i64,
    /// SHA-256 of its text.
    pub(crate) sha256: Vec<u8>,
    /// The first version that can run on what it made; none where it was run before that was noted.
    pub(crate) runs_from: Option<i64>,
}

/// A step that is still to be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingStep {
    /// The version that it makes.
    pub version: i64,
    /// What it does, in a word or two.
    pub name: &'static str,
    /// The SQL.
    pub sql: &'static str,
}

/// Where a plane's schema stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaStatus {
    /// Which plane.
    pub plane: &'static str,
    /// The version found; 0 when there is no schema yet.
    pub version: i64,
    /// The version that this release makes.
    pub known: i64,
    /// The steps that this release would run, in order.
    pub pending: Vec<PendingStep>,
}

impl Schema {
    /// The version that this release makes.
    pub(crate) fn known(&self) -> i64 {
        i64::try_from(self.migrations.len()).unwrap_or(i64::MAX)
    }

    /// The first version that can run on `version` of this schema.
    pub(crate) fn runs_from(&self, version: i64) -> i64 {
        let steps = (1_i64..=version).zip(self.migrations);
        let contracted = steps.filter_map(|(_, step)| step.contract()).max();
        contracted.unwrap_or(0).max(self.baseline.min(version))
    }

    /// Where the schema stands, given every step that was run, in order. Refuses a newer schema on which this
    /// release cannot run, and a step whose text was another when it ran.
    pub(crate) fn status(&self, applied: &[Applied]) -> Result<SchemaStatus, StoreError> {
        let (plane, known) = (self.plane, self.known());
        let version = applied.last().map_or(0, |step| step.version);
        let newer = applied.iter().filter(|step| step.version > known);
        if newer.map(|step| step.runs_from.unwrap_or(step.version)).any(|from| from > known) {
            return Err(StoreError::NewerSchema { plane, found: version, known });
        }
        let mut pending = Vec::new();
        for (version, migration) in (1_i64..).zip(self.migrations) {
            match applied.iter().find(|step| step.version == version) {
                Some(step) if step.sha256 == migration.sha256() => {}
                Some(_) => {
                    let what = format!("migration {version} ({}) of {plane} has changed", migration.name);
                    return Err(StoreError::Damaged(what));
                }
                None => pending.push(PendingStep { version, name: migration.name, sql: migration.sql }),
            }
        }
        Ok(SchemaStatus { plane, version, known, pending })
    }
}

impl PendingStep {
    /// SHA-256 of its text.
    pub(crate) fn sha256(&self) -> [u8; 32] {
        Migration { name: self.name, sql: self.sql }.sha256()
    }
}

#[cfg(test)]
mod rules;
