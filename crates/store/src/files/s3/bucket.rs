//! The bucket, where in it files are, and what takes one request.

use bluestem_model::time::Timestamp;
use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::aws::AmazonS3;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore as _, ObjectStoreExt as _, PutPayload};

use super::S3Config;
use super::failure::{failed, is_absent};
use crate::StoreError;
use crate::files::Name;
use crate::files::room::{Object, Part};

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

    /// Reads a file; None when there is none.
    pub(super) async fn get(&self, name: &Name, part: Part) -> Result<Option<Object>, StoreError> {
        let range = match part {
            Part::Whole => None,
            Part::Last(bytes) => Some(GetRange::Suffix(bytes)),
        };
        let options = GetOptions { range, ..GetOptions::default() };
        let found = match self.store.get_opts(&self.path(name), options).await {
            Ok(found) => found,
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(failed(&error)),
        };
        let (stored, changed) = (found.meta.size, Timestamp(found.meta.last_modified.timestamp_micros()));
        let bytes = found.into_stream().map_err(|error| failed(&error)).boxed();
        Ok(Some(Object { stored, changed, bytes }))
    }
}
