//! Institutional claims of the National Claims History.

use bluestem_model::column::{clm, clm_dcmtn, clm_dt_sgntr, clm_instnl, clm_line, clm_rlt_cond_sgntr_mbr};

use super::institutional_line::{LINE_ADJUDICATION, LINE_CARE_TEAM, LINE_EXTENSIONS};
use super::kinds::InfoValue::{
    AdmissionPeriod, Codes, Conditions, Date, Number, Quantity, State, Text, TypeOfBill,
};
use super::{Adjudication, Amount, Family, Info, InfoGroup, Role, RuleSet, Unit};
use crate::codes::systems::{
    BENE_PTNT_STUS_CD, CLM_ADJSTMT_TYPE_CD, CLM_ADMSN_SRC_CD, CLM_ADMSN_TYPE_CD, CLM_BNFT_ENHNCMT_CD,
    CLM_BNFT_ENHNCMT_CD_SWITCH, CLM_CNTRCTR_NUM, CLM_DISP_CD, CLM_FI_ACTN_CD, CLM_HHA_LUP_IND_CD,
    CLM_HHA_RFRL_CD, CLM_MDCR_INSTNL_MCO_PD_SW, CLM_MDCR_NPMT_RSN_CD, CLM_NCH_PRMRY_PYR_CD, CLM_NRLN_RIC_CD,
    CLM_OP_SRVC_TYPE_CD, CLM_PPS_IND_CD, CLM_QUERY_CD, MS_DRG, NUBC_ADMISSION_TYPE, NUBC_DISCHARGE_STATUS,
    NUBC_POINT_OF_ORIGIN,
};

