use proptest::prelude::*;

use super::*;
use crate::column::{clm, clm_line, clm_line_rx};

fn origin(line: u32) -> Origin {
    Origin { file: 7, line }
}

fn sample() -> RecordBuilder {
    let mut builder = RecordBuilder::default();
    builder.push(SourceRow::new(
        View::ClmLine,
        origin(3),
        [(clm_line::CLM_LINE_NUM, "2"), (clm_line::CLM_LINE_HCPCS_CD, " 99453 ")],
    ));
    builder.push(SourceRow::new(View::ClmLine, origin(2), [(clm_line::CLM_LINE_NUM, "1")]));
    builder.push(SourceRow::new(
        View::ClmLineRx,
        origin(9),
        [(clm_line_rx::CLM_LINE_NUM, "2"), (clm_line_rx::CLM_LINE_PLRO_AMT, "1.005")],
    ));
    builder.push(SourceRow::new(
        View::Clm,
        origin(4),
        [(clm::CLM_UNIQ_ID, "0042"), (clm::CLM_FROM_DT, "9999-12-31"), (clm::CLM_CNTL_NUM, "~")],
    ));
    builder
}

#[test]
fn a_record_reads_back_as_it_was_built() {
    let bytes = sample().encode();
    let record = Record::parse(&bytes).unwrap();
    let claim = ClaimRecord::new(&record);
    assert_eq!(claim.text(clm::CLM_UNIQ_ID), Some("0042"));
    assert_eq!(claim.text(clm::CLM_CNTL_NUM), None);
    assert_eq!(claim.date(clm::CLM_FROM_DT), None);
    assert_eq!(claim.lines().iter().map(|line| line.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(claim.lines()[1].text(clm_line::CLM_LINE_HCPCS_CD), Some("99453"));
    assert_eq!(claim.lines()[1].money(clm_line_rx::CLM_LINE_PLRO_AMT).unwrap().0, 101);
    assert_eq!(record.first(View::ClmLine).unwrap().origin, origin(2));
}

#[test]
fn content_does_not_depend_on_files() {
    let mut moved = RecordBuilder::default();
    moved.push(SourceRow::new(View::Clm, Origin { file: 1, line: 99 }, [(clm::CLM_UNIQ_ID, "5")]));
    let mut first = RecordBuilder::default();
    first.push(SourceRow::new(View::Clm, Origin { file: 2, line: 3 }, [(clm::CLM_UNIQ_ID, "5")]));
    assert_eq!(moved.content(), first.content());
    assert_ne!(moved.encode(), first.encode());
}

#[test]
fn a_later_row_of_the_same_key_replaces_the_stored_one() {
    use crate::column::bene_mdcr_stus as stus;
    let row = |line, begin, status| {
        SourceRow::new(
            View::BeneMdcrStus,
            origin(line),
            [
                (stus::BENE_SK, "1"),
                (stus::BENE_MDCR_STUS_CD, status),
                (stus::MDCR_STUS_BGN_DT, begin),
                (stus::IDR_TRANS_EFCTV_TS, "2020-01-01T00:00:00"),
            ],
        )
    };
    let build = |rows: Vec<SourceRow>| {
        let mut builder = RecordBuilder::default();
        for row in rows {
            builder.push(row);
        }
        builder.encode()
    };
    let stored = build(vec![row(2, "2020-01-01", "10"), row(3, "2021-01-01", "10")]);
    let delivered = build(vec![row(2, "2021-01-01", "10")]);
    let merged = merge_by_key(&Record::parse(&stored).unwrap(), &Record::parse(&delivered).unwrap()).encode();
    assert_eq!(Record::parse(&merged).unwrap().rows().count(), 2);
}

proptest! {
    #[test]
    fn damaged_bytes_are_an_error_and_never_a_panic(
        place in 0_usize..60,
        byte in any::<u8>(),
        cut in 0_usize..60,
    ) {
        let mut bytes = sample().encode();
        if let Some(slot) = bytes.get_mut(place) {
            *slot = byte;
        }
        bytes.truncate(bytes.len().saturating_sub(cut));
        let _ = Record::parse(&bytes).map(|record| record.rows().count());
    }
}
