//! The same options give the same bytes; more members keep the first ones.

use bluestem_synth::rif::{Dialect, write};
use bluestem_synth::{Options, SynthError};

use crate::data_set::bytes;

#[test]
fn the_same_seed_gives_the_same_bytes_and_more_members_append() {
    let few = bytes(&Options::new(20, 7), Dialect::BackEnd);
    assert!(few == bytes(&Options::new(20, 7), Dialect::BackEnd));
    assert!(few["carrier.csv"] != bytes(&Options::new(20, 8), Dialect::BackEnd)["carrier.csv"]);
    let more = bytes(&Options::new(30, 7), Dialect::BackEnd);
    for (name, bytes) in &few {
        assert!(more[name].starts_with(bytes), "{name}");
    }
    assert!(more["pde.csv"].len() > few["pde.csv"].len());
}

#[test]
fn the_summary_counts_what_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let summary = write(dir.path(), &Options::new(12, 7), Dialect::BackEnd, &mut |_| {}).unwrap();
    let files = bytes(&Options::new(12, 7), Dialect::BackEnd);
    assert_eq!(summary.bytes, files.values().map(|bytes| bytes.len() as u64).sum::<u64>());
    let rows = |bytes: &Vec<u8>| str::from_utf8(bytes).unwrap().lines().count() as u64 - 1;
    let data = files.iter().filter(|(name, _)| name.ends_with("csv"));
    assert_eq!(summary.rows, data.map(|(_, bytes)| rows(bytes)).sum::<u64>());
    assert_eq!(summary.members, 12);
    assert!(summary.claims > 100 && summary.lines > summary.claims);
}

#[test]
fn options_out_of_range_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let many = Options::new(u64::MAX, 1);
    let refused = write(dir.path(), &many, Dialect::Public, &mut |_| {});
    assert!(matches!(refused, Err(SynthError::Members { .. })));
}
