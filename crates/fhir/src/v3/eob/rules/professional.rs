//! Professional claims of the National Claims History.

use bluestem_model::column::{clm, clm_dcmtn, clm_dt_sgntr, clm_line, clm_line_dcmtn, clm_prfnl};

use super::kinds::InfoValue::{Codes, Date, Quantity, State, Text};
use super::professional_line::{LINE_ADJUDICATION, LINE_CARE_TEAM, LINE_EXTENSIONS};
use super::{Adjudication, Amount, Family, Info, InfoGroup, Role, RuleSet, Unit};
use crate::codes::systems::{
    CLM_ADJSTMT_TYPE_CD, CLM_BNFT_ENHNCMT_CD, CLM_BNFT_ENHNCMT_CD_SWITCH, CLM_CARR_PMT_DNL_CD,
    CLM_CNTRCTR_NUM, CLM_DISP_CD, CLM_QUERY_CD,
};

/// The rules for professional claims: carrier and medical equipment.
pub(super) static RULES: RuleSet = RuleSet {
    family: Family::Professional,
    record_type: clm_dcmtn::CLM_NRLN_RIC_CD,
    info: &[InfoGroup::Header(FIRST_INFO), InfoGroup::Line(LINE_INFO), InfoGroup::Header(INFO)],
    adjudication: &[ADJUDICATION],
    total: TOTAL,
    line_adjudication: LINE_ADJUDICATION,
    line_extensions: LINE_EXTENSIONS,
    care_team: CARE_TEAM,
    line_care_team: Some(LINE_CARE_TEAM),
};

/// Supporting information of every claim, before that of its lines.
pub(super) const FIRST_INFO: &[Info] = &[
    info!(clm::CLM_ADJSTMT_TYPE_CD, "Claim Adjustment Type Code", Codes(&[&CLM_ADJSTMT_TYPE_CD])),
    info!(clm::CLM_IDR_LD_DT, "Claim IDR Load Date", Date),
];

/// Supporting information of a line.
const LINE_INFO: &[Info] = &[
    info!(clm_line::CLM_LINE_PMD_UNIQ_TRKNG_NUM, "Prior Authorization Unique Tracking Number", Text),
    info!(
        clm_line_dcmtn::CLM_LINE_BNFT_ENHNCMT_1_CD as "CLM_BNFT_ENHNCMT_CD",
        "Claim Benefit Enhancement Code",
        Codes(&[&CLM_BNFT_ENHNCMT_CD])
    ),
    info!(
        clm_line_dcmtn::CLM_LINE_BNFT_ENHNCMT_2_CD as "CLM_BNFT_ENHNCMT_CD",
        "Claim Benefit Enhancement Code",
        Codes(&[&CLM_BNFT_ENHNCMT_CD])
    ),
    info!(
        clm_line_dcmtn::CLM_LINE_BNFT_ENHNCMT_3_CD as "CLM_BNFT_ENHNCMT_CD",
        "Claim Benefit Enhancement Code",
        Codes(&[&CLM_BNFT_ENHNCMT_CD])
    ),
    info!(
        clm_line_dcmtn::CLM_LINE_BNFT_ENHNCMT_4_CD as "CLM_BNFT_ENHNCMT_CD",
        "Claim Benefit Enhancement Code",
        Codes(&[&CLM_BNFT_ENHNCMT_CD])
    ),
    info!(
        clm_line_dcmtn::CLM_LINE_BNFT_ENHNCMT_5_CD as "CLM_BNFT_ENHNCMT_CD",
        "Claim Benefit Enhancement Code",
        Codes(&[&CLM_BNFT_ENHNCMT_CD])
    ),
    info!(
        clm_line::GEO_RNDRG_SSA_STATE_CD as "RNDRG_PRVDR_FIPS_ST_CD",
        "Rendering Provider FIPS State Code",
        State
    ),
    info!(
        clm_line_dcmtn::CLM_LINE_NGACO_PBPMT_SW as "CLM_NGACO_PBPMT_SW",
        "PBP Benefit Enhancement Indicator",
        Codes(&[&CLM_BNFT_ENHNCMT_CD_SWITCH])
    ),
    info!(
        clm_line_dcmtn::CLM_LINE_NGACO_PDSCHRG_HCBS_SW as "CLM_NGACO_PDSCHRG_HCBS_SW",
        "Post Discharge Home Visit Benefit Enhancement Indicator",
        Codes(&[&CLM_BNFT_ENHNCMT_CD_SWITCH])
    ),
    info!(
        clm_line_dcmtn::CLM_LINE_NGACO_SNF_WVR_SW as "CLM_NGACO_SNF_WVR_SW",
        "SNF 3-Day Waiver Enhancement",
        Codes(&[&CLM_BNFT_ENHNCMT_CD_SWITCH])
    ),
    info!(
        clm_line_dcmtn::CLM_LINE_NGACO_TLHLTH_SW as "CLM_NGACO_TLHLTH_SW",
        "Telehealth Benefit Enhancement Indicator",
        Codes(&[&CLM_BNFT_ENHNCMT_CD_SWITCH])
    ),
    info!(
        clm_line_dcmtn::CLM_LINE_NGACO_CPTATN_SW as "CLM_NGACO_CPTATN_SW",
        "AIPBP Benefit Enhancement Indicator",
        Codes(&[&CLM_BNFT_ENHNCMT_CD_SWITCH])
    ),
    info!(
        clm_line_dcmtn::CLM_LINE_ACO_CARE_MGMT_HCBS_SW as "CLM_ACO_CARE_MGMT_HCBS_SW",
        "Care Management Home Visits Enhancement",
        Codes(&[&CLM_BNFT_ENHNCMT_CD_SWITCH])
    ),
];

