//! Writing into a bucket: a small file in one request, a large one in parts.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use object_store::multipart::{MultipartStore as _, PartId};

use super::bucket::Bucket;
use super::failure::failed;
use super::journal::{self, Entry};
use crate::StoreError;
use crate::files::Name;
use crate::files::room::{Part, Upload};

/// Parts of an upload at most, by the S3 protocol.
const MOST_PARTS: usize = 10_000;

pub(super) struct S3Upload {
    bucket: Arc<Bucket>,
    name: Name,
    /// What is not sent yet.
    held: BytesMut,
    /// What was written last: at the end, the seal.
    latest: Bytes,
    parts: Option<Parts>,
}

/// An upload in parts that was begun.
struct Parts {
    entry: Entry,
    sent: Vec<PartId>,
}

impl S3Upload {
    pub(super) fn new(bucket: Arc<Bucket>, name: Name) -> Self {
        Self { bucket, name, held: BytesMut::new(), latest: Bytes::new(), parts: None }
    }

    async fn send(&mut self, bytes: Bytes) -> Result<(), StoreError> {
        if self.parts.is_none() {
            let entry = journal::begin(&self.bucket, &self.name).await?;
            self.parts = Some(Parts { entry, sent: Vec::new() });
        }
        let Some(parts) = &mut self.parts else { return Ok(()) };
        if parts.sent.len() == MOST_PARTS {
            let most = MOST_PARTS * self.bucket.part_bytes;
            return Err(StoreError::Backend(format!("file {} is larger than {most} bytes", self.name)));
        }
        let key = self.bucket.path(&self.name);
        let part =
            self.bucket.store.put_part(&key, &parts.entry.upload, parts.sent.len(), bytes.into()).await;
        parts.sent.push(part.map_err(|error| failed(&error))?);
        Ok(())
    }

    /// Whether the file that is there ends with the seal of this one.
    async fn is_in_place(&self) -> bool {
        let seal = Part::Last(self.latest.len() as u64);
        let Ok(Some(found)) = self.bucket.get(&self.name, seal).await else { return false };
        found.collect().await.is_ok_and(|found| found == self.latest)
    }
}

#[async_trait]
impl Upload for S3Upload {
    async fn write(&mut self, bytes: Bytes) -> Result<(), StoreError> {
        self.held.extend_from_slice(&bytes);
        self.latest = bytes;
        while self.held.len() > self.bucket.part_bytes {
            let part = self.held.split_to(self.bucket.part_bytes).freeze();
            self.send(part).await?;
        }
        Ok(())
    }

    async fn finish(mut self: Box<Self>) -> Result<(), StoreError> {
        let last = std::mem::take(&mut self.held).freeze();
        if self.parts.is_none() {
            return self.bucket.put(&self.name, last).await;
        }
        self.send(last).await?;
        let Some(Parts { entry, sent }) = self.parts.take() else { return Ok(()) };
        let key = self.bucket.path(&self.name);
        let done = self.bucket.store.complete_multipart(&key, &entry.upload, sent).await;
        if let Err(error) = done {
            // A repeated request finds no upload any more when the first one ended it.
            if !self.is_in_place().await {
                journal::give_up(Arc::clone(&self.bucket), entry);
                return Err(failed(&error));
            }
        }
        journal::end(&self.bucket, &entry).await;
        Ok(())
    }
}

impl Drop for S3Upload {
    fn drop(&mut self) {
        if let Some(parts) = self.parts.take() {
            journal::give_up(Arc::clone(&self.bucket), parts.entry);
        }
    }
}
