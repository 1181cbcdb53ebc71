//! What institutional claims share.

use bluestem_model::column::{ccw_clm, ccw_clm_line, clm, clm_dt_sgntr, clm_instnl, clm_line};

use super::ExtensionValue::{Coding, Date, Identifier, Units};
use super::InfoValue::Period;
use super::{Adjudication, Amount, Balance, Extension, Info, InfoCategory, InfoValue, Role};
use crate::codes::systems::NUBC_ADMISSION_TYPE;
use crate::codes::variables::{CLM_IP_ADMSN_TYPE_CD, NCH_WKLY_PROC_DT};

/// The kind of record, which all claims but drug events have.
pub(super) const RECORD: &[Extension] =
    &[extension!(clm_dcmtn::CLM_NRLN_RIC_CD, NCH_NEAR_LINE_REC_IDENT_CD, Coding)];

/// Action of the intermediary: inpatient and skilled nursing.
pub(super) const ACTION: &[Extension] = &[extension!(clm_instnl::CLM_FI_ACTN_CD, FI_CLM_ACTN_CD, Coding)];

/// Extensions of every institutional claim.
pub(super) const EXTENSIONS: &[Extension] = &[
    extension!(clm::CLM_CNTL_NUM, FI_DOC_CLM_CNTL_NUM, Identifier),
    extension!(clm_dt_sgntr::CLM_CMS_PROC_DT, FI_CLM_PROC_DT, Date),
    extension!(clm_instnl::CLM_MDCR_NPMT_RSN_CD, CLM_MDCR_NON_PMT_RSN_CD, Coding),
    extension!(clm::CLM_BILL_CLSFCTN_CD, CLM_SRVC_CLSFCTN_TYPE_CD, Coding),
    extension!(clm::CLM_CNTRCTR_NUM, FI_NUM, Coding),
];

/// The patient's status at the end: inpatient, skilled nursing, hospice.
pub(super) const PATIENT_STATUS: &[Info] =
    &[info!(NCH_PTNT_STUS_IND_CD, Code ccw_clm::NCH_PTNT_STATUS_IND_CD)];

/// From admission to discharge.
pub(super) const ADMISSION: &[Info] = &[Info {
    category: InfoCategory::Slice("admissionperiod", "Admission Period"),
    value: Period(clm_dt_sgntr::CLM_ACTV_CARE_FROM_DT, clm_dt_sgntr::CLM_DSCHRG_DT),
}];

/// Of inpatient and skilled nursing.
pub(super) const STAY: &[Info] = &[
    Info {
        category: InfoCategory::SliceOf("admtype", "Information", &CLM_IP_ADMSN_TYPE_CD),
        value: InfoValue::Code(clm_instnl::CLM_ADMSN_TYPE_CD, &NUBC_ADMISSION_TYPE),
    },
    info!(CLM_SRC_IP_ADMSN_CD, Code clm_instnl::CLM_ADMSN_SRC_CD),
    info!(
        NCH_VRFD_NCVRD_STAY_FROM_DT,
        Period(clm_dt_sgntr::CLM_NCVRD_FROM_DT, clm_dt_sgntr::CLM_NCVRD_THRU_DT)
    ),
    info!(NCH_ACTV_OR_CVRD_LVL_CARE_THRU, InfoValue::Date(clm_dt_sgntr::CLM_ACTV_CARE_THRU_DT)),
    info!(NCH_BENE_MDCR_BNFTS_EXHTD_DT_I, InfoValue::Date(clm_dt_sgntr::CLM_MDCR_EXHSTD_DT)),
    info!(CLM_DRG_CD, Code clm_instnl::DGNS_DRG_CD),
    info!(NCH_BLOOD_PNTS_FRNSHD_QTY, InfoValue::Pints(clm::CLM_BLOOD_PT_FRNSH_QTY)),
];

/// Whether a managed care organization paid: inpatient, outpatient, skilled nursing.
pub(super) const MANAGED_CARE: &[Info] = &[info!(CLM_MCO_PD_SW, Code clm_instnl::CLM_MDCR_INSTNL_MCO_PD_SW)];

/// Of every institutional claim.
pub(super) const INFO: &[Info] = &[
    info!(InfoCategory::Slice("typeofbill", "Type of Bill"), Code CLM_FREQ_CD clm::CLM_BILL_FREQ_CD),
    info!(
        InfoCategory::Slice("discharge-status", "Discharge Status"),
        Code PTNT_DSCHRG_STUS_CD clm_instnl::BENE_PTNT_STUS_CD
    ),
    info!(NCH_PRMRY_PYR_CD, Code clm::CLM_NCH_PRMRY_PYR_CD),
];

/// When the claim was received, which all claims but drug events have.
pub(super) const RECEIVED: &[Info] = &[Info {
    category: InfoCategory::SliceOf("clmrecvddate", "Claim Received Date", &NCH_WKLY_PROC_DT),
    value: InfoValue::Date(clm_dt_sgntr::CLM_NCH_WKLY_PROC_DT),
}];

/// Whether payment is prospective: home health and skilled nursing.
pub(super) const PROSPECTIVE: &[Info] = &[info!(CLM_PPS_IND_CD, Code clm_instnl::CLM_PPS_IND_CD)];

