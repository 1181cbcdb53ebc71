//! Data sets: what the places on the command line hold, and in which order it is loaded.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use bluestem_model::label::LabelList;
use bluestem_model::time::{Clock, Timestamp};
use bluestem_store::claims::ClaimsLoader;

use super::delivery::{Delivery, RifFile, find};
use super::load::load_delivery;
use super::manifest::{Manifest, ManifestFault, check_list, number_of};
use crate::report::LoadReport;
use crate::{Codes, LoadError, Progress};

/// Sets that a scan finds are ignored when they are older than this, in seconds: 60 days, as in the reference.
const STALE: i64 = 60 * 24 * 3600;

/// What became of one data set.
#[derive(Debug)]
pub struct SetReport {
    /// The manifest; None for files that no manifest lists.
    pub manifest: Option<String>,
    /// What became of it.
    pub outcome: SetOutcome,
}

/// What became of a data set.
#[derive(Debug)]
pub enum SetOutcome {
    /// It was loaded; the report says how.
    Loaded(Box<LoadReport>),
    /// Its time has not come; it is loaded once it has.
    HeldBack(Timestamp),
    /// It is older than 60 days and was found by looking through folders; named itself it would be loaded.
    Stale(Timestamp),
    /// It was refused; nothing of it was stored.
    Refused(ManifestFault),
    /// A set before it was not loaded in full, and sets build on each other.
    Waiting,
}

impl SetReport {
    /// Whether nothing is wrong with it. A set that is held back or stale is as it should be.
    pub fn is_complete(&self) -> bool {
        match &self.outcome {
            SetOutcome::Loaded(report) => report.is_complete(),
            SetOutcome::HeldBack(_) | SetOutcome::Stale(_) => true,
            SetOutcome::Refused(_) | SetOutcome::Waiting => false,
        }
    }
}

impl fmt::Display for SetReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(manifest) = &self.manifest {
            writeln!(f, "data set {manifest}")?;
        }
        match &self.outcome {
            SetOutcome::Loaded(report) => report.fmt(f),
            SetOutcome::HeldBack(until) => {
                writeln!(f, "held back: its time is {}", until.to_rfc3339_seconds())
            }
            SetOutcome::Stale(since) => writeln!(
                f,
                "ignored: it is of {}, more than 60 days ago; name the manifest itself to load it",
                since.to_rfc3339_seconds()
            ),
            SetOutcome::Refused(fault) => writeln!(f, "refused, nothing was stored: {fault}"),
            SetOutcome::Waiting => writeln!(f, "not loaded: a set before it was not loaded in full"),
        }
    }
}

/// A manifest that was found, and whether it was named itself.
struct Found {
    path: PathBuf,
    named: bool,
}

/// Loads what is at `paths`: files and folders of files as one delivery, then the data sets of manifests one after the
/// other, the oldest first. Claims get their labels by `list`; codes that
/// `codes` does not know are counted.
///
/// What is wrong with rows, files or sets is in the reports; an error means that the load could not be carried out.
/// The same may be loaded again at any time: a load that died goes on, one that was finished finds everything as
/// before.
pub async fn load(
    loader: &dyn ClaimsLoader,
    clock: &dyn Clock,
    paths: &[PathBuf],
    list: &LabelList,
    codes: &dyn Codes,
    progress: &dyn Progress,
) -> Result<Vec<SetReport>, LoadError> {
    let (mut manifests, mut loose) = (Vec::new(), Vec::new());
    for path in paths {
        sort_out(path, &mut manifests, &mut loose)?;
    }
    let mut reports = Vec::new();
    if !loose.is_empty() {
        let report = load_delivery(loader, clock, &find(&loose)?, list, codes, progress).await?;
        reports.push(SetReport { manifest: None, outcome: SetOutcome::Loaded(Box::new(report)) });
    }
    let (sets, refused) = read(&manifests);
    reports.extend(refused);
    for (manifest, named) in sets {
        let outcome = if reports.iter().all(SetReport::is_complete) {
            load_set(loader, clock, &manifest, named, (list, codes, progress)).await?
        } else {
            SetOutcome::Waiting
        };
        reports.push(SetReport { manifest: Some(manifest.path.display().to_string()), outcome });
    }
    Ok(reports)
}

