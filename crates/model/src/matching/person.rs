//! The keys of a person who is stored.

use std::collections::BTreeSet;

use super::{Address, Demographics, MatchKey, Name, keys};
use crate::column::{Column, View, bene_hstry as hstry};
use crate::person::PersonIndex;
use crate::record::{Record, Row};

const LINES: [Column; 6] = [
    hstry::BENE_LINE_1_ADR,
    hstry::BENE_LINE_2_ADR,
    hstry::BENE_LINE_3_ADR,
    hstry::BENE_LINE_4_ADR,
    hstry::BENE_LINE_5_ADR,
    hstry::BENE_LINE_6_ADR,
];

/// The keys under which the person of this record is found: those of every version, so that a former name,
/// address or identifier leads to them as well.
pub fn person_keys(index: &PersonIndex, record: &Record<'_>) -> BTreeSet<MatchKey> {
    record.rows_of(View::BeneHstry).flat_map(|row| keys(&version(&row, index))).collect()
}

fn version(row: &Row<'_>, index: &PersonIndex) -> Demographics {
    let text = |column: Column| row.text(column).unwrap_or_default().to_owned();
    Demographics {
        names: vec![Name { given: text(hstry::BENE_1ST_NAME), family: text(hstry::BENE_LAST_NAME) }],
        birth: row.date(hstry::BENE_BRTH_DT),
        addresses: vec![Address {
            lines: LINES.into_iter().map(text).collect(),
            postal_code: text(hstry::GEO_ZIP5_CD),
        }],
        ssns: vec![text(hstry::BENE_SSN_NUM)],
        mbis: index.mbis.clone(),
    }
}
