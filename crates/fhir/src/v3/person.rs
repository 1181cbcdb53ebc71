//! What Patient and Coverage share: which rows of a person's record count, and the member identifier.

use bluestem_model::column::{Column, bene_hstry};
use bluestem_model::record::Row;

use crate::datatype;
use crate::json::Json;

/// System of the Medicare Beneficiary Identifier.
pub(crate) const US_MBI: &str = "http://hl7.org/fhir/sid/us-mbi";

const IDENTIFIER_TYPE: &str = "http://terminology.hl7.org/CodeSystem/v2-0203";

/// The latest among versions of a row: those whose `flag` is `Y`, by the greatest moment in `order`; of equals
/// the last.
pub(crate) fn latest<'r>(
    rows: impl Iterator<Item = Row<'r>>,
    flag: Column,
    order: Column,
) -> Option<Row<'r>> {
    rows.filter(|row| row.text(flag) == Some("Y")).max_by_key(|row| moment(row, order))
}

/// The version of the person that is in force: the latest transaction, or where the source marks none, the
/// one that came into force last.
pub(crate) fn version<'r>(rows: impl Iterator<Item = Row<'r>> + Clone) -> Option<Row<'r>> {
    let (flag, order) = (bene_hstry::IDR_LTST_TRANS_FLG, bene_hstry::IDR_TRANS_EFCTV_TS);
    latest(rows.clone(), flag, order).or_else(|| rows.max_by_key(|row| moment(row, order)))
}

/// A moment to order by. The source writes `2024-01-02T03:04:05` and `2024-01-02 03:04:05`; as text both order
/// by date, then by what follows the separator.
fn moment<'r>(row: &Row<'r>, column: Column) -> (&'r str, &'r str) {
    let text = row.text(column).unwrap_or("");
    (text.get(..10).unwrap_or(text), text.get(11..).unwrap_or(""))
}

/// The `type` of a member identifier, as C4BB slices it.
pub(crate) fn member_type(json: &mut Json<'_>) {
    datatype::concept(json, "type", IDENTIFIER_TYPE, "MB", None);
}
