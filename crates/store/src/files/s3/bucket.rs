//! The bucket, where in it files are, and what takes one request.

use bytes::Bytes;
use object_store::aws::AmazonS3;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore as _, ObjectStoreExt as _, PutPayload};

use super::S3Config;
use super::failure::{failed, is_absent};
use crate::StoreError;
use crate::files::{Name, seal};

#[derive(Debug)]
pub(super) struct Bucket {
    pub(super) store: AmazonS3,
    /// What keys begin with: empty, or a name with `/` behind it.
    prefix: String,
    /// Bytes of each part of an upload but the last.
    pub(super) part_bytes: usize,
}

impl Bucket {
    pub(super) fn open(config: S3Config) -> Result<Self, StoreError> {
        let prefix = config.prefix.as_ref().map_or(String::new(), |prefix| format!("{prefix}/"));
        let part_bytes = config.part_bytes;
        Ok(Self { store: config.connect()?, prefix, part_bytes })
    }

    /// The key of a file.
    pub(super) fn path(&self, name: &Name) -> Path {
        self.key(name.as_str())
    }

    /// The key of something beside the files.
    pub(super) fn key(&self, text: &str) -> Path {
        Path::from(format!("{}{text}", self.prefix))
    }

    /// The name behind a key.
    pub(super) fn name<'k>(&self, key: &'k Path) -> Option<&'k str> {
        key.as_ref().strip_prefix(&self.prefix)
    }

    /// Puts a file in place in one request, which is repeated when its answer is lost.
    pub(super) async fn put(&self, name: &Name, bytes: Bytes) -> Result<(), StoreError> {
        let done = self.store.put(&self.path(name), PutPayload::from(bytes)).await;
        done.map(|_| ()).map_err(|error| failed(&error))
    }

    /// The seal of a file as it is stored; None when there is no file.
    pub(super) async fn end_of(&self, name: &Name) -> Result<Option<Bytes>, StoreError> {
        let options =
            GetOptions { range: Some(GetRange::Suffix(seal::BYTES as u64)), ..GetOptions::default() };
        match self.store.get_opts(&self.path(name), options).await {
            Ok(found) => found.bytes().await.map(Some).map_err(|error| failed(&error)),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(failed(&error)),
        }
    }
}
