//! Writing into a local folder.

use std::fs::File;
use std::path::PathBuf;

use async_trait::async_trait;
use bytes::Bytes;
use tokio::io::AsyncWriteExt as _;

use super::{Temporary, blocking, failed, make_parents, sync_parents};
use crate::StoreError;
use crate::files::room::Upload;

pub(super) struct LocalUpload {
    file: tokio::fs::File,
    temporary: Temporary,
    root: PathBuf,
    target: PathBuf,
}

impl LocalUpload {
    pub(super) fn new(file: File, temporary: Temporary, root: PathBuf, target: PathBuf) -> Self {
        Self { file: tokio::fs::File::from_std(file), temporary, root, target }
    }
}

#[async_trait]
impl Upload for LocalUpload {
    async fn write(&mut self, bytes: Bytes) -> Result<(), StoreError> {
        self.file.write_all(&bytes).await.map_err(|error| failed(&self.target, &error))
    }

    async fn finish(mut self: Box<Self>) -> Result<(), StoreError> {
        let Self { mut file, temporary, root, target } = *self;
        // The last write may still be under way; its failure shows here.
        file.flush().await.map_err(|error| failed(&target, &error))?;
        file.sync_all().await.map_err(|error| failed(&target, &error))?;
        blocking(move || {
            make_parents(&root, &target)?;
            temporary.rename(&target)?;
            sync_parents(&root, &target)
        })
        .await
    }
}
