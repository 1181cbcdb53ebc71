//! Reference data as publishers give it out: what is read, what is refused, what stays as it was.

#![allow(clippy::unwrap_used)] // helpers outside test functions

mod registry;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use bluestem_ingest::reference::{ReferenceError, ReferenceReport};
use bluestem_model::reference::ReferenceSet;
use bluestem_model::time::Timestamp;
use bluestem_store::files::LocalCopy;
use bluestem_store::reference::ReferenceFile;

/// Writes a source file and loads it.
pub(crate) fn load_text(
    folder: &Path,
    set: ReferenceSet,
    text: impl AsRef<[u8]>,
) -> Result<ReferenceReport, ReferenceError> {
    load(folder, set, &source(folder, text))
}

/// Loads a file and, when that is good, puts it in place as the plane does.
fn load(folder: &Path, set: ReferenceSet, file: &Path) -> Result<ReferenceReport, ReferenceError> {
    let into = File::create(folder.join("new")).unwrap();
    let report = bluestem_ingest::reference::load(&into, set, file, "test")?;
    fs::rename(folder.join("new"), folder.join(set.name())).unwrap();
    Ok(report)
}

fn source(folder: &Path, text: impl AsRef<[u8]>) -> PathBuf {
    let file = folder.join("source.txt");
    fs::write(&file, text).unwrap();
    file
}

pub(crate) fn text_of(folder: &Path, set: ReferenceSet, code: &str) -> Option<String> {
    let file = File::open(folder.join(set.name())).unwrap();
    let size = file.metadata().unwrap().len();
    ReferenceFile::open(set, LocalCopy { file, size, changed: Timestamp(0) }).unwrap().text(code).unwrap()
}

const DRUGS: &str = "PRODUCTID\tPRODUCTNDC\tPROPRIETARYNAME\tSUBSTANCENAME\n\
    1\t99999-123\tMeadowcillin\tMEADOWINE\n\
    2\t9999-0007\tPlain \"quoted\" Balm\t\n\
    3\tnone\tBroken\tX\n\
    4\t99999-124\n\
    5\t99999-125\t\t\n";

#[test]
fn drugs_are_read_by_labeler_and_product() {
    let folder = tempfile::tempdir().unwrap();
    let report = load_text(folder.path(), ReferenceSet::Drugs, DRUGS).unwrap();
    assert_eq!((report.codes, report.nameless, report.faulty), (2, 1, 2));
    assert_eq!(report.faults.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [4, 5]);
    let text = |code| text_of(folder.path(), ReferenceSet::Drugs, code);
    assert_eq!(text("999990123").as_deref(), Some("Meadowcillin - MEADOWINE"));
    assert_eq!(text("099990007").as_deref(), Some("Plain \"quoted\" Balm"));
    assert_eq!(text("999990124"), None);
}

#[test]
fn taxonomy_has_display_names() {
    let folder = tempfile::tempdir().unwrap();
    let text = "\u{feff}Code,Grouping,Display Name\n999X00000X,\"Group, one\",\"Prairie Healer, Tall\"\n";
    load_text(folder.path(), ReferenceSet::Taxonomy, text).unwrap();
    let found = text_of(folder.path(), ReferenceSet::Taxonomy, "999X00000X");
    assert_eq!(found.as_deref(), Some("Prairie Healer, Tall"));
}

#[test]
fn diagnoses_and_procedures_are_read_in_both_forms() {
    let folder = tempfile::tempdir().unwrap();
    let order = format!("{:<5} {:<7} {} {:<60} {}\n", "00001", "X37", "0", "Short", "Trouble with grass");
    let codes = "X370    Trouble with tall grass, na\u{ef}ve\r\n\r\nno code here\n";
    let report = load_text(folder.path(), ReferenceSet::Diagnoses, order + codes).unwrap();
    assert_eq!((report.codes, report.faulty), (2, 1));
    let text = |code| text_of(folder.path(), ReferenceSet::Diagnoses, code);
    assert_eq!(text("X37").as_deref(), Some("Trouble with grass"));
    assert_eq!(text("X370").as_deref(), Some("Trouble with tall grass, na\u{ef}ve"));
    // Latin-1, as some publishers still write.
    load_text(folder.path(), ReferenceSet::Procedures, b"0016070 Na\xefve bypass\n").unwrap();
    let found = text_of(folder.path(), ReferenceSet::Procedures, "0016070");
    assert_eq!(found.as_deref(), Some("Na\u{ef}ve bypass"));
}

#[test]
fn a_file_of_another_kind_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    load_text(folder.path(), ReferenceSet::Drugs, DRUGS).unwrap();
    let wrong = load_text(folder.path(), ReferenceSet::Drugs, "Code,Display Name\nA,B\n");
    assert!(matches!(wrong, Err(ReferenceError::NoColumn { column: "PRODUCTNDC", .. })));
    let empty = load_text(folder.path(), ReferenceSet::Drugs, DRUGS.lines().next().unwrap());
    assert!(matches!(empty, Err(ReferenceError::Nothing(_))));
    let absent = load(folder.path(), ReferenceSet::Drugs, &folder.path().join("absent"));
    assert!(matches!(absent, Err(ReferenceError::Unreadable { .. })));
    assert!(text_of(folder.path(), ReferenceSet::Drugs, "999990123").is_some());
    let words = load_text(folder.path(), ReferenceSet::Diagnoses, "A page of prose\nand more of it\n");
    assert!(matches!(words, Err(ReferenceError::Nothing(_))));
}
