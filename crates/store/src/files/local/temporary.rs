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
pub(in crate::files) struct Temporary {
    /// None once it is in its place.
    path: Option<PathBuf>,
}

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
                Ok(file) => return Ok((file, Self { path: Some(path) })),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(failed(&path, &error)),
            }
        }
    }

    /// Puts it in place of whatever is there.
    pub(in crate::files) fn rename(mut self, target: &Path) -> Result<(), StoreError> {
        let Some(path) = &self.path else { return Ok(()) };
        fs::rename(path, target).map_err(|error| failed(target, &error))?;
        // What is called so from now on is another machine's.
        self.path = None;
        Ok(())
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
        if let Some(path) = &self.path {
            // Swept already, perhaps.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_the_name_of_a_file_that_was_put_in_place_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (_file, temporary) = Temporary::new(folder.path()).unwrap();
        let path = temporary.path.clone().unwrap();
        // In place of itself: something has that name as soon as the renaming is done.
        temporary.rename(&path).unwrap();
        assert!(path.exists());
        let (_file, temporary) = Temporary::new(folder.path()).unwrap();
        let path = temporary.path.clone().unwrap();
        assert!(temporary.rename(&folder.path().join("absent/target")).is_err());
        assert!(!path.exists(), "one that was not put in place goes");
    }
}
