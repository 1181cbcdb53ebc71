//! Every Patient and Coverage that BFD v3 is known to serve.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::compare;
use crate::differences::Seen;
use crate::people_source::{Source, clock, ours};

/// Compares every golden of people and their coverage.
pub(crate) fn compare(shared: &Path, seen: &mut Seen) {
    let source = Source::read(&shared.join("data/idr/test_samples2"));
    for path in goldens(&shared.join("data/golden/v3")) {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let (kind, id) = name.split_once('-').unwrap();
        let mut theirs: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let Some(mut ours) = ours(&source, kind, id, clock()) else {
            seen.whole(kind, name, &theirs);
            continue;
        };
        for resource in [&mut ours, &mut theirs] {
            if let Some(updated) = resource.pointer_mut("/meta/lastUpdated") {
                *updated = Value::Null;
            }
        }
        seen.add(kind, name, compare::differences(&ours, &theirs));
    }
}

fn goldens(folder: &Path) -> Vec<PathBuf> {
    let paths = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    let ours = paths.filter(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with("Patient-") || name.starts_with("Coverage-")
    });
    let mut found: Vec<_> = ours.collect();
    found.sort();
    assert_eq!(found.len(), 9);
    found
}