/// Balances of inpatient and skilled nursing.
pub(super) const STAY_BALANCE: &[Balance] = &[
    balance!(clm_instnl::CLM_INSTNL_MDCR_COINS_DAY_CNT, BENE_TOT_COINSRNC_DAYS_CNT, Count),
    balance!(clm_instnl::CLM_INSTNL_NCVRD_DAY_CNT, CLM_NON_UTLZTN_DAYS_CNT, Count),
    balance!(clm_instnl::CLM_MDCR_IP_BENE_DDCTBL_AMT, NCH_BENE_IP_DDCTBL_AMT),
    balance!(clm::CLM_MDCR_COINSRNC_AMT, NCH_BENE_PTA_COINSRNC_LBLTY_AMT),
    balance!(clm::CLM_NCVRD_CHRG_AMT, NCH_IP_NCVRD_CHRG_AMT),
    balance!(clm::CLM_MDCR_DDCTBL_AMT, NCH_IP_TOT_DDCTN_AMT),
    balance!(clm_instnl::CLM_MDCR_IP_PPS_DSPRPRTNT_AMT, CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT),
    balance!(clm_instnl::CLM_MDCR_IP_PPS_EXCPTN_AMT, CLM_PPS_CPTL_EXCPTN_AMT),
    balance!(clm_instnl::CLM_MDCR_IP_PPS_CPTL_FSP_AMT, CLM_PPS_CPTL_FSP_AMT),
    balance!(clm_instnl::CLM_MDCR_IP_PPS_CPTL_IME_AMT, CLM_PPS_CPTL_IME_AMT),
    balance!(clm_instnl::CLM_MDCR_IP_PPS_OUTLIER_AMT, CLM_PPS_CPTL_OUTLIER_AMT),
    balance!(clm_instnl::CLM_MDCR_IP_PPS_CPTL_HRMLS_AMT, CLM_PPS_OLD_CPTL_HLD_HRMLS_AMT),
];

/// What the patient owes for blood: inpatient, outpatient, skilled nursing.
pub(super) const BLOOD_BALANCE: &[Balance] =
    &[balance!(clm::CLM_BLOOD_LBLTY_AMT, NCH_BENE_BLOOD_DDCTBL_LBLTY_AM)];

/// Of every institutional claim.
pub(super) const BALANCE: &[Balance] = &[balance!(clm_instnl::CLM_MDCR_INSTNL_PRMRY_PYR_AMT, PRPAYAMT)];

/// Days that were used: inpatient, skilled nursing, hospice.
pub(super) const DAYS_BALANCE: &[Balance] =
    &[balance!(clm_instnl::CLM_INSTNL_CVRD_DAY_CNT, CLM_UTLZTN_DAY_CNT, Count)];

/// Total of every institutional claim.
pub(super) const TOTAL: &[Amount] = &[amount!(clm::CLM_SBMT_CHRG_AMT, submitted, CLM_TOT_CHRG_AMT)];

const ATTENDING: Role = Role {
    npi: &[clm::PRVDR_ATNDG_PRVDR_NPI_NUM],
    qualifier: None,
    upin: Some(ccw_clm::AT_PHYSN_UPIN),
    code: "attending",
    json: carin_role!("attending", "Attending"),
    responsible: false,
    linked: false,
    specialty: None,
    extensions: &[],
};

/// Who attended: home health, hospice.
pub(super) const ATTENDED: &[Role] = &[ATTENDING];

/// Who attended and operated: inpatient, outpatient, skilled nursing.
pub(super) const OPERATED: &[Role] = &[
    ATTENDING,
    Role {
        npi: &[clm::PRVDR_OPRTG_PRVDR_NPI_NUM],
        upin: Some(ccw_clm::OP_PHYSN_UPIN),
        code: "operating",
        json: carin_role!("operating", "Operating"),
        ..ATTENDING
    },
    Role {
        npi: &[clm::PRVDR_OTHR_PRVDR_NPI_NUM],
        upin: Some(ccw_clm::OT_PHYSN_UPIN),
        code: "otheroperating",
        json: carin_role!("otheroperating", "Other Operating"),
        ..ATTENDING
    },
];

/// Who rendered a line.
pub(super) const RENDERED: &[Role] = &[Role {
    npi: &[clm_line::PRVDR_RNDRNG_PRVDR_NPI_NUM],
    upin: Some(ccw_clm_line::RNDRNG_PHYSN_UPIN),
    code: "performing",
    json: carin_role!("performing", "Performing provider"),
    linked: true,
    ..ATTENDING
}];

/// Extensions of every line.
pub(super) const LINE_EXTENSIONS: &[Extension] =
    &[extension!(clm_line::CLM_LINE_SRVC_UNIT_QTY, REV_CNTR_UNIT_CNT, Units)];

/// Amounts of every line.
pub(super) const LINE_AMOUNTS: &[Adjudication] = &[
    line_amount!(clm_line_instnl::CLM_LINE_INSTNL_RATE_AMT, submitted, REV_CNTR_RATE_AMT),
    line_amount!(clm_line::CLM_LINE_SBMT_CHRG_AMT, submitted, REV_CNTR_TOT_CHRG_AMT),
    line_amount!(clm_line::CLM_LINE_NCVRD_CHRG_AMT, noncovered, REV_CNTR_NCVRD_CHRG_AMT),
];

/// What was paid for a line: hospice, outpatient.
pub(super) const LINE_PAID: &[Adjudication] = &[
    line_amount!(clm_line::CLM_LINE_PRVDR_PMT_AMT, paidtoprovider, REV_CNTR_PRVDR_PMT_AMT),
    line_amount!(clm_line::CLM_LINE_BENE_PD_AMT, paidtopatient, REV_CNTR_BENE_PMT_AMT),
];

/// What Medicare paid for a line: home health, hospice, outpatient.
pub(super) const LINE_PAYMENT: &[Adjudication] =
    &[line_amount!(clm_line::CLM_LINE_CVRD_PD_AMT, submitted, REV_CNTR_PMT_AMT_AMT)];
