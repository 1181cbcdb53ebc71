//! Files that hold a secret.

use std::path::Path;

use anyhow::{Context, ensure};

/// The one line of such a file.
pub(crate) fn line(file: &Path) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let line = text.trim();
    ensure!(!line.is_empty() && !line.contains('\n'), "{} must hold one line, the secret", file.display());
    Ok(line.to_owned())
}