/// Divides what is at `path` into manifests and files that none lists. A folder with a manifest somewhere under it
/// holds data sets alone.
fn sort_out(path: &Path, manifests: &mut Vec<Found>, loose: &mut Vec<PathBuf>) -> Result<(), LoadError> {
    if !path.is_dir() {
        if is_manifest(path) || path.extension().is_some_and(|extension| extension == "xml") {
            manifests.push(Found { path: path.to_owned(), named: true });
        } else {
            loose.push(path.to_owned());
        }
        return Ok(());
    }
    let mut found = BTreeSet::new();
    walk(path, &mut found)?;
    if found.is_empty() {
        loose.push(path.to_owned());
    }
    // A folder that is itself a set, as Synthea writes it, is named with it.
    let is_named = |manifest: &Path| manifest.parent() == Some(path) && number_of(manifest).is_none();
    manifests.extend(found.into_iter().map(|path| Found { named: is_named(&path), path }));
    Ok(())
}

fn walk(dir: &Path, found: &mut BTreeSet<PathBuf>) -> Result<(), LoadError> {
    let failed = |source| LoadError::Folder { path: dir.to_owned(), source };
    for entry in fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            walk(&path, found)?;
        } else if is_manifest(&path) {
            found.insert(path);
        }
    }
    Ok(())
}

fn is_manifest(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name == Some("manifest.xml") || number_of(path).is_some()
}

/// The manifests that can be used in the order of their sets, and what is wrong with the others.
fn read(manifests: &[Found]) -> (Vec<(Manifest, bool)>, Vec<SetReport>) {
    let paths: Vec<PathBuf> = manifests.iter().map(|found| found.path.clone()).collect();
    let (mut sets, mut refused) = (Vec::new(), Vec::new());
    for found in manifests {
        let folder = found.path.parent().unwrap_or(Path::new("."));
        let listed = if found.named { Ok(()) } else { check_list(folder, &paths) };
        match listed.and_then(|()| Manifest::read(&found.path)) {
            Ok(manifest) => sets.push((manifest, found.named)),
            Err(fault) => refused.push(SetReport {
                manifest: Some(found.path.display().to_string()),
                outcome: SetOutcome::Refused(fault),
            }),
        }
    }
    sets.sort_by(|(one, _), (other, _)| {
        (one.timestamp, one.sequence, &one.path).cmp(&(other.timestamp, other.sequence, &other.path))
    });
    (sets, refused)
}

async fn load_set(
    loader: &dyn ClaimsLoader,
    clock: &dyn Clock,
    manifest: &Manifest,
    named: bool,
    (list, codes, progress): (&LabelList, &dyn Codes, &dyn Progress),
) -> Result<SetOutcome, LoadError> {
    let now = clock.now();
    if manifest.timestamp > now {
        return Ok(SetOutcome::HeldBack(manifest.timestamp));
    }
    if !named && manifest.timestamp < now.plus_seconds(-STALE) {
        return Ok(SetOutcome::Stale(manifest.timestamp));
    }
    let mut delivery = Delivery::default();
    for (name, kind) in &manifest.entries {
        let absolute = manifest.folder().join(name);
        let metadata =
            fs::metadata(&absolute).map_err(|source| LoadError::Folder { path: absolute.clone(), source })?;
        delivery.files.push(RifFile {
            path: name.clone(),
            absolute,
            size: metadata.len(),
            kind: Some(*kind),
        });
    }
    delivery.ids.clone_from(&manifest.ids);
    let report = load_delivery(loader, clock, &delivery, list, codes, progress).await?;
    Ok(if report.taken_ids {
        SetOutcome::Refused(ManifestFault::TakenIds)
    } else {
        SetOutcome::Loaded(Box::new(report))
    })
}
