//! Puts the parts together.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use bluestem_store::embedded::{EmbeddedAudit, EmbeddedClaims, EmbeddedPlatform};

/// The three planes, embedded in one folder.
pub(crate) struct Stores {
    pub(crate) claims: Arc<EmbeddedClaims>,
    pub(crate) platform: Arc<EmbeddedPlatform>,
    pub(crate) audit: Arc<EmbeddedAudit>,
}

impl Stores {
    /// Opens the stores in `folder`, which is made when absent, readable by its owner alone.
    pub(crate) fn open(folder: &Path) -> anyhow::Result<Self> {
        make_private(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self {
            claims: EmbeddedClaims::open(&folder.join("claims.db"))?,
            platform: EmbeddedPlatform::open(&folder.join("platform.db"))?,
            audit: EmbeddedAudit::open(&folder.join("audit.db"))?,
        })
    }
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}
