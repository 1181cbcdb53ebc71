//! Hospice claims.

use super::institutional::{
    ADMISSION, ATTENDED, BALANCE, DAYS_BALANCE, EXTENSIONS, INFO, LINE_AMOUNTS, LINE_EXTENSIONS, LINE_PAID,
    LINE_PAYMENT, PATIENT_STATUS, RECEIVED, RECORD, RENDERED, TOTAL,
};
use super::{DiagnosisKind, Extension, ExtensionValue, Form, Part, RuleSet};

/// The rules for hospice claims.
pub(super) static RULES: RuleSet = RuleSet {
    form: Form::Institutional,
    code: "HOSPICE",
    group: "institutional",
    group_text: "Institutional",
    subtype: Some("inpatient"),
    profile: "Inpatient-Institutional",
    part: Part::A,
    further: DiagnosisKind::Other,
    extensions: &[RECORD, PERIODS, EXTENSIONS],
    info: &[RECEIVED, PATIENT_STATUS, ADMISSION, INFO],
    balance: &[BALANCE, DAYS_BALANCE],
    total: TOTAL,
    care_team: ATTENDED,
    line_care_team: RENDERED,
    line_extensions: &[LINE_EXTENSIONS],
    place: &[],
    line_adjudication: &[LINE_PAID, LINE_PAYMENT, LINE_AMOUNTS],
};

const PERIODS: &[Extension] =
    &[extension!(clm_instnl::CLM_MDCR_HOSPC_PRD_CNT, BENE_HOSPC_PRD_CNT, ExtensionValue::Quantity)];
