//! What a backup holds: `manifest.toml`, written last, so that a backup without it is not one.

use std::fs::{self, File};
use std::io::{Read as _, Write};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, ensure};
use aws_lc_rs::digest::{Context as Digest, SHA256};
use bluestem_model::hex::hex;
use serde::{Deserialize, Serialize};

const NAME: &str = "manifest.toml";

/// What a backup holds.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// The release that made it.
    pub(super) bluestem: String,
    /// When it was begun, RFC 3339.
    pub(super) at: String,
    /// Its files.
    #[serde(default)]
    pub(super) file: Vec<Entry>,
}

/// A file of a backup.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// Its path below the backup's folder.
    pub(super) path: PathBuf,
    /// Its bytes.
    pub(super) size: u64,
    /// The SHA-256 of them, in hexadecimal digits.
    pub(super) sha256: String,
}

impl Manifest {
    /// Reads that of the backup in `folder`.
    pub(super) fn read(folder: &Path) -> anyhow::Result<Self> {
        let file = folder.join(NAME);
        let text = fs::read_to_string(&file)
            .with_context(|| format!("{} is not a whole backup: cannot read {NAME}", folder.display()))?;
        let manifest: Self =
            toml::from_str(&text).with_context(|| format!("{} does not read", file.display()))?;
        for Entry { path, .. } in &manifest.file {
            let below = path.components().all(|part| matches!(part, Component::Normal(_)));
            ensure!(below, "{} names {}, which is not below its folder", file.display(), path.display());
        }
        Ok(manifest)
    }

    /// Writes it into `folder`.
    pub(super) fn write(&self, folder: &Path) -> anyhow::Result<()> {
        let place = || format!("cannot write {NAME} in {}", folder.display());
        let mut file = File::create_new(folder.join(NAME)).with_context(place)?;
        file.write_all(toml::to_string(self)?.as_bytes()).with_context(place)?;
        file.sync_all().with_context(place)?;
        File::open(folder).and_then(|folder| folder.sync_all()).with_context(place)
    }
}

/// Copies a file to where there is none, and says what it holds. The copy is on disk when it returns.
pub(super) fn copy(from: &Path, to: &Path, path: PathBuf) -> anyhow::Result<Entry> {
    let place = || format!("cannot copy {} to {}", from.display(), to.display());
    let mut writer = File::create_new(to).with_context(place)?;
    let entry = read(from, path, &mut writer).with_context(place)?;
    writer.sync_all().with_context(place)?;
    Ok(entry)
}

/// What a file holds.
pub(super) fn describe(file: &Path, path: PathBuf) -> anyhow::Result<Entry> {
    read(file, path, &mut std::io::sink()).with_context(|| format!("cannot read {}", file.display()))
}

fn read(file: &Path, path: PathBuf, out: &mut impl Write) -> std::io::Result<Entry> {
    let (mut reader, mut buffer) = (File::open(file)?, vec![0; 1 << 16]);
    let (mut digest, mut size) = (Digest::new(&SHA256), 0);
    loop {
        let count = reader.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else { break };
        digest.update(bytes);
        out.write_all(bytes)?;
        size += bytes.len() as u64;
    }
    Ok(Entry { path, size, sha256: hex(digest.finish().as_ref()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back_and_names_nothing_outside() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Manifest::read(folder.path()).is_err());
        fs::write(folder.path().join("a"), "abc").unwrap();
        let entry = describe(&folder.path().join("a"), "a".into()).unwrap();
        assert!(entry.sha256.starts_with("ba7816bf") && entry.size == 3, "{entry:?}");
        let outside =
            Entry { path: "../a".into(), ..describe(&folder.path().join("a"), "a".into()).unwrap() };
        let manifest = |file| Manifest { bluestem: "1".to_owned(), at: String::new(), file };
        manifest(vec![entry]).write(folder.path()).unwrap();
        assert_eq!(Manifest::read(folder.path()).unwrap().file.len(), 1);
        fs::remove_file(folder.path().join(NAME)).unwrap();
        manifest(vec![outside]).write(folder.path()).unwrap();
        assert!(Manifest::read(folder.path()).is_err());
    }
}
