//! What is written reads back; what is damaged is refused.

use std::fs;

use bluestem_model::reference::ReferenceSet;

use super::*;

fn write(folder: &Path, edition: &str, codes: u32) -> Written {
    let mut writer = ReferenceWriter::begin(folder, ReferenceSet::Drugs).unwrap();
    // Out of order, as source files are.
    for number in (0..codes).rev() {
        assert!(writer.add(&format!("{:09}", number * 3), &format!("{edition} {number}")).unwrap());
    }
    writer.finish(edition).unwrap()
}

fn open(folder: &Path) -> ReferenceFile {
    ReferenceFile::open(folder, ReferenceSet::Drugs).unwrap().unwrap()
}

#[test]
fn every_code_is_found_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    assert!(ReferenceFile::open(folder.path(), ReferenceSet::Drugs).unwrap().is_none());
    for codes in [1, 63, 64, 65, 1000] {
        assert_eq!(write(folder.path(), "first", codes), Written { codes: u64::from(codes), repeated: 0 });
        let set = open(folder.path());
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
    assert_eq!(open(folder.path()).codes(), 0);
    assert_eq!(open(folder.path()).text("000000000").unwrap(), None);
}

#[test]
fn a_later_edition_replaces_an_earlier_one_whole() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "first", 10);
    let first = open(folder.path());
    write(folder.path(), "second", 5);
    let second = open(folder.path());
    assert_eq!((second.edition(), second.codes()), ("second", 5));
    assert_ne!(first.fingerprint(), second.fingerprint());
    // Who has the earlier one open goes on with it.
    assert_eq!(first.text("000000027").unwrap().as_deref(), Some("first 9"));
    write(folder.path(), "second", 5);
    assert_eq!(open(folder.path()).fingerprint(), second.fingerprint());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_writer_that_does_not_finish_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "first", 3);
    let mut writer = ReferenceWriter::begin(folder.path(), ReferenceSet::Drugs).unwrap();
    writer.add("1", "one").unwrap();
    drop(writer);
    assert_eq!(open(folder.path()).edition(), "first");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn of_a_code_that_comes_twice_the_later_text_counts() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = ReferenceWriter::begin(folder.path(), ReferenceSet::Drugs).unwrap();
    for (code, text, kept) in [("1", "old", true), ("1", "new", true), ("", "x", false), ("2", "", false)] {
        assert_eq!(writer.add(code, text).unwrap(), kept);
    }
    assert_eq!(writer.finish("e").unwrap(), Written { codes: 1, repeated: 1 });
    assert_eq!(open(folder.path()).text("1").unwrap().as_deref(), Some("new"));
}

#[test]
fn damaged_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "first", 100);
    let file = ReferenceFile::path(folder.path(), ReferenceSet::Drugs);
    let whole = fs::read(&file).unwrap();
    for bytes in [
        &whole[..0],
        &whole[..20],
        &whole[..whole.len() - 1],
        &whole[1..],
        b"some other file, much longer than a footer is, whatever it may hold",
    ] {
        fs::write(&file, bytes).unwrap();
        let refused = ReferenceFile::open(folder.path(), ReferenceSet::Drugs);
        assert!(matches!(refused, Err(StoreError::Damaged(_))), "{}", bytes.len());
    }
}
