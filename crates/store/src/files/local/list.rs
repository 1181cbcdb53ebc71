//! Listing a local folder.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::{failed, is_absent};
use crate::StoreError;
use crate::files::room::Listed;
use crate::files::{Name, seal};

/// The files in a folder of `root` and below, by name. What no name leads to is passed over.
pub(super) fn below(root: &Path, folder: &Name) -> Result<Vec<Listed>, StoreError> {
    let mut found = Vec::new();
    let mut folders = vec![folder.clone()];
    while let Some(folder) = folders.pop() {
        let path = root.join(folder.as_str());
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if is_absent(&error) => continue,
            Err(error) => return Err(failed(&path, &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| failed(&path, &error))?;
            let name =
                entry.file_name().to_str().and_then(|part| Name::parse(&format!("{folder}/{part}")).ok());
            let Some(name) = name else { continue };
            match entry.metadata() {
                Ok(meta) if meta.is_dir() => folders.push(name),
                Ok(meta) => found.push(Listed {
                    name,
                    size: meta.len().saturating_sub(seal::BYTES as u64),
                    stamp: format!("{}-{}-{}", meta.mtime(), meta.mtime_nsec(), meta.ino()),
                }),
                Err(error) if is_absent(&error) => {}
                Err(error) => return Err(failed(&entry.path(), &error)),
            }
        }
    }
    found.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}
