//! What the ExplanationOfBenefits of every version share.

use bluestem_model::column::{Column, clm_line_rx};

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
