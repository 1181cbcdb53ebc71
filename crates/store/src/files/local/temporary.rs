//! Files that are not whole yet.

use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use bluestem_model::time::Timestamp;

use super::{failed, make_folder, timestamp};
use crate::StoreError;

/// What the names of temporary files end with: no other file's does.
const ENDING: &str = ".part";

/// A file that is removed when dropped, unless it was put in its place.
#[derive(Debug)]
pub(in crate::files) struct Temporary(PathBuf);

impl Temporary {
    /// Makes a new file in `folder`, which is made when absent; readable by its owner alone.
    pub(in crate::files) fn new(folder: &Path) -> Result<(File, Self), StoreError> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        make_folder(folder)?;
        loop {
            // Another machine that shares the folder may have a process of that number.
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!("{}-{count}{ENDING}", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
                Ok(file) => return Ok((file, Self(path))),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(failed(&path, &error)),
            }
        }
    }

    /// Puts it in place of whatever is there.
    pub(in crate::files) fn rename(self, target: &Path) -> Result<(), StoreError> {
        fs::rename(&self.0, target).map_err(|error| failed(target, &error))
    }

    /// The temporary files in `folder` that were last written before that moment.
    pub(super) fn before(folder: &Path, moment: Timestamp) -> Vec<PathBuf> {
        let old = all(folder).filter(|(_, at)| timestamp(*at) < moment);
        old.map(|(path, _)| path).collect()
    }

    /// The temporary files in `folder` that are older than its newest entry by that much.
    pub(in crate::files) fn older(folder: &Path, age: Duration) -> Vec<PathBuf> {
        let newest = fs::metadata(folder).and_then(|meta| meta.modified());
        let Some(moment) = newest.ok().and_then(|newest| newest.checked_sub(age)) else { return Vec::new() };
        Self::before(folder, timestamp(moment))
    }
}

fn all(folder: &Path) -> impl Iterator<Item = (PathBuf, SystemTime)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let temporary = entries.filter(|entry| entry.file_name().to_string_lossy().ends_with(ENDING));
    temporary.filter_map(|entry| Some((entry.path(), entry.metadata().ok()?.modified().ok()?)))
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // Gone already when it was renamed.
        let _ = fs::remove_file(&self.0);
    }
}
