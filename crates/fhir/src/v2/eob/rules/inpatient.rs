//! Inpatient hospital claims.

use super::institutional::{
    ACTION, ADMISSION, BALANCE, BLOOD_BALANCE, DAYS_BALANCE, EXTENSIONS, INFO, LINE_AMOUNTS, LINE_EXTENSIONS,
    MANAGED_CARE, OPERATED, PATIENT_STATUS, RECEIVED, RECORD, RENDERED, STAY, STAY_BALANCE, TOTAL,
};
use super::{Balance, DiagnosisKind, Extension, ExtensionValue, Form, Part, RuleSet, Source};
use crate::codes::variables::{DSH_OP_CLM_VAL_AMT, IME_OP_CLM_VAL_AMT};

/// The rules for inpatient hospital claims.
pub(super) static RULES: RuleSet = RuleSet {
    form: Form::Institutional,
    code: "INPATIENT",
    group: "institutional",
    group_text: "Institutional",
    subtype: Some("inpatient"),
    profile: "Inpatient-Institutional",
    part: Part::A,
    further: DiagnosisKind::Other,
    extensions: &[RECORD, ACTION, ADD_ONS, EXTENSIONS],
    info: &[PATIENT_STATUS, ADMISSION, STAY, MANAGED_CARE, INFO, RECEIVED],
    balance: &[COMPONENTS, STAY_BALANCE, OUTLIER, BLOOD_BALANCE, BALANCE, DAYS_BALANCE, WEIGHT],
    total: TOTAL,
    care_team: OPERATED,
    line_care_team: RENDERED,
    line_extensions: &[LINE_EXTENSIONS],
    place: &[],
    line_adjudication: &[LINE_AMOUNTS],
};

/// A pass-through payment that the claim carries as a value code.
const fn value_code(code: &'static str, variable: &'static crate::codes::variables::Variable) -> Extension {
    Extension { source: Source::ValueCode(code), variable, value: ExtensionValue::Money, defect: None }
}

/// What is paid on top. IDR has the first and the last as value codes (NUBC 19: indirect medical education, 18:
/// disproportionate share, both operating).
const ADD_ONS: &[Extension] = &[
    value_code("19", &IME_OP_CLM_VAL_AMT),
    extension!(clm_instnl::CLM_HIPPS_UNCOMPD_CARE_AMT, CLM_UNCOMPD_CARE_PMT_AMT, ExtensionValue::Money),
    value_code("18", &DSH_OP_CLM_VAL_AMT),
];

const COMPONENTS: &[Balance] = &[
    balance!(clm_instnl::CLM_INSTNL_PER_DIEM_AMT, CLM_PASS_THRU_PER_DIEM_AMT),
    balance!(clm_instnl::CLM_INSTNL_PRFNL_AMT, NCH_PROFNL_CMPNT_CHRG_AMT),
    balance!(clm_instnl::CLM_MDCR_IP_PPS_CPTL_TOT_AMT, CLM_TOT_PPS_CPTL_AMT),
];

const OUTLIER: &[Balance] =
    &[balance!(clm_instnl::CLM_INSTNL_DRG_OUTLIER_AMT, NCH_DRG_OUTLIER_APRVD_PMT_AMT)];

const WEIGHT: &[Balance] = &[
    balance!(clm_instnl::CLM_MDCR_IP_PPS_DRG_WT_NUM, CLM_PPS_CPTL_DRG_WT_NUM, Weight),
    balance!(clm_instnl::CLM_MDCR_IP_LRD_USE_CNT, BENE_LRD_USED_CNT, Count),
];
