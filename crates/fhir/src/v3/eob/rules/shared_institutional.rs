//! Institutional claims of the shared systems: in process, or decided there and not yet in the history.

use bluestem_model::column::{
    clm, clm_dt_sgntr, clm_instnl, clm_lctn_hstry, clm_line, clm_line_dcmtn, clm_line_instnl,
};

use super::institutional::{
    ATTENDING, BILL, CIRCUMSTANCES, DRG, FIRST_INFO, OPERATING, OTHER_OPERATING, PAYMENT, REFERRING,
    RENDERING, STAY,
};
use super::institutional_line::LINE_CARE_TEAM;
use super::kinds::ExtensionValue::Coding;
use super::kinds::InfoValue::{AuditTrail, Codes, Date, Text};
use super::{Adjudication, Amount, Extension, Family, Info, InfoGroup, RuleSet};
use crate::codes::systems::{
    CLM_NRLN_RIC_CD, CLM_PD_STUS_CD, CLM_REV_DSCNT_IND_CD, CLM_REV_PACKG_IND_CD, CLM_REV_PMT_MTHD_CD,
};

/// The rules for institutional claims of the shared systems.
pub(super) static RULES: RuleSet = RuleSet {
    family: Family::Institutional,
    record_type: clm::CLM_RIC_CD,
    info: &[
        InfoGroup::Header(FIRST_INFO),
        InfoGroup::Line(LINE_INFO),
        InfoGroup::Header(BILL),
        InfoGroup::Header(CIRCUMSTANCES),
        InfoGroup::Header(PROGRESS),
        InfoGroup::Header(STAY),
        InfoGroup::Header(DRG),
    ],
    adjudication: &[PAYMENT, SETTLEMENT, CONTRACT],
    total: TOTAL,
    line_adjudication: LINE_ADJUDICATION,
    line_extensions: LINE_EXTENSIONS,
    care_team: &[ATTENDING, OPERATING, OTHER_OPERATING, RENDERING, REFERRING],
    line_care_team: Some(LINE_CARE_TEAM),
};

/// Supporting information of a line.
pub(super) const LINE_INFO: &[Info] = &[info!(
    clm_line_dcmtn::CLM_LINE_PA_UNIQ_TRKNG_NUM as "CLM_LINE_PMD_UNIQ_TRKNG_NUM",
    "Prior Authorization Unique Tracking Number",
    Text
)];

/// How far the claim is.
const PROGRESS: &[Info] = &[
    info!(clm_dt_sgntr::CLM_QLFY_STAY_FROM_DT, "Qualified Stay From Date", Date),
    info!(clm_dt_sgntr::CLM_CMS_PROC_DT, "FI Claim Process Date", Date),
    info!(clm::CLM_RIC_CD as "CLM_NRLN_RIC_CD", "Near Line Record Identification Code", Codes(&[&CLM_NRLN_RIC_CD])),
    info!(clm::CLM_PD_STUS_CD, "Claim Paid Status Code", Codes(&[&CLM_PD_STUS_CD])),
    info!(clm_lctn_hstry::CLM_AUDT_TRL_STUS_CD, "Claim Status Code", AuditTrail),
];

/// What was settled between payer, provider and patient.
pub(super) const SETTLEMENT: &[Adjudication] = &[
    amount!(money!(clm::CLM_BENE_INTRST_PD_AMT, "Beneficiary Interest Paid Amount")),
    amount!(money!(clm::CLM_BLOOD_LBLTY_AMT, "Beneficiary Blood Deductible Liability Amount")),
    amount!(money!(clm::CLM_BLOOD_NCVRD_CHRG_AMT, "Blood Noncovered Charge Amount")),
    amount!(money!(clm::CLM_COB_PTNT_RESP_AMT, "Coordination of Benefits Patient Responsibility Amount")),
    amount!(money!(clm::CLM_PRVDR_INTRST_PD_AMT, "Provider Interest Paid Amount")),
    amount!(money!(clm::CLM_PRVDR_OTAF_AMT, "Provider Obligation To Accept as Full Amount")),
    amount!(money!(clm::CLM_PRVDR_RMNG_DUE_AMT, "Remaining Amount to Provider")),
];

/// How the payment differs from the contract.
const CONTRACT: &[Adjudication] =
    &[amount!(money!(clm::CLM_TOT_CNTRCTL_AMT, "Total Contractual Amount Discrepancy"))];

