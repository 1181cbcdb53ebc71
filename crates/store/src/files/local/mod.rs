//! Files in a local folder.

mod list;
mod temporary;
mod upload;

pub(super) use temporary::Temporary;

use std::fs::{self, File};
use std::io::{self, ErrorKind, SeekFrom};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use bluestem_model::time::Timestamp;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

use self::upload::LocalUpload;
use super::Name;
use super::room::{Listed, Object, Part, Room, Upload};
use crate::StoreError;

/// Where files lie until they are whole: on the same file system, and no name of a file leads there.
const NEW: &str = ".new";
/// Bytes that one read takes.
const CHUNK: usize = 1 << 18;

#[derive(Debug)]
pub(super) struct LocalRoom {
    folder: PathBuf,
}

impl LocalRoom {
    pub(super) fn open(folder: &Path) -> Result<Self, StoreError> {
        make_folder(&folder.join(NEW))?;
        Ok(Self { folder: folder.to_owned() })
    }

    fn target(&self, name: &Name) -> PathBuf {
        self.folder.join(name.as_str())
    }
}

#[async_trait]
impl Room for LocalRoom {
    async fn begin(&self, name: &Name) -> Result<Box<dyn Upload>, StoreError> {
        let (file, temporary) = Temporary::new(&self.folder.join(NEW))?;
        Ok(Box::new(LocalUpload::new(file, temporary, self.folder.clone(), self.target(name))))
    }

    async fn get(&self, name: &Name, part: Part) -> Result<Option<Object>, StoreError> {
        let path = self.target(name);
        let file = match tokio::fs::File::open(&path).await {
            Ok(file) => file,
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(failed(&path, &error)),
        };
        let meta = file.metadata().await.map_err(|error| failed(&path, &error))?;
        if !meta.is_file() {
            return Ok(None);
        }
        let stored = meta.len();
        let from = match part {
            Part::Whole => 0,
            Part::Last(bytes) => stored.saturating_sub(bytes),
        };
        let changed = meta.modified().map_or(Timestamp(0), timestamp);
        let bytes = stream(file, path, from, stored - from).await?;
        Ok(Some(Object { stored, changed, bytes }))
    }

    async fn list(&self, folder: &Name) -> Result<Vec<Listed>, StoreError> {
        let (root, folder) = (self.folder.clone(), folder.clone());
        blocking(move || list::below(&root, &folder)).await
    }

    async fn delete(&self, name: &Name) -> Result<(), StoreError> {
        let (root, target) = (self.folder.clone(), self.target(name));
        blocking(move || match fs::remove_file(&target) {
            Ok(()) => sync_parents(&root, &target),
            Err(error) if is_absent(&error) => Ok(()),
            Err(error) => Err(failed(&target, &error)),
        })
        .await
    }

    async fn sweep(&self, before: Timestamp) -> Result<u64, StoreError> {
        let folder = self.folder.join(NEW);
        blocking(move || remove(&Temporary::before(&folder, before))).await
    }

    fn path(&self, name: &Name) -> Option<PathBuf> {
        Some(self.target(name))
    }
}

/// Removes those that are still there: their writers or other processes may be faster. Returns how many it was.
fn remove(paths: &[PathBuf]) -> Result<u64, StoreError> {
    let mut removed = 0;
    for path in paths {
        match fs::remove_file(path) {
            Ok(()) => removed += 1,
            Err(error) if is_absent(&error) => {}
            Err(error) => return Err(failed(path, &error)),
        }
    }
    Ok(removed)
}

/// So many bytes of a file from a place on; fewer when it ends before.
async fn stream(
    mut file: tokio::fs::File,
    path: PathBuf,
    from: u64,
    bytes: u64,
) -> Result<BoxStream<'static, Result<Bytes, StoreError>>, StoreError> {
    file.seek(SeekFrom::Start(from)).await.map_err(|error| failed(&path, &error))?;
    let read = async |(mut file, path, left): (tokio::fs::File, PathBuf, u64)| {
        let most = usize::try_from(left).map_or(CHUNK, |left| left.min(CHUNK));
        let mut bytes = BytesMut::with_capacity(most);
        let mut limited = (&mut file).take(most as u64);
        let got = limited.read_buf(&mut bytes).await.map_err(|error| failed(&path, &error))?;
        Ok((got > 0).then(|| (bytes.freeze(), (file, path, left - got as u64))))
    };
    Ok(stream::try_unfold((file, path, bytes), read).boxed())
}

/// Runs work that waits for the disk where waiting is allowed.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| Err(StoreError::Backend("work on files ended before its time".to_owned())))
}

/// Makes a folder with those above it, each readable by its owner alone.
fn make_folder(folder: &Path) -> Result<(), StoreError> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| failed(folder, &error))
}

/// Makes the folders from `root` to the target.
fn make_parents(root: &Path, target: &Path) -> Result<(), StoreError> {
    target.parent().filter(|parent| *parent != root).map_or(Ok(()), make_folder)
}

/// Makes the target's place durable: the folder that names it, and those that name the folder, up to `root`.
fn sync_parents(root: &Path, target: &Path) -> Result<(), StoreError> {
    for folder in target.ancestors().skip(1) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| failed(folder, &error))?;
        if folder == root {
            break;
        }
    }
    Ok(())
}

fn timestamp(time: SystemTime) -> Timestamp {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    Timestamp(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// A full disk and one that does not answer are worth trying again; a folder that may not be written is not.
pub(super) fn failed(path: &Path, error: &io::Error) -> StoreError {
    let text = format!("{}: {error}", path.display());
    match error.kind() {
        ErrorKind::StorageFull
        | ErrorKind::QuotaExceeded
        | ErrorKind::FileTooLarge
        | ErrorKind::TimedOut
        | ErrorKind::StaleNetworkFileHandle => StoreError::Unavailable(text),
        // It has no kind of its own.
        _ if error.raw_os_error() == Some(EIO) => StoreError::Unavailable(text),
        _ => StoreError::Backend(text),
    }
}

/// The disk failed (errno of Linux and the BSDs).
const EIO: i32 = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gone_already_is_no_failure_of_a_sweep() {
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            // As a process that is killed does it.
            std::mem::forget(Temporary::new(folder.path()).unwrap());
        }
        let found = Temporary::before(folder.path(), Timestamp(i64::MAX));
        fs::remove_file(&found[0]).unwrap();
        assert_eq!(remove(&found).unwrap(), 1);
        assert_eq!(remove(&found).unwrap(), 0);
        assert!(remove(&[folder.path().to_owned()]).is_err(), "what cannot be removed is told");
    }
}
