//! Lines of institutional claims.

use bluestem_model::column::{clm_line, clm_line_instnl};

use super::kinds::ExtensionValue::Coding;
use super::{Adjudication, Extension, Role};
use crate::codes::systems::{
    CLM_OTAF_ONE_IND_CD, CLM_REV_CNTR_STUS_CD, CLM_REV_DSCNT_IND_CD, CLM_REV_PACKG_IND_CD,
    CLM_REV_PMT_MTHD_CD,
};

/// Amounts of a line, then why it was adjusted.
pub(super) const LINE_ADJUDICATION: &[Adjudication] = &[
    amount!(money!(clm_line::CLM_LINE_MDCR_DDCTBL_AMT, deductible, "Cash Deductible Amount")),
    amount!(money!(clm_line::CLM_LINE_BLOOD_DDCTBL_AMT, "Blood Deductible Amount")),
    amount!(money!(clm_line::CLM_LINE_BENE_PD_AMT, paidtopatient, "Payment Amount to Beneficiary")),
    amount!(money!(clm_line::CLM_LINE_BENE_PMT_AMT, paidbypatient, "Line Paid By Beneficiary Amount")),
    amount!(money!(clm_line::CLM_LINE_NCVRD_CHRG_AMT, noncovered, "Non-Covered Charge Amount")),
    amount!(money!(clm_line::CLM_LINE_PRVDR_PMT_AMT, paidtoprovider, "Line Provider Payment Amount")),
    amount!(money!(clm_line::CLM_LINE_CVRD_PD_AMT, benefit, "Payment Amount")),
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
    amount!(money!(clm_line_instnl::CLM_REV_CNTR_TDAPA_AMT, "Transitional Drug Add-On Payment Adjustment")),
    Adjudication::AdjustmentReason(clm_line_instnl::CLM_ANSI_SGNTR_SK),
];

/// Extensions of a line.
pub(super) const LINE_EXTENSIONS: &[Extension] = &[
    extension!(clm_line_instnl::CLM_OTAF_ONE_IND_CD, "CLM-OTAF-ONE-IND-CD", Coding(&CLM_OTAF_ONE_IND_CD)),
    extension!(clm_line_instnl::CLM_REV_CNTR_STUS_CD, "CLM-REV-CNTR-STUS-CD", Coding(&CLM_REV_CNTR_STUS_CD)),
    extension!(clm_line_instnl::CLM_REV_DSCNT_IND_CD, "CLM-REV-DSCNT-IND-CD", Coding(&CLM_REV_DSCNT_IND_CD)),
    extension!(clm_line_instnl::CLM_REV_PACKG_IND_CD, "CLM-REV-PACKG-IND-CD", Coding(&CLM_REV_PACKG_IND_CD)),
    extension!(clm_line_instnl::CLM_REV_PMT_MTHD_CD, "CLM-REV-PMT-MTHD-CD", Coding(&CLM_REV_PMT_MTHD_CD)),
];

/// The provider who rendered the line.
pub(super) const LINE_CARE_TEAM: Role = Role {
    npi: clm_line::PRVDR_RNDRNG_PRVDR_NPI_NUM,
    name: None,
    specialty: Some(clm_line::CLM_RNDRG_FED_PRVDR_SPCLTY_CD),
    qualifier: None,
    code: "rendering",
    json: role_json!("rendering", "Rendering provider"),
    person: false,
    typed: true,
};
