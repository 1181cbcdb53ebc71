//! Reading a set.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use bluestem_model::reference::ReferenceSet;
use bluestem_model::time::Timestamp;

use super::{ENTRY, Footer, KEY, Key, MOST_END, damaged, failed, key};
use crate::StoreError;
use crate::files::LocalCopy;

/// Entries that one read of the index takes.
const BLOCK: u64 = 64;
/// Texts that are read at a time when all are wanted.
const MOST_TEXT: usize = 1 << 20;

/// A set, open for lookups.
#[derive(Debug)]
pub struct ReferenceFile {
    set: ReferenceSet,
    file: File,
    footer: Footer,
    edition: String,
    loaded: Timestamp,
    /// The first code of each block of the index.
    heads: Vec<Key>,
}

impl ReferenceFile {
    /// Opens a set that is a file on this machine.
    pub fn open(set: ReferenceSet, copy: LocalCopy) -> Result<Self, StoreError> {
        let LocalCopy { file, size, changed } = copy;
        let from = size.saturating_sub(MOST_END as u64);
        let mut end = vec![0; usize::try_from(size - from).unwrap_or(MOST_END)];
        fill(set, &file, &mut end, from)?;
        let footer = Footer::parse(&end, size).ok_or_else(|| damaged(set))?;
        let edition = footer.edition(&end).ok_or_else(|| damaged(set))?;
        let mut open = Self { set, file, footer, edition, loaded: changed, heads: Vec::new() };
        for block in 0..footer.codes.div_ceil(BLOCK) {
            let mut head: Key = [0; KEY];
            open.fill(&mut head, footer.texts + block * BLOCK * ENTRY as u64)?;
            open.heads.push(head);
        }
        Ok(open)
    }

    /// What the edition is called.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// How many codes it knows.
    pub fn codes(&self) -> u64 {
        self.footer.codes
    }

    /// A number that another content does not have.
    pub fn fingerprint(&self) -> u64 {
        self.footer.fingerprint
    }

    /// When it was loaded.
    pub fn loaded(&self) -> Timestamp {
        self.loaded
    }

    /// The text of a code.
    pub fn text(&self, code: &str) -> Result<Option<String>, StoreError> {
        let Some(wanted) = key(code) else { return Ok(None) };
        let Some(block) = self.heads.partition_point(|head| *head <= wanted).checked_sub(1) else {
            return Ok(None);
        };
        let first = block as u64 * BLOCK;
        let mut entries = vec![0; (self.footer.codes - first).min(BLOCK) as usize * ENTRY];
        self.fill(&mut entries, self.footer.texts + first * ENTRY as u64)?;
        let found = entries.chunks_exact(ENTRY).find(|entry| entry.starts_with(&wanted));
        found.map(|entry| self.text_of(entry).map(|(_, text)| text)).transpose()
    }

    /// Calls `each` with every code and its text, in the order of the codes.
    pub fn for_each(&self, mut each: impl FnMut(&str, &str)) -> Result<(), StoreError> {
        let mut entry = [0; ENTRY];
        for place in 0..self.footer.codes {
            self.fill(&mut entry, self.footer.texts + place * ENTRY as u64)?;
            let (code, text) = self.text_of(&entry)?;
            each(&code, &text);
        }
        Ok(())
    }

    /// Code and text of an entry of the index.
    fn text_of(&self, entry: &[u8]) -> Result<(String, String), StoreError> {
        let start = entry.get(KEY..KEY + 8).and_then(|bytes| bytes.try_into().ok()).map(u64::from_be_bytes);
        let length =
            entry.get(KEY + 8..ENTRY).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
        let (Some(start), Some(length)) = (start, length) else { return Err(damaged(self.set)) };
        if length as usize > MOST_TEXT {
            return Err(damaged(self.set));
        }
        let mut text = vec![0; length as usize];
        self.fill(&mut text, start)?;
        let code: Vec<u8> = entry.iter().copied().take(KEY).take_while(|byte| *byte != 0).collect();
        match (String::from_utf8(code), String::from_utf8(text)) {
            (Ok(code), Ok(text)) => Ok((code, text)),
            _ => Err(damaged(self.set)),
        }
    }

    fn fill(&self, bytes: &mut [u8], at: u64) -> Result<(), StoreError> {
        fill(self.set, &self.file, bytes, at)
    }
}

fn fill(set: ReferenceSet, file: &File, bytes: &mut [u8], at: u64) -> Result<(), StoreError> {
    file.read_exact_at(bytes, at).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => damaged(set),
        _ => failed(set, &error),
    })
}
