//! Home health agency claims, which v2 declares as professional.

use bluestem_model::column::clm_instnl;

use super::institutional::{
    ADMISSION, ATTENDED, BALANCE, EXTENSIONS, INFO, LINE_AMOUNTS, LINE_EXTENSIONS, LINE_PAYMENT, PROSPECTIVE,
    RECEIVED, RECORD, RENDERED, TOTAL,
};
use super::{Adjudication, DiagnosisKind, Form, Info, InfoCategory, InfoValue, Part, RuleSet};
use crate::codes::variables::REV_CNTR_1ST_ANSI_CD;

/// The rules for home health agency claims.
pub(super) static RULES: RuleSet = RuleSet {
    form: Form::Institutional,
    code: "HHA",
    group: "professional",
    group_text: "Professional",
    subtype: Some("inpatient"),
    profile: "Professional-NonClinician",
    part: Part::B,
    further: DiagnosisKind::Secondary,
    extensions: &[RECORD, EXTENSIONS],
    info: &[INFO, RECEIVED, PROSPECTIVE, HOME_HEALTH, ADMISSION],
    balance: &[BALANCE],
    total: TOTAL,
    care_team: ATTENDED,
    line_care_team: RENDERED,
    line_extensions: &[LINE_EXTENSIONS],
    place: &[],
    line_adjudication: &[ADJUSTMENT, LINE_PAYMENT, LINE_AMOUNTS],
};

const HOME_HEALTH: &[Info] = &[
    info!(CLM_HHA_LUPA_IND_CD, Code clm_instnl::CLM_HHA_LUP_IND_CD),
    info!(CLM_HHA_RFRL_CD, Code clm_instnl::CLM_HHA_RFRL_CD),
    info!(CLM_HHA_TOT_VISIT_CNT, InfoValue::Count(clm_instnl::CLM_MDCR_HHA_TOT_VISIT_CNT)),
];

const ADJUSTMENT: &[Adjudication] = &[Adjudication::Adjustment(0, &REV_CNTR_1ST_ANSI_CD)];
