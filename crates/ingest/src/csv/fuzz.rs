//! Fuzz target: any bytes are records and cells, or a fault, and nothing of them is lost.

use proptest::prelude::*;

use super::{Cells, Frames};

#[path = "../../../../fuzz/mutate.rs"]
mod mutate;

/// The cells of every record up to the first fault, with its line.
fn read(bytes: &[u8]) -> Vec<(u32, Vec<Vec<u8>>)> {
    let (mut frames, mut cells, mut found) = (Frames::new(bytes), Cells::default(), Vec::new());
    while let Ok(Some(frame)) = frames.next() {
        cells.split(frame.bytes);
        found.push((frame.line, cells.iter().map(<[u8]>::to_vec).collect()));
    }
    found
}

/// Records as RFC 4180 writes them, every cell in quotes.
fn write(records: &[(u32, Vec<Vec<u8>>)]) -> Vec<u8> {
    let quoted = |cell: &Vec<u8>| {
        let inner = cell.iter().flat_map(|byte| if *byte == b'"' { vec![b'"', b'"'] } else { vec![*byte] });
        [b'"'].into_iter().chain(inner).chain([b'"']).collect::<Vec<u8>>()
    };
    let lines = records.iter().map(|(_, cells)| cells.iter().map(quoted).collect::<Vec<_>>().join(&b','));
    lines.flat_map(|line| [line, vec![b'\n']].concat()).collect()
}

proptest! {
    #![proptest_config(mutate::cases(2_000))]

    #[test]
    fn any_bytes_are_records_or_a_fault(
        bytes in mutate::mutated(mutate::corpus("csv"), &["\"", "\"\"", ",", "\r\n", "\n", "~", "\u{feff}", "9999-12-31"]),
    ) {
        let records = read(&bytes);
        prop_assert!(records.windows(2).all(|pair| pair[0].0 < pair[1].0), "lines ascend");
        let cells = |records: &[(u32, Vec<Vec<u8>>)]| {
            records.iter().map(|(_, cells)| cells.clone()).collect::<Vec<_>>()
        };
        let again = read(&write(&records));
        prop_assert_eq!(cells(&again), cells(&records), "what is read can be written and read");
    }
}
