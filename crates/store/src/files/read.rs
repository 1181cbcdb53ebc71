//! Reading a file.

use aws_lc_rs::digest::{Context, SHA256};
use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;

use super::Name;
use super::plane::damaged;
use super::room::Object;
use super::seal::{self, Seal};
use crate::StoreError;

/// The bytes of a file, as they come.
pub struct Reader {
    name: Name,
    bytes: BoxStream<'static, Result<Bytes, StoreError>>,
    /// Bytes of content that are still to come.
    left: u64,
    /// Bytes of the stored file.
    stored: u64,
    digest: Context,
    /// What comes behind the content.
    end: Vec<u8>,
    proven: Option<[u8; 32]>,
}

impl Reader {
    pub(super) fn new(name: &Name, object: Object) -> Result<Self, StoreError> {
        let Object { stored, bytes, .. } = object;
        let left = stored.checked_sub(seal::BYTES as u64).ok_or_else(|| damaged(name))?;
        let (digest, end) = (Context::new(&SHA256), Vec::new());
        Ok(Self { name: name.clone(), bytes, left, stored, digest, end, proven: None })
    }

    /// The next bytes; None at the end. Nothing is proven before the end is reached without an error.
    pub async fn next(&mut self) -> Result<Option<Bytes>, StoreError> {
        while let Some(bytes) = self.bytes.next().await {
            let mut bytes = bytes?;
            let content = usize::try_from(self.left).map_or(bytes.len(), |left| left.min(bytes.len()));
            self.end.extend_from_slice(&bytes.split_off(content));
            self.left -= content as u64;
            self.digest.update(&bytes);
            if !bytes.is_empty() {
                return Ok(Some(bytes));
            }
        }
        self.prove()?;
        Ok(None)
    }

    /// Compares what came with the seal.
    fn prove(&mut self) -> Result<(), StoreError> {
        if self.left > 0 {
            return Err(StoreError::Unavailable(format!(
                "file {} was cut short while it was read",
                self.name
            )));
        }
        let found = Seal::new(&self.digest.clone().finish(), self.stored - seal::BYTES as u64);
        if Seal::parse(&self.end, self.stored) != Some(found) {
            return Err(damaged(&self.name));
        }
        self.proven = Some(found.sha256);
        Ok(())
    }

    /// SHA-256 of the content, once [`Self::next`] has reached its end without an error.
    pub(super) fn proven(&self) -> Option<[u8; 32]> {
        self.proven
    }

    /// All bytes at once, proven: for small files. More than `most` are an error.
    pub async fn bytes(mut self, most: usize) -> Result<Vec<u8>, StoreError> {
        let mut all = Vec::new();
        while let Some(bytes) = self.next().await? {
            if all.len() + bytes.len() > most {
                return Err(StoreError::Backend(format!("file {} is larger than {most} bytes", self.name)));
            }
            all.extend_from_slice(&bytes);
        }
        Ok(all)
    }
}
