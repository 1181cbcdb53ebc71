//! The plane of files, over whichever room.

use std::path::Path;
use std::sync::Arc;

use bluestem_model::time::Timestamp;

use super::local::LocalRoom;
use super::read::Reader;
use super::room::{Listed, Part, Room};
use super::s3::{S3Config, S3Room};
use super::seal::{self, Seal};
use super::{Name, Writer};
use crate::StoreError;

/// Where files are kept. Failures are those of [`StoreError`]; that of a file whose content is not what was written is
/// [`StoreError::Damaged`].
#[derive(Clone, Debug)]
pub struct Files {
    pub(super) room: Arc<dyn Room>,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Bytes of its content.
    pub size: u64,
    /// SHA-256 of its content.
    pub sha256: [u8; 32],
    /// When it was put in place, by the clock of who keeps it.
    pub changed: Timestamp,
}

impl Files {
    /// Files in a local folder, which is made when absent, readable by its owner alone. The folder may be shared by
    /// machines if its file system renames atomically.
    pub fn local(folder: &Path) -> Result<Self, StoreError> {
        Ok(Self { room: Arc::new(LocalRoom::open(folder)?) })
    }

    /// Files in a bucket of storage that speaks the S3 protocol. Asks nothing of it yet.
    pub fn s3(config: S3Config) -> Result<Self, StoreError> {
        Ok(Self { room: Arc::new(S3Room::open(config)?) })
    }

    /// Begins to write a file in place of the one of that name, if there is one.
    pub async fn write(&self, name: &Name) -> Result<Writer, StoreError> {
        Ok(Writer::new(self.room.begin(name).await?))
    }

    /// Reads a file; None when there is none. The checksum is compared at the end.
    pub async fn read(&self, name: &Name) -> Result<Option<Reader>, StoreError> {
        let Some(object) = self.room.get(name, Part::Whole).await? else { return Ok(None) };
        Reader::new(name, object).map(Some)
    }

    /// What a file is; None when there is none.
    pub async fn about(&self, name: &Name) -> Result<Option<About>, StoreError> {
        Ok(self.last(name, 0).await?.map(|(about, _)| about))
    }

    /// What a file is, and the last `most` bytes of its content, or all when there are fewer; None when there is none.
    /// A part cannot be compared with the checksum of the whole.
    pub async fn end(&self, name: &Name, most: u64) -> Result<Option<(About, Vec<u8>)>, StoreError> {
        let Some(about) = self.about(name).await? else { return Ok(None) };
        self.last(name, most.min(about.size)).await
    }

    /// What a file is, and so many bytes of the end of its content, in one request. Where a file is shorter, not all
    /// storage answers.
    async fn last(&self, name: &Name, bytes: u64) -> Result<Option<(About, Vec<u8>)>, StoreError> {
        let part = Part::Last(bytes + seal::BYTES as u64);
        let Some(object) = self.room.get(name, part).await? else { return Ok(None) };
        let (stored, changed) = (object.stored, object.changed);
        let mut end = object.collect().await?;
        let seal = end.split_off(end.len().saturating_sub(seal::BYTES));
        let Seal { length, sha256 } = Seal::parse(&seal, stored).ok_or_else(|| damaged(name))?;
        Ok(Some((About { size: length, sha256, changed }, end)))
    }

    /// The files in a folder and below, by name.
    pub async fn list(&self, folder: &Name) -> Result<Vec<Listed>, StoreError> {
        self.room.list(folder).await
    }

    /// Removes a file, if there is one.
    pub async fn delete(&self, name: &Name) -> Result<(), StoreError> {
        self.room.delete(name).await
    }

    /// Removes what writers left behind that died before that moment; of writers that are at work since before it,
    /// too. Returns how much it was.
    pub async fn sweep(&self, before: Timestamp) -> Result<u64, StoreError> {
        self.room.sweep(before).await
    }
}

/// What is stored under that name is not what was written.
pub(super) fn damaged(name: &Name) -> StoreError {
    StoreError::Damaged(format!("file {name} is not what was written: its length or checksum does not agree"))
}
