//! Writing a file.

use aws_lc_rs::digest::{Context, SHA256};
use bytes::Bytes;

use super::room::Upload;
use super::seal::Seal;
use crate::StoreError;

/// A file that is being written: nobody sees it before [`Writer::finish`] says so, and dropped it leaves nothing.
pub struct Writer {
    upload: Box<dyn Upload>,
    digest: Context,
    length: u64,
}

impl Writer {
    pub(super) fn new(upload: Box<dyn Upload>) -> Self {
        Self { upload, digest: Context::new(&SHA256), length: 0 }
    }

    /// Adds bytes. Memory does not grow with the file. After an error the file can only be begun again.
    pub async fn write(&mut self, bytes: Bytes) -> Result<(), StoreError> {
        self.digest.update(&bytes);
        self.length += bytes.len() as u64;
        self.upload.write(bytes).await
    }

    /// Puts the file in place, durably. After [`StoreError::Unavailable`] it may be there or not.
    pub async fn finish(self) -> Result<(), StoreError> {
        let Self { mut upload, digest, length } = self;
        let seal = Seal::new(&digest.finish(), length);
        upload.write(Bytes::copy_from_slice(&seal.to_bytes())).await?;
        upload.finish().await
    }
}
