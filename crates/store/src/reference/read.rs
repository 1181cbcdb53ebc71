//! Reading a set.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use bluestem_model::reference::ReferenceSet;
use bluestem_model::time::Timestamp;

use super::{ENTRY, FOOTER, KEY, Key, MAGIC, damaged, failed, key};
use crate::StoreError;

/// Entries that one read of the index takes.
const BLOCK: u64 = 64;
/// Texts that are read at a time when all are wanted.
const MOST_TEXT: usize = 1 << 20;

/// A set, open for lookups.
#[derive(Debug)]
pub struct ReferenceFile {
    path: PathBuf,
    file: File,
    texts: u64,
    codes: u64,
    edition: String,
    fingerprint: u64,
    loaded: Timestamp,
    /// The first code of each block of the index.
    heads: Vec<Key>,
}

impl ReferenceFile {
    /// Where a set is kept in `folder`.
    pub fn path(folder: &Path, set: ReferenceSet) -> PathBuf {
        folder.join(format!("{}.ref", set.name()))
    }

    /// Opens a set in `folder`; None when none was loaded.
    pub fn open(folder: &Path, set: ReferenceSet) -> Result<Option<Self>, StoreError> {
        let path = Self::path(folder, set);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(&path, &error)),
        };
        let meta = file.metadata().map_err(|error| failed(&path, &error))?;
        let changed = meta.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        let loaded = Timestamp(changed.map_or(0, |since| i64::try_from(since.as_micros()).unwrap_or(0)));
        let mut set = Self {
            texts: 0,
            codes: 0,
            edition: String::new(),
            fingerprint: 0,
            heads: Vec::new(),
            loaded,
            file,
            path,
        };
        set.read_footer(meta.len())?;
        for block in 0..set.codes.div_ceil(BLOCK) {
            let mut head: Key = [0; KEY];
            set.fill(&mut head, set.texts + block * BLOCK * ENTRY as u64)?;
            set.heads.push(head);
        }
        Ok(Some(set))
    }

    fn read_footer(&mut self, size: u64) -> Result<(), StoreError> {
        let begin = size.checked_sub(FOOTER as u64).ok_or_else(|| damaged(&self.path))?;
        let mut footer = [0; FOOTER];
        self.fill(&mut footer, begin)?;
        let number = |from: usize| footer.get(from..from + 8).and_then(|bytes| bytes.try_into().ok());
        let (texts, codes, print) = (number(0), number(8), number(16));
        let name = footer.get(48..52).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
        let is_ours = footer.ends_with(MAGIC);
        let (Some(texts), Some(codes), Some(print), Some(name), true) = (texts, codes, print, name, is_ours)
        else {
            return Err(damaged(&self.path));
        };
        (self.texts, self.codes) = (u64::from_be_bytes(texts), u64::from_be_bytes(codes));
        self.fingerprint = u64::from_be_bytes(print);
        let expected = self.codes.checked_mul(ENTRY as u64).and_then(|index| index.checked_add(self.texts));
        let expected = expected.and_then(|end| end.checked_add(u64::from(name)));
        if expected != Some(begin) {
            return Err(damaged(&self.path));
        }
        let mut edition = vec![0; name as usize];
        self.fill(&mut edition, begin - u64::from(name))?;
        self.edition = String::from_utf8(edition).map_err(|_| damaged(&self.path))?;
        Ok(())
    }

    /// What the edition is called.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// How many codes it knows.
    pub fn codes(&self) -> u64 {
        self.codes
    }

    /// A number that another content does not have.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
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
        let mut entries = vec![0; (self.codes - first).min(BLOCK) as usize * ENTRY];
        self.fill(&mut entries, self.texts + first * ENTRY as u64)?;
        let found = entries.chunks_exact(ENTRY).find(|entry| entry.starts_with(&wanted));
        found.map(|entry| self.text_of(entry).map(|(_, text)| text)).transpose()
    }

    /// Calls `each` with every code and its text, in the order of the codes.
    pub fn for_each(&self, mut each: impl FnMut(&str, &str)) -> Result<(), StoreError> {
        let mut entry = [0; ENTRY];
        for place in 0..self.codes {
            self.fill(&mut entry, self.texts + place * ENTRY as u64)?;
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
        let (Some(start), Some(length)) = (start, length) else { return Err(damaged(&self.path)) };
        if length as usize > MOST_TEXT {
            return Err(damaged(&self.path));
        }
        let mut text = vec![0; length as usize];
        self.fill(&mut text, start)?;
        let code: Vec<u8> = entry.iter().copied().take(KEY).take_while(|byte| *byte != 0).collect();
        match (String::from_utf8(code), String::from_utf8(text)) {
            (Ok(code), Ok(text)) => Ok((code, text)),
            _ => Err(damaged(&self.path)),
        }
    }

    fn fill(&self, bytes: &mut [u8], at: u64) -> Result<(), StoreError> {
        self.file.read_exact_at(bytes, at).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => damaged(&self.path),
            _ => failed(&self.path, &error),
        })
    }
}