/// Totals.
const TOTAL: &[Amount] = &[
    money!(clm::CLM_ALOWD_CHRG_AMT, eligible, "Allowed Charge Amount"),
    money!(clm::CLM_SBMT_CHRG_AMT, submitted, "Total Charge Amount"),
    money!(clm::CLM_BENE_PMT_AMT, paidbypatient, "Paid By Beneficiary Amount"),
    money!(clm::CLM_PRVDR_PMT_AMT, paidtoprovider, "Provider Payment Amount"),
    money!(clm::CLM_MDCR_DDCTBL_AMT, deductible, "Beneficiary Deductible Amount"),
    money!(clm::CLM_MDCR_COINSRNC_AMT, coinsurance, "Beneficiary Coinsurance Liability Amount"),
    money!(clm::CLM_NCVRD_CHRG_AMT, noncovered, "Inpatient(or other Part A) Non-covered Charge Amount"),
    money!(clm::CLM_OTHR_TP_PD_AMT, priorpayerpaid, "Other Third Party Payer Paid Amount"),
    money!(
        clm_instnl::CLM_MDCR_INSTNL_BENE_PD_AMT,
        paidtopatient,
        "Institutional Paid to Beneficiary Amount"
    ),
];

/// Amounts of a line.
const LINE_ADJUDICATION: &[Adjudication] = &[
    amount!(money!(clm_line::CLM_LINE_ALOWD_CHRG_AMT, eligible, "Line Allowed Charge Amount")),
    amount!(money!(clm_line::CLM_LINE_MDCR_DDCTBL_AMT, deductible, "Cash Deductible Amount")),
    amount!(money!(clm_line::CLM_LINE_OTAF_AMT, "Provider Obligation To Accept as Full Amount")),
    amount!(money!(clm_line::CLM_LINE_BENE_PD_AMT, paidtopatient, "Payment Amount to Beneficiary")),
    amount!(money!(clm_line::CLM_LINE_BENE_PMT_AMT, paidbypatient, "Line Paid By Beneficiary Amount")),
    amount!(money!(clm_line::CLM_LINE_NCVRD_CHRG_AMT, noncovered, "Non-Covered Charge Amount")),
    amount!(money!(clm_line::CLM_LINE_PRVDR_PMT_AMT, paidtoprovider, "Line Provider Payment Amount")),
    amount!(money!(clm_line::CLM_LINE_CVRD_PD_AMT, benefit, "Payment Amount")),
    amount!(money!(clm_line::CLM_LINE_NCVRD_PD_AMT, "Amount Paid for Noncovered Product or Service")),
    amount!(money!(clm_line::CLM_LINE_OTHR_TP_PD_AMT, "Other Third Party Paid Amount")),
    amount!(money!(clm_line::CLM_LINE_SBMT_CHRG_AMT, submitted, "Line Submitted Charge Amount")),
    amount!(money!(
        clm_line_instnl::CLM_LINE_INSTNL_ADJSTD_AMT,
        "Revenue Center Coinsurance/Wage Adjusted Coinsurance Amount"
    )),
    amount!(money!(clm_line_instnl::CLM_LINE_INSTNL_RDCD_AMT, "Revenue Center Reduced Coinsurance Amount")),
    amount!(money!(
        clm_line_instnl::CLM_LINE_INSTNL_MSP1_PD_AMT,
        priorpayerpaid,
        "Revenue Center 1st MSP Paid Amount"
    )),
    amount!(money!(
        clm_line_instnl::CLM_LINE_INSTNL_MSP2_PD_AMT,
        priorpayerpaid,
        "Revenue Center 2nd MSP Paid Amount"
    )),
    amount!(money!(clm_line_instnl::CLM_LINE_INSTNL_RATE_AMT, "Revenue Center Rate Amount")),
    amount!(money!(clm_line_instnl::CLM_LINE_ADD_ON_PYMT_AMT, "Add On Payment Amount")),
    amount!(money!(clm_line_instnl::CLM_LINE_NON_EHR_RDCTN_AMT, "Non-EHR Reduction Amount")),
];

/// Extensions of a line.
const LINE_EXTENSIONS: &[Extension] = &[
    extension!(clm_line_instnl::CLM_REV_DSCNT_IND_CD, "CLM-REV-DSCNT-IND-CD", Coding(&CLM_REV_DSCNT_IND_CD)),
    extension!(clm_line_instnl::CLM_REV_PACKG_IND_CD, "CLM-REV-PACKG-IND-CD", Coding(&CLM_REV_PACKG_IND_CD)),
    extension!(clm_line_instnl::CLM_REV_PMT_MTHD_CD, "CLM-REV-PMT-MTHD-CD", Coding(&CLM_REV_PMT_MTHD_CD)),
];
