//! Backups of an embedded installation: made while it serves, checked byte by byte when they are restored.

mod manifest;

use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use bluestem_model::time::Timestamp;
use bluestem_store::embedded;

use crate::files::FOLDER;
use crate::place::KEY_FILE;
use manifest::{Entry, Manifest, copy, describe};

/// In a data folder while it is being restored.
const UNFINISHED: &str = "restoring";

/// Copies the stores in `data` and the shared files, where those are in a folder, into `to`, which is made, and returns
/// how many files and bytes there are. The master key is not among them: whoever has a backup and the key has every secret.
pub(crate) fn make(
    data: &Path,
    shared: Option<&Path>,
    to: &Path,
    now: Timestamp,
) -> anyhow::Result<(usize, u64)> {
    let stores = embedded::status(data)?;
    ensure!(stores.iter().all(|plane| plane.version > 0), "there are no stores in {}", data.display());
    make_empty(to)?;
    embedded::backup(data, to).with_context(|| format!("cannot copy the stores to {}", to.display()))?;
    let mut file: Vec<Entry> = Vec::new();
    for path in below(to)? {
        file.push(describe(&to.join(&path), path)?);
    }
    if let Some(shared) = shared {
        for path in below(shared)? {
            let place = Path::new(FOLDER).join(&path);
            make_parents(to, &place)?;
            file.push(copy(&shared.join(&path), &to.join(&place), place)?);
        }
    }
    let sum = (file.len(), file.iter().map(|entry| entry.size).sum());
    let manifest = Manifest { bluestem: env!("CARGO_PKG_VERSION").to_owned(), at: now.to_instant(), file };
    manifest.write(to)?;
    Ok(sum)
}

/// Checks the backup in `from` against its manifest and returns when it was made.
pub(crate) fn check(from: &Path) -> anyhow::Result<String> {
    let manifest = Manifest::read(from)?;
    for expected in &manifest.file {
        same(expected, &describe(&from.join(&expected.path), expected.path.clone())?)?;
    }
    embedded::check(from).with_context(|| format!("the backup in {} is damaged", from.display()))?;
    Ok(manifest.at)
}

/// Restores the backup in `from` to `data`, which is made, with the master key in `key`. Returns when it was made.
pub(crate) fn restore(from: &Path, data: &Path, key: &Path) -> anyhow::Result<String> {
    let manifest = Manifest::read(from)?;
    make_empty(data)?;
    let mark = data.join(UNFINISHED);
    File::create_new(&mark).and_then(|mark| mark.sync_all())?;
    sync(data)?;
    for expected in &manifest.file {
        make_parents(data, &expected.path)?;
        let place = data.join(&expected.path);
        same(expected, &copy(&from.join(&expected.path), &place, expected.path.clone())?)?;
    }
    embedded::check(data).with_context(|| format!("what was restored to {} is damaged", data.display()))?;
    let to = data.join(KEY_FILE);
    copy(key, &to, KEY_FILE.into())?;
    fs::set_permissions(&to, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    sync(data)?;
    fs::remove_file(&mark)?;
    sync(data)?;
    Ok(manifest.at)
}

/// Refuses a data folder in which a restore did not come to its end: what is in it is not all, or not checked.
pub(crate) fn refuse_unfinished(data: &Path) -> anyhow::Result<()> {
    let (whole, folder) = (!data.join(UNFINISHED).exists(), data.display());
    ensure!(whole, "a restore to {folder} did not come to its end: empty the folder and restore again");
    Ok(())
}

fn sync(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

fn same(expected: &Entry, found: &Entry) -> anyhow::Result<()> {
    let is = expected.size == found.size && expected.sha256 == found.sha256;
    ensure!(is, "{} is not what the manifest says: the backup is damaged", expected.path.display());
    Ok(())
}

/// Makes a folder for its owner alone, where there is none or an empty one.
fn make_empty(folder: &Path) -> anyhow::Result<()> {
    let place = || format!("cannot make {}", folder.display());
    DirBuilder::new().recursive(true).mode(0o700).create(folder).with_context(place)?;
    ensure!(fs::read_dir(folder)?.next().is_none(), "{} is not empty", folder.display());
    Ok(())
}

fn make_parents(root: &Path, path: &Path) -> anyhow::Result<()> {
    let Some(parent) = path.parent() else { return Ok(()) };
    let folder = root.join(parent);
    DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
    Ok(())
}

/// The files below a folder that may be absent, by their paths below it, in order; without hidden folders, where files
/// are that are not whole.
fn below(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = if folder.exists() { vec![PathBuf::new()] } else { Vec::new() };
    while let Some(path) = folders.pop() {
        let place = folder.join(&path);
        for entry in fs::read_dir(&place).with_context(|| format!("cannot read {}", place.display()))? {
            let entry = entry?;
            let path = path.join(entry.file_name());
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            match entry.file_type()?.is_dir() {
                true if hidden => {}
                true => folders.push(path),
                false => found.push(path),
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;
    use crate::wiring::Stores;

    #[tokio::test]
    async fn a_folder_whose_restore_failed_is_not_opened() {
        let root = tempfile::tempdir().unwrap();
        let [data, copied, bad, good] = ["data", "copied", "bad", "good"].map(|name| root.path().join(name));
        Stores::open(&Place::folder(&data)).await.unwrap();
        make(&data, None, &copied, Timestamp(0)).unwrap();
        let key = data.join(KEY_FILE);
        restore(&copied, &good, &key).unwrap();
        assert!(Stores::open(&Place::folder(&good)).await.is_ok());
        // The planes are whole by then, the key is not there.
        assert!(restore(&copied, &bad, &root.path().join("no such key")).is_err());
        fs::copy(&key, bad.join(KEY_FILE)).unwrap();
        let refused = Stores::open(&Place::folder(&bad)).await.err().unwrap().to_string();
        assert!(refused.contains("restore again"), "{refused}");
    }
}
