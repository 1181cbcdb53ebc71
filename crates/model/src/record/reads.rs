//! Which cells were read of a record: for explaining what was made of them.

use std::sync::{Mutex, PoisonError};

use crate::column::Column;

/// The present cells of a record in the order in which they were read. Kept only for records that were parsed
/// with [`super::Record::parse_noting`].
#[derive(Debug, Default)]
pub struct Reads(Mutex<Vec<Read>>);

/// One cell that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    /// The place of its row in the record.
    pub row: usize,
    /// Its column.
    pub column: Column,
}

impl Reads {
    /// How many cells were read so far.
    pub fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Every cell that was read.
    pub fn all(&self) -> Vec<Read> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn note(&self, read: Read) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(read);
    }
}
