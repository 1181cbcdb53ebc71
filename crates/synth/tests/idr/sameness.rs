//! The same options give the same bytes; more members keep the first ones.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use bluestem_model::time::Date;
use bluestem_synth::{Options, SynthError, idr};

use crate::data_set::make;

/// Name and bytes of each file.
fn files(options: &Options) -> BTreeMap<String, Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path(), options);
    let entries = fs::read_dir(dir.path()).unwrap().map(Result::unwrap);
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let first = files(&Options::new(30, 7));
    assert_eq!(first.len(), 33);
    assert!(first == files(&Options::new(30, 7)));
    let other = files(&Options::new(30, 8));
    assert!(first["SYNTHETIC_BENE_HSTRY.csv"] != other["SYNTHETIC_BENE_HSTRY.csv"]);
    assert!(first["SYNTHETIC_CLM.csv"] != other["SYNTHETIC_CLM.csv"]);
}

#[test]
fn more_members_only_append() {
    let few = files(&Options::new(30, 7));
    let more = files(&Options::new(45, 7));
    for (name, bytes) in &few {
        assert!(more[name].starts_with(bytes), "{name}");
    }
    assert!(more["SYNTHETIC_CLM.csv"].len() > few["SYNTHETIC_CLM.csv"].len());
}

#[test]
fn no_members_give_headers_and_reference_data() {
    let none = files(&Options::new(0, 7));
    assert_eq!(none["SYNTHETIC_CLM.csv"].split(|byte| *byte == b'\n').count(), 2);
    assert!(none["SYNTHETIC_PRVDR_HSTRY.csv"].len() > 10_000);
}

#[test]
fn the_summary_counts_what_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut seen = Vec::new();
    let summary = idr::write(dir.path(), &Options::new(12, 7), &mut |so_far| seen.push(*so_far)).unwrap();
    let texts: Vec<String> = fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    let rows: usize = texts.iter().map(|text| text.lines().count() - 1).sum();
    assert_eq!(summary.rows, rows as u64);
    assert_eq!(summary.bytes, texts.iter().map(|text| text.len() as u64).sum::<u64>());
    assert_eq!(seen.len(), 12);
    assert_eq!(seen.last(), Some(&summary));
    let claims = fs::read_to_string(dir.path().join("SYNTHETIC_CLM.csv")).unwrap().lines().count() - 1;
    assert_eq!(summary.claims, claims as u64);
}

#[test]
fn options_out_of_range_are_refused_before_anything_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("new");
    let many = Options::new(u64::MAX, 1);
    assert!(matches!(idr::write(&target, &many, &mut |_| {}), Err(SynthError::Members { .. })));
    let big = Options { big: Some(u64::MAX), ..Options::new(1, 1) };
    assert!(matches!(idr::write(&target, &big, &mut |_| {}), Err(SynthError::Big { .. })));
    assert!(!target.exists());
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = idr::write(file.path(), &Options::new(1, 1), &mut |_| {}).unwrap_err();
    assert!(error.to_string().contains(&file.path().display().to_string()), "{error}");
}

#[test]
fn the_last_person_can_have_a_given_number_of_claims() {
    let count = |dir: &Path, column: &str, value: &str| {
        let text = fs::read_to_string(dir.join("SYNTHETIC_CLM.csv")).unwrap();
        let place =
            |name: &str| text.lines().next().unwrap().split(',').position(|cell| cell == name).unwrap();
        let (column, latest) = (place(column), place("CLM_LTST_CLM_IND"));
        let cells = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
        // The columns in question stand before any that may be quoted.
        cells.filter(|cells| cells[column] == value && cells[latest] == "Y").count()
    };
    let dir = tempfile::tempdir().unwrap();
    make(dir.path(), &Options { big: Some(5000), ..Options::new(3, 7) });
    assert_eq!(count(dir.path(), "BENE_SK", &bluestem_synth::person_key(7, 2).to_string()), 5000);
    // The people before are as they are without the option.
    let other = tempfile::tempdir().unwrap();
    make(other.path(), &Options::new(2, 7));
    let (with, without) = (
        fs::read(dir.path().join("SYNTHETIC_CLM.csv")).unwrap(),
        fs::read(other.path().join("SYNTHETIC_CLM.csv")).unwrap(),
    );
    assert!(with.starts_with(&without));
}

#[test]
fn another_reference_date_moves_the_data() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path(), &Options { as_of: Date::constant(2022, 6, 30), ..Options::new(20, 7) });
    let text = fs::read_to_string(dir.path().join("SYNTHETIC_CLM.csv")).unwrap();
    let thru = text.lines().next().unwrap().split(',').position(|cell| cell == "CLM_THRU_DT").unwrap();
    let last = text.lines().skip(1).map(|line| line.split(',').nth(thru).unwrap()).max().unwrap();
    assert!(("2022-05-01".."2022-06-30").contains(&last), "{last}");
}
