//! A file of the plane as a file on this machine, for reading here and there in it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bluestem_model::hex::hex;
use bluestem_model::time::Timestamp;
use tokio::io::AsyncWriteExt as _;

use super::local::{Temporary, blocking, failed};
use super::{About, Files, Name};
use crate::StoreError;

/// Age at which a temporary file of the cache belongs to a process that died.
const STALE: Duration = Duration::from_hours(1);

/// A file on this machine.
#[derive(Debug)]
pub struct LocalCopy {
    /// Open for reading.
    pub file: File,
    /// Bytes of the content, which the file begins with.
    pub size: u64,
    /// When the file was put in place in the plane.
    pub changed: Timestamp,
}

impl Files {
    /// A file on this machine; None when there is none. From storage elsewhere it is fetched into the folder `cache`,
    /// its checksum compared, and kept there until another edition is fetched; a file that lies here is opened where
    /// it lies, and its checksum is compared by [`Files::prove`].
    pub async fn copy(&self, name: &Name, cache: &Path) -> Result<Option<LocalCopy>, StoreError> {
        let Some(about) = self.about(name).await? else { return Ok(None) };
        if let Some(path) = self.room.path(name) {
            return open(&path, about.size, about.changed);
        }
        let path = cache.join(kept_as(name, &about));
        if let Some(copy) = open(&path, about.size, about.changed)? {
            return Ok(Some(copy));
        }
        self.fetch(name, cache, &path, &about).await?;
        open(&path, about.size, about.changed)
    }

    /// Fetches that edition of a file to `path`, in the folder `cache`, and takes others away.
    async fn fetch(&self, name: &Name, cache: &Path, path: &Path, about: &About) -> Result<(), StoreError> {
        let Some(mut reader) = self.read(name).await? else {
            return Err(StoreError::Unavailable(format!("file {name} was removed while it was fetched")));
        };
        let (file, temporary) = Temporary::new(cache)?;
        let mut file = tokio::fs::File::from_std(file);
        while let Some(bytes) = reader.next().await? {
            file.write_all(&bytes).await.map_err(|error| failed(cache, &error))?;
        }
        if reader.proven() != Some(about.sha256) {
            return Err(StoreError::Unavailable(format!("file {name} was replaced while it was fetched")));
        }
        // The last write may still be under way; its failure shows here.
        file.flush().await.map_err(|error| failed(cache, &error))?;
        let file = file.into_std().await;
        let changed = UNIX_EPOCH + Duration::from_micros(u64::try_from(about.changed.0).unwrap_or(0));
        let (name, cache, path) = (name.clone(), cache.to_owned(), path.to_owned());
        blocking(move || {
            file.set_modified(changed)
                .and_then(|()| file.sync_all())
                .map_err(|error| failed(&cache, &error))?;
            temporary.rename(&path)?;
            prune(&cache, &name, &path);
            Ok(())
        })
        .await
    }

    /// What was fetched last of a file; None when nothing was. For when the storage cannot be asked.
    pub fn last_copy(&self, name: &Name, cache: &Path) -> Result<Option<LocalCopy>, StoreError> {
        let Some((path, at)) = kept(cache, name).into_iter().max_by_key(|(_, at)| *at) else {
            return Ok(None);
        };
        let size = fs::metadata(&path).map_err(|error| failed(&path, &error))?.len();
        let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
        open(&path, size, Timestamp(i64::try_from(since.as_micros()).unwrap_or(0)))
    }
}

impl Files {
    /// Compares the checksum of a file that [`Files::copy`] opens where it lies; of others nothing is left to do.
    pub async fn prove(&self, name: &Name) -> Result<(), StoreError> {
        if self.room.path(name).is_none() {
            return Ok(());
        }
        let Some(mut reader) = self.read(name).await? else { return Ok(()) };
        while reader.next().await?.is_some() {}
        Ok(())
    }
}

/// Opens a file if it is there and has at least that size.
fn open(path: &Path, size: u64, changed: Timestamp) -> Result<Option<LocalCopy>, StoreError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(path, &error)),
    };
    let length = file.metadata().map_err(|error| failed(path, &error))?.len();
    Ok((length >= size).then_some(LocalCopy { file, size, changed }))
}

/// What an edition is called in the cache: a `+` is in no name.
fn kept_as(name: &Name, about: &About) -> String {
    format!("{}+{}", name.as_str().replace('/', "+"), hex(&about.sha256))
}

/// The editions of a file in the cache, and when each was put in place in the plane.
fn kept(cache: &Path, name: &Name) -> Vec<(PathBuf, SystemTime)> {
    let stem = name.as_str().replace('/', "+");
    entries(cache)
        .filter(|(path, _)| {
            let file = path.file_name().and_then(|file| file.to_str()).and_then(|file| file.rsplit_once('+'));
            file.is_some_and(|(before, _)| before == stem)
        })
        .collect()
}

fn entries(cache: &Path) -> impl Iterator<Item = (PathBuf, SystemTime)> {
    let entries = fs::read_dir(cache).into_iter().flatten().flatten();
    entries.filter_map(|entry| Some((entry.path(), entry.metadata().ok()?.modified().ok()?)))
}

/// Removes other editions of a file, and what processes left that died. Whoever has one open goes on with it.
fn prune(cache: &Path, name: &Name, keep: &Path) {
    let others = kept(cache, name).into_iter().map(|(path, _)| path).filter(|path| path != keep);
    let dead = Temporary::older(cache, STALE);
    for path in others.chain(dead) {
        // Another process may have been faster.
        let _ = fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    #[tokio::test]
    async fn an_edition_is_never_kept_as_another_of_its_size() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::local(&folder.path().join("files")).unwrap();
        let (name, cache) = (Name::known("set.ref"), folder.path().join("cache"));
        let put = async |text: &'static str| {
            let mut writer = files.write(&name).await.unwrap();
            writer.write(Bytes::from(text)).await.unwrap();
            writer.finish().await.unwrap();
            files.about(&name).await.unwrap().unwrap()
        };
        let first = put("first edition").await;
        let path = cache.join(kept_as(&name, &first));
        put("other edition").await;
        let replaced = files.fetch(&name, &cache, &path, &first).await;
        assert!(matches!(replaced, Err(StoreError::Unavailable(_))), "{replaced:?}");
        assert_eq!(fs::read_dir(&cache).unwrap().count(), 0, "nothing is left of it");
        put("first edition").await;
        files.fetch(&name, &cache, &path, &first).await.unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"first edition");
    }
}
