//! What is written reads back; what is damaged is refused.

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use bluestem_model::reference::ReferenceSet;
use bluestem_model::time::Timestamp;

use super::*;
use crate::files::LocalCopy;

const SET: ReferenceSet = ReferenceSet::Drugs;

/// A new file in the folder; that of the edition before is gone from it.
fn new(folder: &Path) -> File {
    let path = folder.join("set.ref");
    let _ = fs::remove_file(&path);
    File::options().read(true).write(true).create_new(true).open(path).unwrap()
}

fn write(folder: &Path, edition: &str, codes: u32) -> Written {
    let file = new(folder);
    let mut writer = ReferenceWriter::begin(SET, &file);
    // Out of order, as source files are.
    for number in (0..codes).rev() {
        assert!(writer.add(&format!("{:09}", number * 3), &format!("{edition} {number}")).unwrap());
    }
    writer.finish(edition).unwrap()
}

fn open(folder: &Path) -> Result<ReferenceFile, StoreError> {
    let file = File::open(folder.join("set.ref")).unwrap();
    let size = file.metadata().unwrap().len();
    ReferenceFile::open(SET, LocalCopy { file, size, changed: Timestamp(5) })
}

#[test]
fn every_code_is_found_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    for codes in [1, 63, 64, 65, 1000] {
        assert_eq!(write(folder.path(), "first", codes), Written { codes: u64::from(codes), repeated: 0 });
        let set = open(folder.path()).unwrap();
        for number in 0..codes {
            let text = set.text(&format!("{:09}", number * 3)).unwrap();
            assert_eq!(text, Some(format!("first {number}")));
            assert_eq!(set.text(&format!("{:09}", number * 3 + 1)).unwrap(), None);
        }
        for absent in ["", "~", "!", "a code that is far too long"] {
            assert_eq!(set.text(absent).unwrap(), None);
        }
        let mut seen = Vec::new();
        set.for_each(|code, _| seen.push(code.to_owned())).unwrap();
        assert_eq!(seen.len(), codes as usize);
        assert!(seen.is_sorted());
    }
}

#[test]
fn an_empty_set_has_nothing() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "empty", 0);
    assert_eq!(open(folder.path()).unwrap().codes(), 0);
    assert_eq!(open(folder.path()).unwrap().text("000000000").unwrap(), None);
}

#[test]
fn an_edition_goes_on_where_it_is_open() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "first", 10);
    let first = open(folder.path()).unwrap();
    write(folder.path(), "second", 5);
    let second = open(folder.path()).unwrap();
    assert_eq!((second.edition(), second.codes()), ("second", 5));
    assert_ne!(first.fingerprint(), second.fingerprint());
    // Who has the earlier one open goes on with it.
    assert_eq!(first.text("000000027").unwrap().as_deref(), Some("first 9"));
    write(folder.path(), "second", 5);
    assert_eq!(open(folder.path()).unwrap().fingerprint(), second.fingerprint());
}

#[test]
fn of_a_code_that_comes_twice_the_later_text_counts() {
    let folder = tempfile::tempdir().unwrap();
    let file = new(folder.path());
    let mut writer = ReferenceWriter::begin(SET, &file);
    for (code, text, kept) in [("1", "old", true), ("1", "new", true), ("", "x", false), ("2", "", false)] {
        assert_eq!(writer.add(code, text).unwrap(), kept);
    }
    assert_eq!(writer.finish("e").unwrap(), Written { codes: 1, repeated: 1 });
    assert_eq!(open(folder.path()).unwrap().text("1").unwrap().as_deref(), Some("new"));
}

#[test]
fn damaged_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "first", 100);
    let whole = fs::read(folder.path().join("set.ref")).unwrap();
    for bytes in [
        &whole[..0],
        &whole[..20],
        &whole[..whole.len() - 1],
        &whole[1..],
        b"some other file, much longer than a footer is, whatever it may hold",
    ] {
        new(folder.path()).write_all_at(bytes, 0).unwrap();
        let refused = open(folder.path());
        assert!(matches!(refused, Err(StoreError::Damaged(_))), "{}", bytes.len());
    }
}

#[tokio::test]
async fn a_set_in_the_files_plane_tells_its_edition() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::local(&folder.path().join("files")).unwrap();
    assert_eq!(edition(&files, SET).await.unwrap(), None);
    for set in ReferenceSet::ALL {
        assert_eq!(Name::parse(name(set).as_str()), Ok(name(set)));
    }
    for (called, codes) in [("first".to_owned(), 3), ("\u{e9}".repeat(5000), 1000)] {
        write(folder.path(), &called, codes);
        let mut writer = files.write(&name(SET)).await.unwrap();
        writer.write(fs::read(folder.path().join("set.ref")).unwrap().into()).await.unwrap();
        writer.finish().await.unwrap();
        let known: String = called.chars().take(250).collect();
        assert_eq!(edition(&files, SET).await.unwrap(), Some((known, u64::from(codes))));
        let copy = files.copy(&name(SET), folder.path()).await.unwrap().unwrap();
        assert_eq!(ReferenceFile::open(SET, copy).unwrap().codes(), u64::from(codes));
    }
}
