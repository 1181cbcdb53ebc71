//! Writing a set.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{Context, SHA256};
use bluestem_model::reference::ReferenceSet;

use super::{ENTRY, Key, MAGIC, ReferenceFile, failed, key};
use crate::StoreError;

/// Writes a set beside the one that is in force and puts it in its place at the end.
pub struct ReferenceWriter {
    target: PathBuf,
    /// Removed when dropped before the end.
    temporary: Temporary,
    file: BufWriter<File>,
    digest: Context,
    length: u64,
    index: Vec<(Key, u64, u32)>,
}

/// What a set has become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Codes with a text.
    pub codes: u64,
    /// Codes that came twice; the later text counts.
    pub repeated: u64,
}

struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        // Gone already when it was put in its place.
        let _ = fs::remove_file(&self.0);
    }
}

impl ReferenceWriter {
    /// Begins a set in `folder`, which is made when absent.
    pub fn begin(folder: &Path, set: ReferenceSet) -> Result<Self, StoreError> {
        fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
        let target = ReferenceFile::path(folder, set);
        let temporary = target.with_extension(format!("{}.new", std::process::id()));
        let file = File::create(&temporary).map_err(|error| failed(&temporary, &error))?;
        Ok(Self {
            target,
            temporary: Temporary(temporary),
            file: BufWriter::with_capacity(1 << 18, file),
            digest: Context::new(&SHA256),
            length: 0,
            index: Vec::new(),
        })
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

    /// Ends the set and puts it in force under the name of its edition.
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
        self.footer(codes, edition)?;
        let Self { file, temporary, target, .. } = self;
        let file = file.into_inner().map_err(|error| failed(&temporary.0, error.error()))?;
        file.sync_all().map_err(|error| failed(&temporary.0, &error))?;
        fs::rename(&temporary.0, &target).map_err(|error| failed(&target, &error))?;
        Ok(Written { codes, repeated: given - codes })
    }

    fn footer(&mut self, codes: u64, edition: &str) -> Result<(), StoreError> {
        self.send(edition.as_bytes())?;
        let digest = self.digest.clone().finish();
        let name = u32::try_from(edition.len()).unwrap_or(u32::MAX);
        let parts: [&[u8]; 5] =
            [&self.length.to_be_bytes(), &codes.to_be_bytes(), digest.as_ref(), &name.to_be_bytes(), MAGIC];
        let footer = parts.concat();
        self.file.write_all(&footer).map_err(|error| failed(&self.temporary.0, &error))
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.digest.update(bytes);
        self.file.write_all(bytes).map_err(|error| failed(&self.temporary.0, &error))
    }
}
