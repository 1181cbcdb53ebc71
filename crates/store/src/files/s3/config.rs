//! How to reach the storage.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::{BackoffConfig, RetryConfig};
use rustls::ClientConfig;

use super::failure::failed;
use super::http::Connector;
use crate::StoreError;
use crate::files::Name;

/// Requests that are made at most where the storage fails or does not answer.
const TRIES: usize = 5;

/// How to reach a bucket.
#[derive(Clone)]
pub struct S3Config {
    /// URL of the storage, without a bucket; that of Amazon for the region when None.
    pub endpoint: Option<String>,
    /// The bucket, which must exist.
    pub bucket: String,
    /// Where in the bucket: what all keys begin with.
    pub prefix: Option<Name>,
    /// Region that requests are signed for.
    pub region: String,
    /// Id of the access key.
    pub access_key: String,
    /// The access key.
    pub secret_key: String,
    /// What goes with temporary keys.
    pub session_token: Option<String>,
    /// Whether the bucket stands in the path, not in the host's name.
    pub path_style: bool,
    /// Whom to trust.
    pub tls: Arc<ClientConfig>,
    /// How long one request may go without an answer or without the next bytes. What fails is tried again for about
    /// twice as long.
    pub patience: Duration,
    /// Bytes of each part of an upload but the last, 5 MiB or more; held in memory while a file is written. A file
    /// has 10,000 parts at most.
    pub part_bytes: usize,
}

impl S3Config {
    /// The usual size of parts: files of up to 160 GB.
    pub const PART_BYTES: usize = 16 << 20;

    pub(super) fn connect(self) -> Result<AmazonS3, StoreError> {
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&self.bucket)
            .with_region(self.region)
            .with_access_key_id(self.access_key)
            .with_secret_access_key(self.secret_key)
            .with_virtual_hosted_style_request(!self.path_style)
            // One request more a file, but every storage knows it.
            .with_disable_bulk_delete(true)
            .with_http_connector(Connector { tls: self.tls, patience: self.patience })
            .with_retry(RetryConfig {
                backoff: BackoffConfig {
                    init_backoff: self.patience.min(Duration::from_millis(100)),
                    max_backoff: self.patience.min(Duration::from_secs(3)),
                    base: 2.0,
                },
                max_retries: TRIES - 1,
                retry_timeout: self.patience * 2,
            });
        if let Some(token) = self.session_token {
            builder = builder.with_token(token);
        }
        if let Some(endpoint) = self.endpoint {
            let endpoint = endpoint.trim_end_matches('/');
            builder = builder.with_endpoint(match (self.path_style, endpoint.split_once("://")) {
                (false, Some((scheme, host))) => format!("{scheme}://{}.{host}", self.bucket),
                _ => endpoint.to_owned(),
            });
        }
        builder.build().map_err(|error| failed(&error))
    }
}

// Keys are secrets.
impl fmt::Debug for S3Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3Config")
            .field("endpoint", &self.endpoint)
            .field("bucket", &self.bucket)
            .field("prefix", &self.prefix)
            .field("region", &self.region)
            .field("path_style", &self.path_style)
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}
