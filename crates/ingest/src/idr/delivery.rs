//! The files of a delivery.

use std::fs;
use std::path::{Path, PathBuf};

use bluestem_model::column::View;

use crate::LoadError;

/// One source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DeliveredFile {
    pub(super) view: View,
    /// Path below the delivery's folder, with `/`.
    pub(super) path: String,
    pub(super) absolute: PathBuf,
    pub(super) size: u64,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Delivery {
    /// The source files in the order of their paths: the order in which records number them.
    pub(super) files: Vec<DeliveredFile>,
    /// Paths of files that are no source files, sorted.
    pub(super) unknown: Vec<String>,
}

/// Finds the source files under `dir`, however deep.
pub(super) fn find(dir: &Path) -> Result<Delivery, LoadError> {
    let mut delivery = Delivery::default();
    walk(dir, "", &mut delivery)?;
    if delivery.files.is_empty() {
        return Err(LoadError::NoFiles(dir.to_owned()));
    }
    delivery.files.sort_by(|left, right| left.path.cmp(&right.path));
    delivery.unknown.sort_unstable();
    Ok(delivery)
}

fn walk(dir: &Path, prefix: &str, delivery: &mut Delivery) -> Result<(), LoadError> {
    let failed = |source| LoadError::Folder { path: dir.to_owned(), source };
    for entry in fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let (path, absolute) = (format!("{prefix}{name}"), entry.path());
        // Follows links: a delivery may be put together from them.
        let metadata = fs::metadata(&absolute);
        if metadata.as_ref().is_ok_and(fs::Metadata::is_dir) {
            walk(&absolute, &format!("{path}/"), delivery)?;
        } else if let Some(view) = view_of(&name) {
            let size = metadata.map_or(0, |metadata| metadata.len());
            delivery.files.push(DeliveredFile { view, path, absolute, size });
        } else {
            delivery.unknown.push(path);
        }
    }
    Ok(())
}

/// The view that a file name ends in: `SYNTHETIC_CLM_LINE.csv`, `2026-01_clm_line.CSV`. Of several stems that
/// fit the longest counts, so that `CLM_LINE` is not taken for a `LINE` of something.
fn view_of(name: &str) -> Option<View> {
    let (stem, extension) = name.rsplit_once('.')?;
    if !extension.eq_ignore_ascii_case("csv") {
        return None;
    }
    let stem = stem.to_ascii_uppercase();
    let fits = |candidate: &str| {
        stem.strip_suffix(candidate)
            .is_some_and(|prefix| prefix.is_empty() || prefix.ends_with(['_', '-', '.']))
    };
    let found =
        View::all().filter(|spec| !spec.view.is_ccw() && fits(spec.stem)).max_by_key(|spec| spec.stem.len());
    found.map(|spec| spec.view)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_stem_that_fits_names_the_view() {
        for (name, view) in [
            ("SYNTHETIC_CLM.csv", Some(View::Clm)),
            ("SYNTHETIC_CLM_LINE.csv", Some(View::ClmLine)),
            ("synthetic_clm_line_instnl.CSV", Some(View::ClmLineInstnl)),
            ("CLM_DT_SGNTR.csv", Some(View::ClmDtSgntr)),
            ("SYNTHETIC_BENE_LIS_CMBND.csv", Some(View::BeneCmbndLis)),
            ("SYNTHETIC_CLM_RLT_OCRNC_SGNTR_MBR.csv", Some(View::ClmRltOcrncSgntrMbr)),
            ("SYNTHETIC_CNTRCT_PBP_NUM.csv", Some(View::CntrctPbpNum)),
            ("SYNTHETIC_XCLM.csv", None),
            ("SYNTHETIC_CLM.txt", None),
            ("README.md", None),
        ] {
            assert_eq!(view_of(name), view, "{name}");
        }
    }
}
