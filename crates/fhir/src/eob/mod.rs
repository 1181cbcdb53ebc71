//! What the ExplanationOfBenefits of every version share.

use bluestem_model::claim::Outcome;
use bluestem_model::column::{Column, View, clm_ansi_sgntr, clm_line, clm_line_rx, clm_val};
use bluestem_model::number::Money;
use bluestem_model::record::ClaimRecord;

use crate::json::Json;

pub(crate) mod cells;
pub(crate) mod coding;
pub(crate) mod items;

/// The parts of the cost of a drug, which BFD v3 adds up.
pub(crate) const DRUG_COST: &[Column] = &[
    clm_line_rx::CLM_LINE_INGRDNT_CST_AMT,
    clm_line_rx::CLM_LINE_VCCN_ADMIN_FEE_AMT,
    clm_line_rx::CLM_LINE_SRVC_CST_AMT,
    clm_line_rx::CLM_LINE_SLS_TAX_AMT,
];

/// The UCUM code of a unit in which the source counts drugs.
pub(crate) fn ucum(unit: &str) -> Option<&'static str> {
    Some(match unit {
        "ML" => "mL",
        "ME" => "mg",
        "UN" | "EA" => "[arb'U]",
        "F2" => "[IU]",
        "GR" => "g",
        _ => return None,
    })
}

/// The group and reason columns of an ANSI signature, pair by pair.
pub(crate) const ANSI_PAIRS: [(Column, Column); 4] = [
    (clm_ansi_sgntr::CLM_1_REV_CNTR_ANSI_GRP_CD, clm_ansi_sgntr::CLM_1_REV_CNTR_ANSI_RSN_CD),
    (clm_ansi_sgntr::CLM_2_REV_CNTR_ANSI_GRP_CD, clm_ansi_sgntr::CLM_2_REV_CNTR_ANSI_RSN_CD),
    (clm_ansi_sgntr::CLM_3_REV_CNTR_ANSI_GRP_CD, clm_ansi_sgntr::CLM_3_REV_CNTR_ANSI_RSN_CD),
    (clm_ansi_sgntr::CLM_4_REV_CNTR_ANSI_GRP_CD, clm_ansi_sgntr::CLM_4_REV_CNTR_ANSI_RSN_CD),
];

/// The modifiers of a line's procedure, in their order.
pub(crate) const MODIFIERS: [Column; 5] = [
    clm_line::HCPCS_1_MDFR_CD,
    clm_line::HCPCS_2_MDFR_CD,
    clm_line::HCPCS_3_MDFR_CD,
    clm_line::HCPCS_4_MDFR_CD,
    clm_line::HCPCS_5_MDFR_CD,
];

/// The sum of amounts; None of none: what the source does not have is not zero.
pub(crate) fn sum(amounts: impl Iterator<Item = Money>) -> Option<Money> {
    let mut amounts = amounts.peekable();
    amounts.peek()?;
    Some(amounts.sum())
}

/// The sum of the claim's value codes with this code.
pub(crate) fn value_code(record: &ClaimRecord<'_>, code: &str) -> Option<Money> {
    let values = record.record().rows_of(View::ClmVal);
    let values = values.filter(|row| row.text(clm_val::CLM_VAL_CD) == Some(code));
    sum(values.filter_map(|row| row.money(clm_val::CLM_VAL_AMT)))
}

/// `outcome`.
pub(crate) fn outcome(json: &mut Json<'_>, outcome: Outcome) {
    let code = match outcome {
        Outcome::Complete => "complete",
        Outcome::Partial => "partial",
        Outcome::Queued => "queued",
        Outcome::Error => "error",
    };
    json.text("outcome", code);
}
