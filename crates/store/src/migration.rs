//! Schema migrations, whatever the backend: plain SQL, ordered, checksummed.

use aws_lc_rs::digest::{SHA256, digest};

use crate::StoreError;

/// One step of a schema. Its text never changes once released.
pub(crate) struct Migration {
    /// What it does, in a word or two.
    pub(crate) name: &'static str,
    /// The SQL.
    pub(crate) sql: &'static str,
}

impl Migration {
    /// SHA-256 of its text.
    pub(crate) fn sha256(&self) -> [u8; 32] {
        let mut sum = [0; 32];
        sum.copy_from_slice(digest(&SHA256, self.sql.as_bytes()).as_ref());
        sum
    }
}

/// The steps that are still to be run, with their versions: their places in `migrations`, from 1.
///
/// `applied` holds version and checksum of every step that was run, in order. Refuses a newer schema and a step
/// whose text was another when it ran.
pub(crate) fn pending<'m>(
    plane: &'static str,
    migrations: &'m [Migration],
    applied: &[(i64, Vec<u8>)],
) -> Result<Vec<(i64, &'m Migration)>, StoreError> {
    let known = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    if let Some((found, _)) = applied.last().filter(|(version, _)| *version > known) {
        return Err(StoreError::NewerSchema { plane, found: *found, known });
    }
    let mut pending = Vec::new();
    for (version, migration) in (1_i64..).zip(migrations) {
        match applied.iter().find(|(done, _)| *done == version) {
            Some((_, sha256)) if *sha256 == migration.sha256() => {}
            Some(_) => {
                let what = format!("migration {version} ({}) of {plane} has changed", migration.name);
                return Err(StoreError::Damaged(what));
            }
            None => pending.push((version, migration)),
        }
    }
    Ok(pending)
}
