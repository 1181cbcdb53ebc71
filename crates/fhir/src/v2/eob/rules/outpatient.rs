//! Hospital outpatient claims.

use super::institutional::{
    BALANCE, BLOOD_BALANCE, EXTENSIONS, INFO, LINE_AMOUNTS, LINE_EXTENSIONS, LINE_PAID, LINE_PAYMENT,
    MANAGED_CARE, OPERATED, RECEIVED, RECORD, RENDERED, TOTAL,
};
use super::{Adjudication, Balance, DiagnosisKind, Form, Part, RuleSet};
use crate::codes::variables::{
    REV_CNTR_1ST_ANSI_CD, REV_CNTR_2ND_ANSI_CD, REV_CNTR_3RD_ANSI_CD, REV_CNTR_4TH_ANSI_CD,
};

/// The rules for hospital outpatient claims.
pub(super) static RULES: RuleSet = RuleSet {
    form: Form::Institutional,
    code: "OUTPATIENT",
    group: "institutional",
    group_text: "Institutional",
    subtype: Some("outpatient"),
    profile: "Outpatient-Institutional",
    part: Part::B,
    further: DiagnosisKind::Other,
    extensions: &[RECORD, EXTENSIONS],
    info: &[MANAGED_CARE, INFO, RECEIVED],
    balance: &[OUTPATIENT_BALANCE, BLOOD_BALANCE, BALANCE],
    total: TOTAL,
    care_team: OPERATED,
    line_care_team: RENDERED,
    line_extensions: &[LINE_EXTENSIONS],
    place: &[],
    line_adjudication: &[ADJUSTMENTS, LINE_SHARES, LINE_PAID, LINE_OWED, LINE_PAYMENT, LINE_AMOUNTS],
};

const OUTPATIENT_BALANCE: &[Balance] = &[
    balance!(clm_instnl::CLM_INSTNL_PRFNL_AMT, NCH_PROFNL_CMPNT_CHRG_AMT),
    balance!(clm::CLM_MDCR_DDCTBL_AMT, NCH_BENE_PTB_DDCTBL_AMT),
    balance!(clm::CLM_MDCR_COINSRNC_AMT, NCH_BENE_PTB_COINSRNC_AMT),
    balance!(clm::CLM_PRVDR_PMT_AMT, CLM_OP_PRVDR_PMT_AMT),
    balance!(clm_instnl::CLM_MDCR_INSTNL_BENE_PD_AMT, CLM_OP_BENE_PMT_AMT),
];

const ADJUSTMENTS: &[Adjudication] = &[
    Adjudication::Adjustment(0, &REV_CNTR_1ST_ANSI_CD),
    Adjudication::Adjustment(1, &REV_CNTR_2ND_ANSI_CD),
    Adjudication::Adjustment(2, &REV_CNTR_3RD_ANSI_CD),
    Adjudication::Adjustment(3, &REV_CNTR_4TH_ANSI_CD),
];

const LINE_SHARES: &[Adjudication] = &[
    line_amount!(clm_line::CLM_LINE_BLOOD_DDCTBL_AMT, deductible, REV_CNTR_BLOOD_DDCTBL_AMT),
    line_amount!(clm_line::CLM_LINE_MDCR_DDCTBL_AMT, deductible, REV_CNTR_CASH_DDCTBL_AMT),
    line_amount!(clm_line_instnl::CLM_LINE_INSTNL_ADJSTD_AMT, coinsurance, REV_CNTR_COINSRNC_WGE_ADJSTD_C),
    line_amount!(clm_line_instnl::CLM_LINE_INSTNL_RDCD_AMT, coinsurance, REV_CNTR_RDCD_COINSRNC_AMT),
    line_amount!(clm_line_instnl::CLM_LINE_INSTNL_MSP1_PD_AMT, priorpayerpaid, REV_CNTR_1ST_MSP_PD_AMT),
    line_amount!(clm_line_instnl::CLM_LINE_INSTNL_MSP2_PD_AMT, priorpayerpaid, REV_CNTR_2ND_MSP_PD_AMT),
];

const LINE_OWED: &[Adjudication] =
    &[line_amount!(clm_line::CLM_LINE_BENE_PMT_AMT, paidbypatient, REV_CNTR_PTNT_RSPNSBLTY_PMT)];
