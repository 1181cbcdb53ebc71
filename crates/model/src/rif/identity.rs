//! Earlier identities of a person.

use crate::column::{Column, View, bene_hstry, bene_mbi_id, ccw_bene_hstry};
use crate::record::{Origin, Record, Row, SourceRow};

/// The columns of a person's version whose change makes the version before it history, and where it is kept then.
/// The health insurance claim number counts in the reference too; it is not kept here.
const IDENTITY: [(Column, Column); 4] = [
    (bene_hstry::BENE_MBI_ID, ccw_bene_hstry::MBI_NUM),
    (bene_hstry::BENE_BRTH_DT, ccw_bene_hstry::BENE_BIRTH_DT),
    (bene_hstry::BENE_SEX_CD, ccw_bene_hstry::BENE_SEX_IDENT_CD),
    (bene_mbi_id::BENE_MBI_EFCTV_DT, ccw_bene_hstry::EFCTV_BGN_DT),
];

/// What else is kept of it.
const BESIDES: [(Column, Column); 6] = [
    (bene_hstry::BENE_RACE_CD, ccw_bene_hstry::BENE_RACE_CD),
    (bene_hstry::BENE_LAST_NAME, ccw_bene_hstry::BENE_SRNM_NAME),
    (bene_hstry::BENE_1ST_NAME, ccw_bene_hstry::BENE_GVN_NAME),
    (bene_hstry::BENE_MIDL_NAME, ccw_bene_hstry::BENE_MDL_NAME),
    (bene_hstry::GEO_ZIP5_CD, ccw_bene_hstry::BENE_ZIP_CD),
    (bene_mbi_id::BENE_MBI_OBSLT_DT, ccw_bene_hstry::EFCTV_END_DT),
];

/// The row of history (`CCW_BENE_HSTRY`) that remains of `earlier`, a version of a person (cells of `BENE_HSTRY` and
/// `BENE_MBI_ID`), when
/// `later` takes its place; None where the identity is the same.
pub fn identity_history(
    earlier: &[(Column, &str)],
    later: &[(Column, &str)],
    origin: Origin,
) -> Option<SourceRow> {
    let text = |cells: &[(Column, &str)], column: Column| {
        cells.iter().find(|(candidate, _)| *candidate == column).map(|(_, text)| (*text).to_owned())
    };
    if IDENTITY.iter().all(|(column, _)| text(earlier, *column) == text(later, *column)) {
        return None;
    }
    let kept = IDENTITY.iter().chain(&BESIDES);
    let mut cells: Vec<(Column, String)> =
        kept.filter_map(|(from, to)| Some((*to, text(earlier, *from)?))).collect();
    cells.sort_by_key(|(column, _)| *column);
    let cells = cells.iter().map(|(column, text)| (*column, text.as_str()));
    Some(SourceRow::new(View::CcwBeneHstry, origin, cells))
}

/// As [`identity_history`], of the versions in force of two records.
pub fn history_of(stored: &Record<'_>, delivered: &Record<'_>) -> Option<SourceRow> {
    let later = delivered.first(View::BeneHstry)?;
    let earlier = stored.first(View::BeneHstry)?;
    identity_history(&version(&earlier, stored), &version(&later, delivered), earlier.origin)
}

fn version<'r>(row: &Row<'r>, record: &'r Record<'r>) -> Vec<(Column, &'r str)> {
    let mbi = row.text(bene_hstry::BENE_MBI_ID);
    let identifier = mbi.and_then(|mbi| record.find(bene_mbi_id::BENE_MBI_ID, mbi));
    row.cells().chain(identifier.iter().flat_map(Row::cells)).collect()
}