/// Supporting information of the header.
const INFO: &[Info] = &[
    slice!(clm_dt_sgntr::CLM_SUBMSN_DT, "clmrecvddate", Date),
    info!(clm::CLM_CNTRCTR_NUM, "Claim Contractor Number", Codes(&[&CLM_CNTRCTR_NUM])),
    info!(clm_prfnl::CLM_CLNCL_TRIL_NUM, "Clinical Trial Number", Text),
    info!(clm::CLM_DISP_CD, "Claim Disposition Code", Codes(&[&CLM_DISP_CD])),
    info!(clm::CLM_QUERY_CD, "Claim Query Code", Codes(&[&CLM_QUERY_CD])),
    info!(clm_dt_sgntr::CLM_NCH_WKLY_PROC_DT, "Weekly Process Date", Date),
    info!(clm::CLM_BLOOD_PT_FRNSH_QTY, "Blood Pints Furnished Quantity", Quantity(Unit::PINTS)),
    info!(clm_prfnl::CLM_CARR_PMT_DNL_CD, "Claim Payment Denial Code", Codes(&[&CLM_CARR_PMT_DNL_CD])),
];

/// Amounts of the header.
const ADJUDICATION: &[Adjudication] = &[
    Adjudication::PaymentStatus,
    amount!(money!(clm_prfnl::CLM_MDCR_PRFNL_PRMRY_PYR_AMT, "Primary Payer Paid Amount")),
];

/// Totals.
const TOTAL: &[Amount] = &[
    money!(clm::CLM_ALOWD_CHRG_AMT, eligible, "Allowed Charge Amount"),
    money!(clm::CLM_SBMT_CHRG_AMT, submitted, "Total Charge Amount"),
    money!(clm::CLM_BENE_PMT_AMT, paidbypatient, "Paid By Beneficiary Amount"),
    money!(clm::CLM_PRVDR_PMT_AMT, paidtoprovider, "Provider Payment Amount"),
    money!(clm::CLM_MDCR_DDCTBL_AMT, deductible, "Beneficiary Deductible Amount"),
];

/// Providers that the header names.
const CARE_TEAM: &[Role] = &[REFERRING];

/// Who referred the patient.
pub(super) const REFERRING: Role = Role {
    npi: clm::PRVDR_RFRG_PRVDR_NPI_NUM,
    name: Some(clm::CLM_RFRG_PRVDR_NAME),
    specialty: None,
    qualifier: None,
    code: "referring",
    json: role_json!("referring", "Referring"),
    person: true,
    typed: false,
};
