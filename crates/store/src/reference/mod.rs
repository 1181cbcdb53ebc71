//! Reference data: texts by code, one file a set, beside whatever backend keeps the planes.
//!
//! A file is written once and then replaced as a whole, so a reader sees one edition or the other. It holds the
//! texts one after the other, then an index in the order of the codes, then a footer. A lookup reads one block of
//! the index and one text, so memory does not grow with the file.

mod read;
mod write;

pub use read::ReferenceFile;
pub use write::{ReferenceWriter, Written};

use std::io;
use std::path::Path;

use crate::StoreError;

/// Bytes of a code in the index; shorter ones are filled up with zeros.
const KEY: usize = 12;
/// Bytes of an entry of the index: code, where its text begins, how long it is.
const ENTRY: usize = KEY + 8 + 4;
/// What a footer ends with: format and version of it.
const MAGIC: &[u8; 8] = b"BLUEREF1";
/// Bytes of the footer: length of the texts, entries, digest, bytes of the edition's name, magic. The name stands
/// before it.
const FOOTER: usize = 8 + 8 + 32 + 4 + 8;

type Key = [u8; KEY];

/// A code as the index has it; None of one that is too long to be any of ours.
fn key(code: &str) -> Option<Key> {
    let mut key = [0; KEY];
    key.get_mut(..code.len())?.copy_from_slice(code.as_bytes());
    Some(key)
}

fn failed(path: &Path, error: &io::Error) -> StoreError {
    StoreError::Backend(format!("{}: {error}", path.display()))
}

fn damaged(path: &Path) -> StoreError {
    StoreError::Damaged(format!("{} is no reference file of this release: load it again", path.display()))
}

#[cfg(test)]
mod tests;
