//! Writing a set.

use std::fs::File;
use std::io::{BufWriter, Write};

use aws_lc_rs::digest::{Context, SHA256};
use bluestem_model::reference::ReferenceSet;

use super::{ENTRY, Footer, Key, failed, key};
use crate::StoreError;

/// Writes a set into a file.
pub struct ReferenceWriter<'f> {
    set: ReferenceSet,
    file: BufWriter<&'f File>,
    digest: Context,
    length: u64,
    index: Vec<(Key, u64, u32)>,
}

/// Characters of an edition's name at most: so the footer with it is found in one read.
const MOST_EDITION: usize = 250;

/// What a set has become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Codes with a text.
    pub codes: u64,
    /// Codes that came twice; the later text counts.
    pub repeated: u64,
}

impl<'f> ReferenceWriter<'f> {
    /// Begins a set in an empty file.
    pub fn begin(set: ReferenceSet, file: &'f File) -> Self {
        Self {
            set,
            file: BufWriter::with_capacity(1 << 18, file),
            digest: Context::new(&SHA256),
            length: 0,
            index: Vec::new(),
        }
    }

    /// Adds the text of a code. False of a code that is too long or empty, or of a text that is: not kept.
    pub fn add(&mut self, code: &str, text: &str) -> Result<bool, StoreError> {
        let (Some(key), Ok(bytes)) = (key(code), u32::try_from(text.len())) else { return Ok(false) };
        if code.is_empty() || text.is_empty() {
            return Ok(false);
        }
        self.index.push((key, self.length, bytes));
        self.send(text.as_bytes())?;
        self.length += u64::from(bytes);
        Ok(true)
    }

    /// Whether nothing was added yet.
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// Ends the set under the name of its edition; a very long one is cut.
    pub fn finish(mut self, edition: &str) -> Result<Written, StoreError> {
        let mut index = std::mem::take(&mut self.index);
        let given = index.len() as u64;
        // Of equal codes the last one stands first and stays.
        index.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        index.dedup_by_key(|(key, ..)| *key);
        for (key, start, length) in &index {
            let mut entry = Vec::with_capacity(ENTRY);
            entry.extend_from_slice(key);
            entry.extend_from_slice(&start.to_be_bytes());
            entry.extend_from_slice(&length.to_be_bytes());
            self.send(&entry)?;
        }
        let codes = index.len() as u64;
        let edition: String = edition.chars().take(MOST_EDITION).collect();
        self.send(edition.as_bytes())?;
        let name = u32::try_from(edition.len()).unwrap_or(u32::MAX);
        let footer = Footer::bytes(self.length, codes, self.digest.clone().finish().as_ref(), name);
        let written = self.file.write_all(&footer).and_then(|()| self.file.flush());
        written.map_err(|error| failed(self.set, &error))?;
        Ok(Written { codes, repeated: given - codes })
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.digest.update(bytes);
        self.file.write_all(bytes).map_err(|error| failed(self.set, &error))
    }
}
