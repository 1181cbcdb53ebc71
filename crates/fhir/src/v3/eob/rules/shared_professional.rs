//! Professional claims of the shared systems: in process, or decided there and not yet in the history.

use bluestem_model::column::{
    clm, clm_dt_sgntr, clm_lctn_hstry, clm_line, clm_line_dcmtn, clm_line_prfnl, clm_prfnl,
};

use super::kinds::ExtensionValue::{Coding, TaxNumber};
use super::kinds::InfoValue::{AuditTrail, Codes, Date, Text};
use super::professional::{FIRST_INFO, REFERRING};
use super::professional_line::LINE_CARE_TEAM;
use super::shared_institutional::SETTLEMENT;
use super::{Adjudication, Amount, Extension, Family, Info, InfoGroup, Role, RuleSet};
use crate::codes::systems::{
    CLM_BNFT_ENHNCMT_CD, CLM_CNTRCTR_NUM, CLM_FED_TYPE_SRVC_CD, CLM_MDCR_PRFNL_PRVDR_ASGNMT_SW,
    CLM_NCH_PRMRY_PYR_CD, CLM_PD_STUS_CD, CLM_PMT_80_100_CD, CLM_PRVDR_SPCLTY_CD, CLM_PRVDR_TYPE_CD,
    CLM_SRVC_DDCTBL_SW,
};

/// The rules for professional claims of the shared systems.
pub(super) static RULES: RuleSet = RuleSet {
    family: Family::Professional,
    record_type: clm::CLM_RIC_CD,
    info: &[
        InfoGroup::Header(FIRST_INFO),
        InfoGroup::Line(LINE_INFO),
        InfoGroup::Header(INFO),
        InfoGroup::Line(PRESCRIPTION),
    ],
    adjudication: &[STATUS, SETTLEMENT, OFFSET],
    total: TOTAL,
    line_adjudication: LINE_ADJUDICATION,
    line_extensions: LINE_EXTENSIONS,
    care_team: &[REFERRING, SUPERVISOR],
    line_care_team: Some(LINE_CARE_TEAM),
};

/// Supporting information of a line.
const LINE_INFO: &[Info] = &[
    info!(
        clm_line_dcmtn::CLM_LINE_PA_UNIQ_TRKNG_NUM as "CLM_LINE_PMD_UNIQ_TRKNG_NUM",
        "Prior Authorization Unique Tracking Number",
        Text
    ),
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
];

/// Supporting information of the header.
const INFO: &[Info] = &[
    slice!(clm_dt_sgntr::CLM_SUBMSN_DT, "clmrecvddate", Date),
    info!(clm::CLM_CNTRCTR_NUM, "Claim Contractor Number", Codes(&[&CLM_CNTRCTR_NUM])),
    info!(clm_prfnl::CLM_CLNCL_TRIL_NUM, "Clinical Trial Number", Text),
    info!(clm::CLM_NCH_PRMRY_PYR_CD, "NCH Primary Payer Code", Codes(&[&CLM_NCH_PRMRY_PYR_CD])),
    info!(
        clm_prfnl::CLM_MDCR_PRFNL_PRVDR_ASGNMT_SW,
        "Provider Assignment Indicator",
        Codes(&[&CLM_MDCR_PRFNL_PRVDR_ASGNMT_SW])
    ),
    info!(clm::CLM_PD_STUS_CD, "Claim Paid Status Code", Codes(&[&CLM_PD_STUS_CD])),
    info!(clm_lctn_hstry::CLM_AUDT_TRL_STUS_CD, "Claim Status Code", AuditTrail),
];

/// The prescription of a line.
const PRESCRIPTION: &[Info] =
    &[info!(clm_line::CLM_LINE_RX_NUM, "Claim Line Prescription Service Reference Number", Text)];

/// Whether the payment was in a network.
const STATUS: &[Adjudication] = &[Adjudication::PaymentStatus];

/// What the provider still owed.
const OFFSET: &[Adjudication] =
    &[amount!(money!(clm_prfnl::CLM_PRVDR_ACNT_RCVBL_OFST_AMT, "Provider Offset Amount"))];

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
    money!(clm::CLM_BENE_PMT_COINSRNC_AMT, coinsurance, "Beneficiary Coinsurance Amount"),
];

/// Amounts of a line.
const LINE_ADJUDICATION: &[Adjudication] = &[
    amount!(money!(clm_line_prfnl::CLM_LINE_CARR_PSYCH_OT_LMT_AMT, "Therapy Amount Applied to Limit")),
    amount!(money!(clm_line::CLM_LINE_MDCR_COINSRNC_AMT, coinsurance, "Coinsurance Amount")),
    amount!(money!(clm_line::CLM_LINE_ALOWD_CHRG_AMT, eligible, "Line Allowed Charge Amount")),
    amount!(money!(clm_line::CLM_LINE_MDCR_DDCTBL_AMT, deductible, "Cash Deductible Amount")),
    amount!(money!(clm_line::CLM_LINE_BENE_PD_AMT, paidtopatient, "Payment Amount to Beneficiary")),
    amount!(money!(clm_line::CLM_LINE_PRVDR_PMT_AMT, paidtoprovider, "Line Provider Payment Amount")),
    amount!(money!(clm_line::CLM_LINE_CVRD_PD_AMT, benefit, "Payment Amount")),
    amount!(money!(clm_line_prfnl::CLM_LINE_PRFNL_DME_PRICE_AMT, "Purchase Price Amount")),
    amount!(money!(clm_line::CLM_LINE_SBMT_CHRG_AMT, submitted, "Line Submitted Charge Amount")),
    Adjudication::PaymentStatus,
    amount!(money!(clm_line::CLM_LINE_OTAF_AMT, "Provider Obligation To Accept as Full Amount")),
];

/// Extensions of a line.
const LINE_EXTENSIONS: &[Extension] = &[
    extension!(clm_line_prfnl::CLM_SUPLR_TYPE_CD, "CLM-PRVDR-TYPE-CD", Coding(&CLM_PRVDR_TYPE_CD)),
    extension!(clm_line_prfnl::CLM_FED_TYPE_SRVC_CD, "CLM-FED-TYPE-SRVC-CD", Coding(&CLM_FED_TYPE_SRVC_CD)),
    extension!(clm_line_prfnl::CLM_PMT_80_100_CD, "CLM-PMT-80-100-CD", Coding(&CLM_PMT_80_100_CD)),
    extension!(clm_line_prfnl::CLM_PRVDR_SPCLTY_CD, "CLM-PRVDR-SPCLTY-CD", Coding(&CLM_PRVDR_SPCLTY_CD)),
    extension!(clm_line_prfnl::CLM_SRVC_DDCTBL_SW, "CLM-SRVC-DDCTBL-SW", Coding(&CLM_SRVC_DDCTBL_SW)),
    extension!(clm_line::CLM_RNDRG_PRVDR_TAX_NUM, "CLM-PRVDR-TAX-NUM", TaxNumber),
];

/// Who supervised: CARIN takes HL7's own role.
const SUPERVISOR: Role = Role {
    npi: clm::PRVDR_OTHR_PRVDR_NPI_NUM,
    name: Some(clm::CLM_OTHR_PRVDR_NAME),
    specialty: None,
    qualifier: None,
    code: "supervisor",
    json: role_json!(hl7 "supervisor", "Supervisor provider"),
    person: false,
    typed: false,
};