/// The rules for institutional claims: inpatient, skilled nursing, outpatient, home health, hospice.
pub(super) static RULES: RuleSet = RuleSet {
    family: Family::Institutional,
    record_type: clm_dcmtn::CLM_NRLN_RIC_CD,
    info: &[
        InfoGroup::Header(FIRST_INFO),
        InfoGroup::Line(LINE_INFO),
        InfoGroup::Header(BILL),
        InfoGroup::Header(SWITCHES),
        InfoGroup::Header(CIRCUMSTANCES),
        InfoGroup::Header(DATES),
        InfoGroup::Header(STAY),
        InfoGroup::Header(SERVICES),
        InfoGroup::Header(DRG),
    ],
    adjudication: &[PAYMENT, BLOOD],
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
const LINE_INFO: &[Info] =
    &[info!(clm_line::CLM_LINE_PMD_UNIQ_TRKNG_NUM, "Prior Authorization Unique Tracking Number", Text)];

/// The type of bill.
pub(super) const BILL: &[Info] = &[slice!(clm::CLM_BILL_FAC_TYPE_CD, "typeofbill", TypeOfBill)];

/// Blood, and which demonstrations the claim is part of.
const SWITCHES: &[Info] = &[
    info!(clm::CLM_BLOOD_PT_FRNSH_QTY, "Blood Pints Furnished Quantity", Quantity(Unit::PINTS)),
    info!(
        clm_dcmtn::CLM_NGACO_PBPMT_SW,
        "PBP Benefit Enhancement Indicator",
        Codes(&[&CLM_BNFT_ENHNCMT_CD_SWITCH])
    ),
    info!(
        clm_dcmtn::CLM_NGACO_PDSCHRG_HCBS_SW,
        "Post Discharge Home Visit Benefit Enhancement Indicator",
        Codes(&[&CLM_BNFT_ENHNCMT_CD_SWITCH])
    ),
    info!(
        clm_dcmtn::CLM_NGACO_SNF_WVR_SW,
        "SNF 3-Day Waiver Enhancement",
        Codes(&[&CLM_BNFT_ENHNCMT_CD_SWITCH])
    ),
    info!(
        clm_dcmtn::CLM_NGACO_TLHLTH_SW,
        "Telehealth Benefit Enhancement Indicator",
        Codes(&[&CLM_BNFT_ENHNCMT_CD_SWITCH])
    ),
    info!(
        clm_dcmtn::CLM_NGACO_CPTATN_SW,
        "AIPBP Benefit Enhancement Indicator",
        Codes(&[&CLM_BNFT_ENHNCMT_CD_SWITCH])
    ),
    info!(
        clm_dcmtn::CLM_ACO_CARE_MGMT_HCBS_SW,
        "Care Management Home Visits Enhancement",
        Codes(&[&CLM_BNFT_ENHNCMT_CD_SWITCH])
    ),
];

/// Under which circumstances the services were given, and how the claim came in.
pub(super) const CIRCUMSTANCES: &[Info] = &[
    info!(
        clm_dcmtn::CLM_BNFT_ENHNCMT_1_CD as "CLM_BNFT_ENHNCMT_CD",
        "Claim Benefit Enhancement Code",
        Codes(&[&CLM_BNFT_ENHNCMT_CD])
    ),
    info!(
        clm_dcmtn::CLM_BNFT_ENHNCMT_2_CD as "CLM_BNFT_ENHNCMT_CD",
        "Claim Benefit Enhancement Code",
        Codes(&[&CLM_BNFT_ENHNCMT_CD])
    ),
    info!(
        clm_dcmtn::CLM_BNFT_ENHNCMT_3_CD as "CLM_BNFT_ENHNCMT_CD",
        "Claim Benefit Enhancement Code",
        Codes(&[&CLM_BNFT_ENHNCMT_CD])
    ),
    info!(
        clm_dcmtn::CLM_BNFT_ENHNCMT_4_CD as "CLM_BNFT_ENHNCMT_CD",
        "Claim Benefit Enhancement Code",
        Codes(&[&CLM_BNFT_ENHNCMT_CD])
    ),
    info!(
        clm_dcmtn::CLM_BNFT_ENHNCMT_5_CD as "CLM_BNFT_ENHNCMT_CD",
        "Claim Benefit Enhancement Code",
        Codes(&[&CLM_BNFT_ENHNCMT_CD])
    ),
    info!(clm_rlt_cond_sgntr_mbr::CLM_RLT_COND_CD, "Claim Related Condition Code", Conditions),
    info!(clm::CLM_QUERY_CD, "Claim Query Code", Codes(&[&CLM_QUERY_CD])),
    info!(clm::CLM_CNTRCTR_NUM, "Claim Contractor Number", Codes(&[&CLM_CNTRCTR_NUM])),
    info!(clm::CLM_NCH_PRMRY_PYR_CD, "NCH Primary Payer Code", Codes(&[&CLM_NCH_PRMRY_PYR_CD])),
    info!(clm::CLM_DISP_CD, "Claim Disposition Code", Codes(&[&CLM_DISP_CD])),
    slice!(clm_dt_sgntr::CLM_ACTV_CARE_FROM_DT, "admissionperiod", AdmissionPeriod, required),
    slice!(clm_dt_sgntr::CLM_SUBMSN_DT, "clmrecvddate", Date),
];

/// Dates of processing and coverage, and the kind of record.
const DATES: &[Info] = &[
    info!(clm_dt_sgntr::CLM_NCH_WKLY_PROC_DT, "Weekly Process Date", Date),
    info!(clm_dt_sgntr::CLM_ACTV_CARE_THRU_DT, "Covered Care Through Date", Date),
    info!(clm_dt_sgntr::CLM_NCVRD_FROM_DT, "Noncovered Stay From Date", Date),
    info!(clm_dt_sgntr::CLM_NCVRD_THRU_DT, "Noncovered Stay Through Date", Date),
    info!(clm_dt_sgntr::CLM_MDCR_EXHSTD_DT, "Medicare Benefits Exhausted Date", Date),
    info!(clm_dt_sgntr::CLM_QLFY_STAY_FROM_DT, "Qualified Stay From Date", Date),
    info!(clm_dt_sgntr::CLM_QLFY_STAY_THRU_DT, "Qualified Stay Through Date", Date),
    info!(clm_dt_sgntr::CLM_CMS_PROC_DT, "FI Claim Process Date", Date),
    info!(clm_dcmtn::CLM_NRLN_RIC_CD, "Near Line Record Identification Code", Codes(&[&CLM_NRLN_RIC_CD])),
];

/// Admission, discharge and how the intermediary dealt with the claim.
pub(super) const STAY: &[Info] = &[
    slice!(clm_instnl::CLM_ADMSN_SRC_CD, "pointoforigin", Codes(&[&NUBC_POINT_OF_ORIGIN, &CLM_ADMSN_SRC_CD])),
    slice!(
        clm_instnl::BENE_PTNT_STUS_CD,
        "discharge-status",
        Codes(&[&NUBC_DISCHARGE_STATUS, &BENE_PTNT_STUS_CD])
    ),
    slice!(clm_instnl::CLM_ADMSN_TYPE_CD, "admtype", Codes(&[&NUBC_ADMISSION_TYPE, &CLM_ADMSN_TYPE_CD])),
    info!(clm_instnl::CLM_MDCR_INSTNL_MCO_PD_SW, "MCO Paid Switch", Codes(&[&CLM_MDCR_INSTNL_MCO_PD_SW])),
    info!(clm_instnl::CLM_MDCR_NPMT_RSN_CD, "Claim Non Payment Reason Code", Codes(&[&CLM_MDCR_NPMT_RSN_CD])),
    info!(clm_instnl::CLM_FI_ACTN_CD, "Claim Fiscal Intermediary Action Code", Codes(&[&CLM_FI_ACTN_CD])),
];

/// Home health and outpatient services, and where they were given.
const SERVICES: &[Info] = &[
    info!(clm_instnl::CLM_HHA_LUP_IND_CD, "Claim Lupa Indicator Code", Codes(&[&CLM_HHA_LUP_IND_CD])),
    info!(clm_instnl::CLM_HHA_RFRL_CD, "Claim Referral Code", Codes(&[&CLM_HHA_RFRL_CD])),
    info!(clm_instnl::CLM_PPS_IND_CD, "Claim PPS Indicator Code", Codes(&[&CLM_PPS_IND_CD])),
    info!(
        clm_instnl::CLM_OP_SRVC_TYPE_CD,
        "Claim Outpatient Service Type Code",
        Codes(&[&CLM_OP_SRVC_TYPE_CD])
    ),
    info!(
        clm::GEO_BLG_SSA_STATE_CD as "PRVDR_FAC_FIPS_ST_CD",
        "Federal Information Processing Standards (FIPS) State Code",
        State
    ),
];

/// The diagnosis-related group.
pub(super) const DRG: &[Info] = &[slice!(clm_instnl::DGNS_DRG_CD, "drg", Number(&MS_DRG))];

/// Amounts, counts and weights of the payment.
pub(super) const PAYMENT: &[Adjudication] = &[
    Adjudication::PaymentStatus,
    amount!(value_code!("18", "CLM_OPRTNL_DSPRTNT_AMT", "Operating Disproportionate Share Amount")),
    amount!(value_code!("19", "CLM_OPRTNL_IME_AMT", "Operating Indirect Medical Education Amount")),
    amount!(number!(
        clm_instnl::CLM_MDCR_IP_LRD_USE_CNT,
        "Beneficiary Medicare Lifetime Reserve Days (LRD) Used Count"
    )),
    amount!(number!(clm_instnl::CLM_INSTNL_MDCR_COINS_DAY_CNT, "Beneficiary Total Coinsurance Days Count")),
    amount!(number!(clm_instnl::CLM_INSTNL_NCVRD_DAY_CNT, "Claim Medicare Non Utilization Days Count")),
    amount!(number!(clm_instnl::CLM_MDCR_HOSPC_PRD_CNT, "Hospice Period Count")),
    amount!(number!(clm_instnl::CLM_MDCR_HHA_TOT_VISIT_CNT, "Claim HHA Visit Count")),
    amount!(number!(clm_instnl::CLM_MDCR_IP_PPS_DRG_WT_NUM, "PPS DRG Weight Number")),
    amount!(number!(clm_instnl::CLM_INSTNL_CVRD_DAY_CNT, "Claim Medicare Utilization Day Count")),
    amount!(money!(clm_instnl::CLM_INSTNL_PER_DIEM_AMT, "Claim Pass Thru Per Diem Amount")),
    amount!(money!(
        clm_instnl::CLM_MDCR_IP_PPS_DSPRPRTNT_AMT,
        "Claim PPS Capital Disproportionate Share Amount"
    )),
    amount!(money!(clm_instnl::CLM_MDCR_IP_PPS_EXCPTN_AMT, "Claim PPS Capital Exception Amount")),
    amount!(money!(
        clm_instnl::CLM_MDCR_IP_PPS_CPTL_FSP_AMT,
        "Claim PPS Capital Federal Specific Portion (FSP) Amount"
    )),
    amount!(money!(
        clm_instnl::CLM_MDCR_IP_PPS_CPTL_IME_AMT,
        "Claim PPS Capital Indirect Medical Education (IME) Amount"
    )),
    amount!(money!(clm_instnl::CLM_MDCR_IP_PPS_OUTLIER_AMT, "Claim PPS Capital Outlier Amount")),
    amount!(money!(clm_instnl::CLM_MDCR_IP_PPS_CPTL_HRMLS_AMT, "Claim PPS Old Capital Hold Harmless Amount")),
    amount!(money!(clm_instnl::CLM_MDCR_IP_PPS_CPTL_TOT_AMT, "Claim Total PPS Capital Amount")),
    amount!(money!(
        clm_instnl::CLM_MDCR_INSTNL_PRMRY_PYR_AMT,
        "Primary Payer (if not Medicare) Claim Paid Amount"
    )),
    amount!(money!(clm_instnl::CLM_INSTNL_PRFNL_AMT, "Professional Component Charge Amount")),
    amount!(money!(clm_instnl::CLM_INSTNL_DRG_OUTLIER_AMT, "DRG Outlier Approved Payment Amount")),
    amount!(money!(clm_instnl::CLM_HIPPS_UNCOMPD_CARE_AMT, "Claim Uncompensated Care Payment Amount")),
    amount!(money!(
        clm_instnl::CLM_MDCR_IP_BENE_DDCTBL_AMT,
        "Beneficiary Inpatient (or other Part A) Deductible Amount"
    )),
    amount!(money!(clm_instnl::CLM_FINL_STDZD_PYMT_AMT, "Standardized Payment Amount")),
    amount!(money!(clm_instnl::CLM_HAC_RDCTN_PYMT_AMT, "Hospital Acquired Condition Reduction Amount")),
    amount!(money!(clm_instnl::CLM_HIPPS_MODEL_BNDLD_PMT_AMT, "Blended Payment Amount")),
    amount!(money!(clm_instnl::CLM_HIPPS_READMSN_RDCTN_AMT, "Readmission Reduction Amount")),
    amount!(money!(clm_instnl::CLM_HIPPS_VBP_AMT, "HIPPS Value Based Purchasing Amount")),
    amount!(money!(clm_instnl::CLM_INSTNL_LOW_VOL_PMT_AMT, "Low Volume Payment Amount")),
    amount!(money!(clm_instnl::CLM_MDCR_IP_1ST_YR_RATE_AMT, "First Year Rate Amount")),
    amount!(money!(clm_instnl::CLM_MDCR_IP_SCND_YR_RATE_AMT, "Second Year Rate Amount")),
    amount!(money!(clm_instnl::CLM_PPS_MD_WVR_STDZD_VAL_AMT, "Maryland Waiver Standardized Amount")),
    amount!(money!(clm_instnl::CLM_SITE_NTRL_CST_BSD_PYMT_AMT, "Site-Neutral Cost-Based Payment Amount")),
    amount!(money!(clm_instnl::CLM_SITE_NTRL_IP_PPS_PYMT_AMT, "Site-Neutral IPPS Payment Amount")),
    amount!(money!(clm_instnl::CLM_SS_OUTLIER_STD_PYMT_AMT, "Short Stay Outlier Payment Amount")),
];

/// What blood cost.
const BLOOD: &[Adjudication] = &[
    amount!(money!(clm::CLM_BLOOD_CHRG_AMT, "Blood Charge Amount")),
    amount!(money!(clm::CLM_BLOOD_LBLTY_AMT, "Beneficiary Blood Deductible Liability Amount")),
    amount!(money!(clm::CLM_BLOOD_NCVRD_CHRG_AMT, "Blood Noncovered Charge Amount")),
];

/// Totals.
const TOTAL: &[Amount] = &[
    money!(clm::CLM_ALOWD_CHRG_AMT, eligible, "Allowed Charge Amount"),
    money!(clm::CLM_SBMT_CHRG_AMT, submitted, "Total Charge Amount"),
    money!(clm::CLM_PRVDR_PMT_AMT, paidtoprovider, "Provider Payment Amount"),
    money!(clm::CLM_MDCR_DDCTBL_AMT, deductible, "Beneficiary Deductible Amount"),
    money!(clm::CLM_MDCR_COINSRNC_AMT, coinsurance, "Beneficiary Coinsurance Liability Amount"),
    money!(clm::CLM_NCVRD_CHRG_AMT, noncovered, "Inpatient(or other Part A) Non-covered Charge Amount"),
    money!(
        clm_instnl::CLM_MDCR_INSTNL_BENE_PD_AMT,
        paidtopatient,
        "Institutional Paid to Beneficiary Amount"
    ),
];

/// Providers that the header names, in the order of their sequence numbers.
const CARE_TEAM: &[Role] = &[ATTENDING, OPERATING, OTHER_OPERATING, RENDERING, REFERRING, SERVICE];

/// Who attended the patient.
pub(super) const ATTENDING: Role = Role {
    npi: clm::PRVDR_ATNDG_PRVDR_NPI_NUM,
    name: Some(clm::CLM_ATNDG_PRVDR_NAME),
    specialty: Some(clm::CLM_ATNDG_FED_PRVDR_SPCLTY_CD),
    qualifier: None,
    code: "attending",
    json: role_json!("attending", "Attending"),
    person: true,
    typed: true,
};

/// Who operated.
pub(super) const OPERATING: Role = Role {
    npi: clm::PRVDR_OPRTG_PRVDR_NPI_NUM,
    name: Some(clm::CLM_OPRTG_PRVDR_NAME),
    specialty: Some(clm::CLM_OPRTG_FED_PRVDR_SPCLTY_CD),
    qualifier: None,
    code: "operating",
    json: role_json!("operating", "Operating"),
    person: false,
    typed: true,
};

/// Who operated too.
pub(super) const OTHER_OPERATING: Role = Role {
    npi: clm::PRVDR_OTHR_PRVDR_NPI_NUM,
    name: Some(clm::CLM_OTHR_PRVDR_NAME),
    specialty: Some(clm::CLM_OTHR_FED_PRVDR_SPCLTY_CD),
    qualifier: None,
    code: "otheroperating",
    json: role_json!("otheroperating", "Other Operating"),
    person: false,
    typed: true,
};

/// Who rendered the services.
pub(super) const RENDERING: Role = Role {
    npi: clm::PRVDR_RNDRNG_PRVDR_NPI_NUM,
    name: Some(clm::CLM_RNDRG_PRVDR_NAME),
    specialty: Some(clm::CLM_RNDRG_FED_PRVDR_SPCLTY_CD),
    qualifier: None,
    code: "rendering",
    json: role_json!("rendering", "Rendering provider"),
    person: false,
    typed: true,
};

/// Who referred the patient.
pub(super) const REFERRING: Role = Role {
    npi: clm::PRVDR_RFRG_PRVDR_NPI_NUM,
    name: Some(clm::CLM_RFRG_PRVDR_NAME),
    specialty: Some(clm::CLM_RFRG_FED_PRVDR_SPCLTY_CD),
    qualifier: None,
    code: "referring",
    json: role_json!("referring", "Referring"),
    person: true,
    typed: true,
};

/// Where or by whom the services were given.
const SERVICE: Role = Role {
    npi: clm::PRVDR_SRVC_PRVDR_NPI_NUM,
    name: None,
    specialty: None,
    qualifier: None,
    code: "service",
    json: role_json!("service", "Service provider", "rendering", "Rendering provider"),
    person: false,
    typed: true,
};
