//! Makes data sets and reads them back.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use bluestem_model::rif::RifType;
use bluestem_synth::Options;
use bluestem_synth::rif::{Dialect, write};

/// One file: its type, header and rows, each cell by the header's name.
pub(crate) struct File {
    pub(crate) kind: RifType,
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<BTreeMap<String, String>>,
}

/// The bytes of all files by name.
pub(crate) fn bytes(options: &Options, dialect: Dialect) -> BTreeMap<String, Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), options, dialect, &mut |_| {}).unwrap();
    let entries = fs::read_dir(dir.path()).unwrap().map(Result::unwrap);
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

/// The data files by name.
pub(crate) fn files(options: &Options, dialect: Dialect) -> BTreeMap<String, File> {
    let all = bytes(options, dialect).into_iter();
    let parsed = all.filter(|(name, _)| Path::new(name).extension().is_some_and(|kind| kind == "csv"));
    parsed.map(|(name, bytes)| (name.clone(), read(&name, std::str::from_utf8(&bytes).unwrap()))).collect()
}

fn read(name: &str, text: &str) -> File {
    let stem = name.trim_end_matches(".csv");
    let kind = RifType::from_name(&stem.to_uppercase()).unwrap_or(RifType::Beneficiary);
    let mut lines = text.lines();
    let header: Vec<String> = lines.next().unwrap().split('|').map(str::to_owned).collect();
    // No synthetic value holds the delimiter.
    let rows = lines.map(|line| {
        let cells: Vec<&str> = line.split('|').collect();
        assert_eq!(cells.len(), header.len(), "{name}: {line}");
        header.iter().cloned().zip(cells.into_iter().map(str::to_owned)).collect()
    });
    let rows = rows.collect();
    File { kind, header, rows }
}
