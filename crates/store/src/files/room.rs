//! What a room for files can do. Contents are stored with their seals; [`super::Files`] puts these on and checks them.

use std::fmt::Debug;
use std::path::PathBuf;

use async_trait::async_trait;
use bluestem_model::time::Timestamp;
use bytes::Bytes;
use futures_util::TryStreamExt as _;
use futures_util::stream::BoxStream;

use super::Name;
use crate::StoreError;

/// Which bytes of a stored file are wanted.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    /// All.
    Whole,
    /// So many at the end, or all when there are fewer.
    Last(u64),
}

/// A stored file, or a part of it.
pub(super) struct Object {
    /// Bytes of the whole.
    pub(super) stored: u64,
    /// When it was put in place.
    pub(super) changed: Timestamp,
    /// The bytes that were asked for.
    pub(super) bytes: BoxStream<'static, Result<Bytes, StoreError>>,
}

impl Object {
    /// The bytes that were asked for, at once: for few.
    pub(super) async fn collect(self) -> Result<Vec<u8>, StoreError> {
        let add = async |mut all: Vec<u8>, bytes: Bytes| {
            all.extend_from_slice(&bytes);
            Ok(all)
        };
        self.bytes.try_fold(Vec::new(), add).await
    }
}

/// An entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The file.
    pub name: Name,
    /// Bytes of its content.
    pub size: u64,
    /// Another one whenever the file was replaced; says nothing else.
    pub stamp: String,
}

/// A place that keeps files.
#[async_trait]
pub(super) trait Room: Debug + Send + Sync {
    /// Begins to write a file.
    async fn begin(&self, name: &Name) -> Result<Box<dyn Upload>, StoreError>;

    /// Reads a file; None when there is none.
    async fn get(&self, name: &Name, part: Part) -> Result<Option<Object>, StoreError>;

    /// The files in a folder and below, by name.
    async fn list(&self, folder: &Name) -> Result<Vec<Listed>, StoreError>;

    /// Removes a file, if there is one.
    async fn delete(&self, name: &Name) -> Result<(), StoreError>;

    /// Removes what writers left behind that died before that moment. Returns how much it was.
    async fn sweep(&self, before: Timestamp) -> Result<u64, StoreError>;

    /// Where the stored file lies, when that is on this machine.
    fn path(&self, name: &Name) -> Option<PathBuf>;
}

/// A file that is being written. It becomes visible by [`Upload::finish`] and is gone when dropped.
#[async_trait]
pub(super) trait Upload: Send {
    /// Adds bytes.
    async fn write(&mut self, bytes: Bytes) -> Result<(), StoreError>;

    /// Puts the file in place, durably.
    async fn finish(self: Box<Self>) -> Result<(), StoreError>;
}
