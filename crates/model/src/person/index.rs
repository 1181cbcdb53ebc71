//! The index columns of a person, from their record.

use super::PersonIndex;
use crate::column::{View, bene_hstry, bene_xref, ccw_bene_hstry};
use crate::id::PersonId;
use crate::record::{Record, Row};

/// The kill credit of a cross-reference that may be trusted (`BENE_KILL_CRED_CD`).
const TRUSTED: &str = "2";

/// The index columns of the person `id` from the rows of their record. Pure: the store calls it again whenever
/// it has merged rows of a later delivery.
///
/// The identifier, the survivor and whether the person is current come from the latest version of
/// `BENE_HSTRY`: among the rows with `IDR_LTST_TRANS_FLG` `Y`, else among all, the one that came into force
/// last.
pub fn person_index(id: PersonId, record: &Record<'_>) -> PersonIndex {
    let versions = || record.rows_of(View::BeneHstry);
    let current = latest(versions().filter(is_latest_version), bene_hstry::IDR_TRANS_EFCTV_TS);
    let version = current.or_else(|| latest(versions(), bene_hstry::IDR_TRANS_EFCTV_TS));
    let mut mbis: Vec<String> = Vec::new();
    let earlier = record.rows_of(View::CcwBeneHstry).filter_map(|row| row.text(ccw_bene_hstry::MBI_NUM));
    for mbi in versions().filter_map(|row| row.text(bene_hstry::BENE_MBI_ID)).chain(earlier) {
        if !mbis.iter().any(|known| known == mbi) {
            mbis.push(mbi.to_owned());
        }
    }
    mbis.sort_unstable();
    PersonIndex {
        id,
        survivor: version.map_or(id, |row| survivor(id, &row, record)),
        mbi: version.and_then(|row| row.text(bene_hstry::BENE_MBI_ID)).map(str::to_owned),
        mbis,
        current: current.is_some(),
    }
}

/// The person whom `version` says this one was merged into, if a cross-reference confirms it. The key of a
/// cross-reference is the survivor (`BENE_SK`), its `BENE_XREF_SK` is the key that was merged away; of several
/// the one that the source wrote last decides.
fn survivor(id: PersonId, version: &Row<'_>, record: &Record<'_>) -> PersonId {
    let named = version.integer(bene_hstry::BENE_XREF_EFCTV_SK).unwrap_or(0);
    if named == 0 || named == id.number {
        return id;
    }
    let confirms = |row: &Row<'_>| {
        row.integer(bene_xref::BENE_SK) == Some(named)
            && row.integer(bene_xref::BENE_XREF_SK) == Some(id.number)
    };
    let reference = latest(record.rows_of(View::BeneXref).filter(confirms), bene_xref::SRC_REC_UPDT_TS);
    let trusted = reference.is_some_and(|row| row.text(bene_xref::BENE_KILL_CRED_CD) == Some(TRUSTED));
    if trusted { PersonId { number: named, ..id } } else { id }
}

fn is_latest_version(row: &Row<'_>) -> bool {
    row.text(bene_hstry::IDR_LTST_TRANS_FLG) == Some("Y")
}

/// The row with the greatest timestamp in `column`. The source writes `2024-01-02T03:04:05` and
/// `2024-01-02 03:04:05`; both order by date, then by what follows the separator. Of equals the last row wins.
fn latest<'r>(rows: impl Iterator<Item = Row<'r>>, column: crate::column::Column) -> Option<Row<'r>> {
    rows.max_by_key(|row| {
        let text = row.text(column).unwrap_or("");
        (text.get(..10).unwrap_or(text), text.get(11..).unwrap_or(""))
    })
}

#[cfg(test)]
mod tests;
