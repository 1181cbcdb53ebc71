//! Where the tests keep files: a fresh folder, or a fresh prefix of the bucket that `tools/s3.sh start` tells of.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use bluestem_store::files::{Files, Name, S3Config};
use bytes::Bytes;
use rustls::{ClientConfig, RootCertStore};

/// Bytes of a part of an upload in the tests: the fewest that the S3 protocol allows.
pub(crate) const PART: usize = 5 << 20;

/// Files, and the folder where the room keeps them, which tests may look into and damage.
pub(crate) struct Place {
    pub(crate) files: Files,
    pub(crate) kept: PathBuf,
    /// Where things are that are not whole yet.
    pub(crate) unfinished: PathBuf,
    pub(crate) scratch: tempfile::TempDir,
}

impl Place {
    pub(crate) fn local() -> Self {
        let scratch = tempfile::tempdir().unwrap();
        let kept = scratch.path().join("files");
        let files = Files::local(&kept).unwrap();
        Self { files, unfinished: kept.join(".new"), kept, scratch }
    }

    /// None, said aloud, when there is no server.
    pub(crate) fn s3() -> Option<Self> {
        let (config, kept) = s3_config()?;
        let (files, scratch) = (Files::s3(config).unwrap(), tempfile::tempdir().unwrap());
        Some(Self { files, unfinished: kept.join(".uploads"), kept, scratch })
    }

    /// Waits until nothing unfinished is left.
    pub(crate) async fn nothing_unfinished(&self) {
        let until = Instant::now() + Duration::from_mins(1);
        while entries(&self.unfinished) > 0 {
            assert!(Instant::now() < until, "left in {}", self.unfinished.display());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// How many entries a folder has.
pub(crate) fn entries(folder: &Path) -> usize {
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

/// A fresh place on the test server, and the folder where it keeps that.
pub(crate) fn s3_config() -> Option<(S3Config, PathBuf)> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let Ok(endpoint) = std::env::var("TEST_S3_ENDPOINT") else {
        // Past the capture of tests: a skipped test says so.
        let _ = writeln!(std::io::stderr(), "skipped: TEST_S3_ENDPOINT is not set");
        return None;
    };
    let told = |name| std::env::var(name).unwrap();
    let prefix = format!("test-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = PathBuf::from(told("TEST_S3_FOLDER")).join(&prefix);
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = S3Config {
        endpoint: Some(endpoint),
        bucket: told("TEST_S3_BUCKET"),
        prefix: Some(name(&prefix)),
        region: "us-east-1".to_owned(),
        access_key: told("TEST_S3_ACCESS_KEY"),
        secret_key: told("TEST_S3_SECRET_KEY"),
        session_token: None,
        path_style: true,
        tls: Arc::new(tls.with_root_certificates(RootCertStore::empty()).with_no_client_auth()),
        patience: Duration::from_secs(30),
        part_bytes: PART,
    };
    Some((config, folder))
}

pub(crate) fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

/// So many bytes, others for each seed, and no two parts alike.
pub(crate) fn content(seed: u8, length: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length + 4096);
    let mut row: u32 = 0;
    while bytes.len() < length {
        bytes.extend_from_slice(&[row.to_be_bytes(), [seed, 1, 2, 3]].concat().repeat(512));
        row += 1;
    }
    bytes.truncate(length);
    bytes
}

/// Writes a file in pieces that do not fall together with parts.
pub(crate) async fn write(
    files: &Files,
    file: &Name,
    content: &[u8],
) -> Result<(), bluestem_store::StoreError> {
    let mut writer = files.write(file).await?;
    for piece in content.chunks(PART / 3 + 7) {
        writer.write(Bytes::copy_from_slice(piece)).await?;
    }
    writer.finish().await
}

/// Reads a whole file.
pub(crate) async fn read(files: &Files, file: &Name) -> Result<Option<Vec<u8>>, bluestem_store::StoreError> {
    match files.read(file).await? {
        Some(reader) => reader.bytes(1 << 26).await.map(Some),
        None => Ok(None),
    }
}
