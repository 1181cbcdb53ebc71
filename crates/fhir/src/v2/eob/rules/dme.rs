//! Claims for durable medical equipment, which v2 declares as institutional.

use bluestem_model::column::{ccw_clm_line, clm_line, clm_line_prfnl};

use super::ExtensionValue::{Coding, Identifier, Quantity, QuantityOf};
use super::institutional::{RECEIVED, RECORD};
use super::professional::{
    BALANCE, EXTENSIONS, LINE_AMOUNTS, LINE_EXTENSIONS, PARTICIPATING, PERFORMING, PLACE, REFERRING, TAX,
    TOTAL,
};
use super::{Adjudication, DiagnosisKind, Extension, Form, Part, Role, RuleSet};
use crate::codes::variables::DMERC_LINE_MTUS_CD;

/// The rules for equipment claims.
pub(super) static RULES: RuleSet = RuleSet {
    form: Form::Professional,
    code: "DME",
    group: "institutional",
    group_text: "Institutional",
    subtype: None,
    profile: "Inpatient-Institutional",
    part: Part::B,
    further: DiagnosisKind::Other,
    extensions: &[RECORD, EXTENSIONS],
    info: &[RECEIVED],
    balance: &[BALANCE],
    total: TOTAL,
    care_team: &[REFERRING],
    line_care_team: &[Role {
        npi: &[ccw_clm_line::PRVDR_NPI, clm_line::PRVDR_RNDRNG_PRVDR_NPI_NUM],
        extensions: &[PARTICIPATING],
        ..PERFORMING
    }],
    line_extensions: &[TAX, SUPPLY, LINE_EXTENSIONS],
    place: &[PLACE],
    line_adjudication: &[EQUIPMENT, LINE_AMOUNTS, REPEATED],
};

const SUPPLY: &[Extension] = &[
    extension!(ccw_clm_line::PRVDR_NUM, SUPLRNUM, Identifier),
    extension!(clm_line_prfnl::CLM_LINE_DMERC_SCRN_SVGS_AMT, DMERC_LINE_SCRN_SVGS_AMT, Quantity),
    extension!(
        clm_line_prfnl::CLM_LINE_PRFNL_MTUS_CNT,
        DMERC_LINE_MTUS_CNT,
        QuantityOf(clm_line_prfnl::CLM_MTUS_IND_CD, &DMERC_LINE_MTUS_CD)
    ),
    extension!(clm_line_prfnl::CLM_PRCNG_LCLTY_CD, DMERC_LINE_PRCNG_STATE_CD, Coding),
    extension!(clm_line_prfnl::CLM_SUPLR_TYPE_CD, DMERC_LINE_SUPPLR_TYPE_CD, Coding),
];

const EQUIPMENT: &[Adjudication] = &[
    line_amount!(clm_line::CLM_LINE_PRVDR_PMT_AMT, paidtoprovider, REV_CNTR_PRVDR_PMT_AMT, EquipmentAmounts),
    line_amount!(ccw_clm_line::LINE_PRMRY_ALOWD_CHRG_AMT, eligible, LINE_PRMRY_ALOWD_CHRG_AMT),
    line_amount!(clm_line_prfnl::CLM_LINE_PRFNL_DME_PRICE_AMT, submitted, LINE_DME_PRCHS_PRICE_AMT),
];

/// What BFD v2 says a second time.
const REPEATED: &[Adjudication] = &[
    line_amount!(
        clm_line_prfnl::CLM_LINE_PRFNL_DME_PRICE_AMT,
        paidtoprovider,
        LINE_BENE_PMT_AMT,
        EquipmentAmounts
    ),
    line_amount!(
        clm_line_prfnl::CLM_LINE_PRFNL_DME_PRICE_AMT,
        submitted,
        LINE_DME_PRCHS_PRICE_AMT,
        EquipmentAmounts
    ),
];
