//! Reference data: texts by code, one file a set, kept in the files plane.
//!
//! A file holds the texts one after the other, then an index in the order of the codes, then a footer. A lookup reads
//! one block of the index and one text, so memory does not grow with the file. The files plane replaces files as a
//! whole, so a reader sees one edition or the other.

mod footer;
mod read;
mod write;

pub use read::ReferenceFile;
pub use write::{ReferenceWriter, Written};

use std::io;

use bluestem_model::reference::ReferenceSet;

use crate::StoreError;
use crate::files::{Files, Name};

use self::footer::Footer;

/// Bytes of a code in the index; shorter ones are filled up with zeros.
const KEY: usize = 12;
/// Bytes of an entry of the index: code, where its text begins, how long it is.
const ENTRY: usize = KEY + 8 + 4;
type Key = [u8; KEY];

/// A code as the index has it; None of one that is too long to be any of ours.
fn key(code: &str) -> Option<Key> {
    let mut key = [0; KEY];
    key.get_mut(..code.len())?.copy_from_slice(code.as_bytes());
    Some(key)
}

/// The folder of reference data in the files plane.
pub fn folder() -> Name {
    Name::known("reference")
}

/// Where a set is kept in the files plane.
pub fn name(set: ReferenceSet) -> Name {
    Name::known(&format!("reference/{}.ref", set.name()))
}

/// What the edition of a set in the files plane is called, and how many codes it knows; None when none was loaded.
/// Reads its footer alone.
pub async fn edition(files: &Files, set: ReferenceSet) -> Result<Option<(String, u64)>, StoreError> {
    let Some((about, end)) = files.end(&name(set), MOST_END as u64).await? else { return Ok(None) };
    let footer = Footer::parse(&end, about.size).ok_or_else(|| damaged(set))?;
    let edition = footer.edition(&end).ok_or_else(|| damaged(set))?;
    Ok(Some((edition, footer.codes)))
}

/// Bytes of the end that hold the footer with the edition's name before it.
const MOST_END: usize = 4096;

fn failed(set: ReferenceSet, error: &io::Error) -> StoreError {
    StoreError::Backend(format!("reference data {}: {error}", set.name()))
}

fn damaged(set: ReferenceSet) -> StoreError {
    StoreError::Damaged(format!("reference data {} is not of this release: load it again", set.name()))
}

#[cfg(test)]
mod tests;
