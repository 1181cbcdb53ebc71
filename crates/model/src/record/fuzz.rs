//! Fuzz target: any bytes are a record or an error, and what parses is written again as the same rows.

use proptest::prelude::*;

use super::{ClaimRecord, Origin, Record, RecordBuilder, SourceRow};
use crate::claim::claim_index;
use crate::column::{View, clm, clm_line};

#[allow(dead_code)] // it makes its first inputs itself
#[path = "../../../../fuzz/mutate.rs"]
mod mutate;

fn seeds() -> Vec<Vec<u8>> {
    let header = [
        (clm::CLM_UNIQ_ID, "501"),
        (clm::CLM_TYPE_CD, "60"),
        (clm::BENE_SK, "-7"),
        (clm::CLM_FROM_DT, "2024-01-02"),
    ];
    let mut header = header.to_vec();
    header.sort_by_key(|(column, _)| *column);
    let mut builder = RecordBuilder::default();
    builder.push(SourceRow::new(View::Clm, Origin { file: 1, line: 2 }, header));
    let empty = RecordBuilder::default().encode();
    let one = builder.clone().encode();
    for number in ["1", "2", "600"] {
        let line = [(clm_line::CLM_LINE_NUM, number)];
        builder.push(SourceRow::new(View::ClmLine, Origin { file: 300, line: 70_000 }, line));
    }
    vec![empty, one, builder.encode()]
}

proptest! {
    #![proptest_config(mutate::cases(3_000))]

    #[test]
    fn any_bytes_are_a_record_or_an_error(
        bytes in mutate::mutated(seeds(), &["\u{1}", "\u{7f}", "9999-12-31", "501", "é"]),
    ) {
        if let Ok(record) = Record::parse(&bytes) {
            let _ = claim_index(&ClaimRecord::new(&record));
            let mut builder = RecordBuilder::default();
            record.rows().for_each(|row| builder.push(row.into()));
            let cells: usize = record.rows().map(|row| row.cells().count()).sum();
            prop_assert!(builder.cells().count() <= cells);
            let again = builder.encode();
            prop_assert!(Record::parse(&again).is_ok());
        }
    }
}
