//! Files in a bucket of storage that speaks the S3 protocol.

mod bucket;
mod config;
mod failure;
mod http;
mod journal;
mod upload;

pub use config::S3Config;

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use bluestem_model::time::Timestamp;
use futures_util::TryStreamExt as _;
use object_store::{ObjectStore as _, ObjectStoreExt as _};

use self::bucket::Bucket;
use self::failure::{failed, is_absent};
use self::upload::S3Upload;
use super::room::{Listed, Object, Part, Room, Upload};
use super::{Name, seal};
use crate::StoreError;

#[derive(Debug)]
pub(super) struct S3Room {
    bucket: Arc<Bucket>,
}

impl S3Room {
    pub(super) fn open(config: S3Config) -> Result<Self, StoreError> {
        Ok(Self { bucket: Arc::new(Bucket::open(config)?) })
    }
}

#[async_trait]
impl Room for S3Room {
    async fn begin(&self, name: &Name) -> Result<Box<dyn Upload>, StoreError> {
        Ok(Box::new(S3Upload::new(Arc::clone(&self.bucket), name.clone())))
    }

    async fn get(&self, name: &Name, part: Part) -> Result<Option<Object>, StoreError> {
        self.bucket.get(name, part).await
    }

    async fn list(&self, folder: &Name) -> Result<Vec<Listed>, StoreError> {
        let found = self.bucket.store.list(Some(&self.bucket.path(folder))).try_collect::<Vec<_>>().await;
        let entries = found.map_err(|error| failed(&error))?.into_iter().filter_map(|meta| {
            let name = Name::parse(self.bucket.name(&meta.location)?).ok()?;
            let tag = meta.e_tag.unwrap_or_default();
            Some(Listed {
                name,
                size: meta.size.saturating_sub(seal::BYTES as u64),
                stamp: format!("{}-{tag}", meta.last_modified.timestamp_micros()),
            })
        });
        let mut listed: Vec<Listed> = entries.collect();
        listed.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Ok(listed)
    }

    async fn delete(&self, name: &Name) -> Result<(), StoreError> {
        match self.bucket.store.delete(&self.bucket.path(name)).await {
            Err(error) if !is_absent(&error) => Err(failed(&error)),
            _ => Ok(()),
        }
    }

    async fn sweep(&self, before: Timestamp) -> Result<u64, StoreError> {
        journal::sweep(&self.bucket, before).await
    }

    fn path(&self, _name: &Name) -> Option<PathBuf> {
        None
    }
}
