//! `procedure`.

use bluestem_model::column::{View, clm_prod};

use super::Claim;
use super::diagnosis::codings;
use crate::codes::CodeSystem;
use crate::codes::systems::{ICD_9_CM, ICD_10_PCS};
use crate::eob::coding::concept;
use crate::json::Json;

/// Writes the procedures in the order of their slots; one that says the same as an earlier one is left out.
pub(super) fn write(json: &mut Json<'_>, claim: &Claim<'_>) {
    let rows = claim.record.record().rows_of(View::ClmProd);
    let mut found: Vec<(i64, &str, &CodeSystem, Option<&str>)> = rows
        .filter_map(|row| {
            let code = row.text(clm_prod::CLM_PRCDR_CD)?;
            let is_icd_10 = row.text(clm_prod::CLM_DGNS_PRCDR_ICD_IND) == Some("0");
            let system = if is_icd_10 { &ICD_10_PCS } else { &ICD_9_CM };
            let slot = row.integer(clm_prod::CLM_VAL_SQNC_NUM).unwrap_or(0);
            Some((slot, code, system, row.date_text(clm_prod::CLM_PRCDR_PRFRM_DT)))
        })
        .collect();
    found.sort_by_key(|(slot, ..)| *slot);
    let mut written: Vec<(&str, &str, Option<&str>)> = Vec::new();
    for (_, code, system, date) in found {
        let one = (code, system.url, date);
        if written.contains(&one) {
            continue;
        }
        written.push(one);
        json.begin_object();
        json.key("sequence");
        json.integer(i64::try_from(written.len()).unwrap_or(i64::MAX));
        if let Some(date) = date {
            json.key("date");
            json.joined(&[date, "T00:00:00+00:00"]);
        }
        concept(json, "procedureCodeableConcept", |json| codings(json, system, code, claim.displays()));
        json.end_object();
    }
}
