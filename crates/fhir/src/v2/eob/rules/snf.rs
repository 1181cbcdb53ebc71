//! Skilled nursing facility claims.

use bluestem_model::column::clm_dt_sgntr;

use super::institutional::{
    ACTION, ADMISSION, BALANCE, BLOOD_BALANCE, DAYS_BALANCE, EXTENSIONS, INFO, LINE_AMOUNTS, LINE_EXTENSIONS,
    MANAGED_CARE, OPERATED, PATIENT_STATUS, PROSPECTIVE, RECEIVED, RECORD, RENDERED, STAY, STAY_BALANCE,
    TOTAL,
};
use super::{DiagnosisKind, Form, Info, InfoCategory, InfoValue, Part, RuleSet};

/// The rules for skilled nursing facility claims.
pub(super) static RULES: RuleSet = RuleSet {
    form: Form::Institutional,
    code: "SNF",
    group: "institutional",
    group_text: "Institutional",
    subtype: Some("inpatient"),
    profile: "Inpatient-Institutional",
    part: Part::A,
    further: DiagnosisKind::Other,
    extensions: &[RECORD, ACTION, EXTENSIONS],
    info: &[PATIENT_STATUS, ADMISSION, STAY, QUALIFIED_STAY, MANAGED_CARE, INFO, RECEIVED, PROSPECTIVE],
    balance: &[STAY_BALANCE, BLOOD_BALANCE, BALANCE, DAYS_BALANCE],
    total: TOTAL,
    care_team: OPERATED,
    line_care_team: RENDERED,
    line_extensions: &[LINE_EXTENSIONS],
    place: &[],
    line_adjudication: &[LINE_AMOUNTS],
};

const QUALIFIED_STAY: &[Info] = &[info!(
    NCH_QLFYD_STAY_FROM_DT,
    InfoValue::Period(clm_dt_sgntr::CLM_QLFY_STAY_FROM_DT, clm_dt_sgntr::CLM_QLFY_STAY_THRU_DT)
)];
