//! The files of a delivery.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use bluestem_model::rif::RifType;

use super::cells::RifCells;
use super::header::Header;
use super::manifest::Ids;
use crate::LoadError;

/// One source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RifFile {
    /// Path as the report and the store name it.
    pub(super) path: String,
    pub(super) absolute: PathBuf,
    pub(super) size: u64,
    /// What a manifest says that it is.
    pub(super) kind: Option<RifType>,
}

/// What is to be loaded at once.
#[derive(Debug, Default)]
pub(super) struct Delivery {
    /// The source files in the order in which they are read.
    pub(super) files: Vec<RifFile>,
    /// Files that are none of ours.
    pub(super) unknown: Vec<String>,
    /// Numbers that must be new.
    pub(super) ids: Option<Ids>,
}

/// A header line is shorter than this, in bytes.
const LONGEST_HEADER: u64 = 1 << 16;

/// The files under `paths`: those that are named, and of folders, however deep, all whose header is of a known
/// type. People come before their history and history before claims; else they stand in the order of their names.
pub(super) fn find(paths: &[PathBuf]) -> Result<Delivery, LoadError> {
    let mut delivery = Delivery::default();
    let mut found: Vec<(u8, RifFile)> = Vec::new();
    for path in paths {
        let metadata =
            fs::metadata(path).map_err(|source| LoadError::Folder { path: path.clone(), source })?;
        let name =
            path.file_name().map_or_else(|| "file".to_owned(), |name| name.to_string_lossy().into_owned());
        if metadata.is_dir() {
            walk(path, "", &mut found, &mut delivery.unknown)?;
        } else {
            let order = order_of(&sniff(path).unwrap_or_default());
            let file = RifFile { path: name, absolute: path.clone(), size: metadata.len(), kind: None };
            found.push((order.unwrap_or(u8::MAX), file));
        }
    }
    if found.is_empty() {
        return Err(LoadError::NoRifFiles(paths.first().cloned().unwrap_or_default()));
    }
    found.sort_by(|left, right| (left.0, &left.1.path).cmp(&(right.0, &right.1.path)));
    delivery.files = found.into_iter().map(|(_, file)| file).collect();
    delivery.unknown.sort_unstable();
    Ok(delivery)
}

fn walk(
    dir: &Path,
    prefix: &str,
    found: &mut Vec<(u8, RifFile)>,
    unknown: &mut Vec<String>,
) -> Result<(), LoadError> {
    let failed = |source| LoadError::Folder { path: dir.to_owned(), source };
    for entry in fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let (path, absolute) = (format!("{prefix}{name}"), entry.path());
        let metadata = fs::metadata(&absolute).map_err(failed)?;
        if metadata.is_dir() {
            walk(&absolute, &format!("{path}/"), found, unknown)?;
            continue;
        }
        match order_of(&sniff(&absolute).map_err(failed)?) {
            Some(order) => {
                found.push((order, RifFile { path, absolute, size: metadata.len(), kind: None }));
            }
            None => unknown.push(path),
        }
    }
    Ok(())
}

fn sniff(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut line = Vec::new();
    BufReader::new(fs::File::open(path)?.take(LONGEST_HEADER)).read_until(b'\n', &mut line)?;
    Ok(line)
}

/// When a file with this first line is read; None when it is none of ours.
fn order_of(line: &[u8]) -> Option<u8> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let mut cells = RifCells::default();
    cells.split(line.trim_ascii_end());
    Some(match Header::read(&cells)? {
        Ok(Header { kind: RifType::Beneficiary, .. }) => 0,
        Ok(Header { kind: RifType::BeneficiaryHistory, .. }) => 1,
        Ok(_) => 2,
        // Its fault is named when it is read.
        Err(_) => 3,
    })
}
