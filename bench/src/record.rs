//! Figures into documents, between marks that say where they stand.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Replaces what stands between `<!-- NAME -->` and `<!-- end of NAME -->`.
pub(crate) fn between(document: &Path, name: &str, text: &str) -> Result<()> {
    let before = fs::read_to_string(document).with_context(|| format!("reading {}", document.display()))?;
    let after = replaced(&before, name, text);
    let after = after.with_context(|| format!("{} has no place for {name}", document.display()))?;
    Ok(fs::write(document, after)?)
}

/// The document with another text between the marks; None where they are missing.
pub(crate) fn replaced(document: &str, name: &str, text: &str) -> Option<String> {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let (head, rest) = document.split_once(&begin)?;
    let (_, tail) = rest.split_once(&end)?;
    Some(format!("{head}{begin}\n{}\n\n{end}{tail}", text.trim()))
}
