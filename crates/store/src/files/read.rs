//! Reading a file.

use aws_lc_rs::digest::{Context, SHA256};
use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};

use super::Name;
use super::plane::damaged;
use super::room::Object;
use super::seal::{self, Seal};
use crate::StoreError;

/// The bytes of a file or of a part of it, as they come.
pub struct Reader {
    name: Name,
    bytes: BoxStream<'static, Result<Bytes, StoreError>>,
    /// Bytes of content that are still to come.
    left: u64,
    /// Of a whole file, what is compared at its end.
    check: Option<Check>,
    /// SHA-256 of a whole file once its end was reached without an error.
    proven: Option<[u8; 32]>,
}

struct Check {
    digest: Context,
    stored: u64,
    end: Vec<u8>,
}

impl Reader {
    pub(super) fn whole(name: &Name, object: Object) -> Result<Self, StoreError> {
        let left = object.stored.checked_sub(seal::BYTES as u64).ok_or_else(|| damaged(name))?;
        let check = Check { digest: Context::new(&SHA256), stored: object.stored, end: Vec::new() };
        Ok(Self { name: name.clone(), bytes: object.bytes, left, check: Some(check), proven: None })
    }

    pub(super) fn part(name: &Name, object: Object, length: u64) -> Self {
        Self { name: name.clone(), bytes: object.bytes, left: length, check: None, proven: None }
    }

    pub(super) fn empty(name: &Name) -> Self {
        Self { name: name.clone(), bytes: stream::empty().boxed(), left: 0, check: None, proven: None }
    }

    /// The next bytes; None at the end. Of a whole file, nothing is proven before the end is reached without an error.
    pub async fn next(&mut self) -> Result<Option<Bytes>, StoreError> {
        while let Some(bytes) = self.bytes.next().await {
            let mut bytes = bytes?;
            let content = usize::try_from(self.left).map_or(bytes.len(), |left| left.min(bytes.len()));
            let rest = bytes.split_off(content);
            self.left -= content as u64;
            if let Some(check) = &mut self.check {
                check.digest.update(&bytes);
                check.end.extend_from_slice(&rest);
            }
            if !bytes.is_empty() {
                return Ok(Some(bytes));
            }
        }
        self.end()
    }

    /// What the end says.
    fn end(&mut self) -> Result<Option<Bytes>, StoreError> {
        if self.left > 0 {
            return Err(StoreError::Unavailable(format!(
                "file {} was cut short while it was read",
                self.name
            )));
        }
        let Some(Check { digest, stored, end }) = self.check.take() else { return Ok(None) };
        let found = Seal::new(&digest.finish(), stored - seal::BYTES as u64);
        if Seal::parse(&end, stored) != Some(found) {
            return Err(damaged(&self.name));
        }
        self.proven = Some(found.sha256);
        Ok(None)
    }

    /// SHA-256 of the content, once [`Self::next`] has reached the end of a whole file without an error.
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
