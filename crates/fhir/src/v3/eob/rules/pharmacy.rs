//! Part D prescription drug events.

use bluestem_model::column::{ccw_clm, clm, clm_dcmtn, clm_dt_sgntr, clm_line, clm_line_rx};

use super::kinds::InfoValue::{CodeOr, Codes, Date, Quantity, Text};
use super::{Adjudication, Amount, Family, Info, InfoGroup, Role, RuleSet, Source, Unit};
use crate::codes::systems::{
    CLM_ADJSTMT_TYPE_CD, CLM_BRND_GNRC_CD, CLM_CMPND_CD, CLM_CTSTRPHC_CVRG_IND_CD, CLM_DRUG_CVRG_STUS_CD,
    CLM_LINE_RX_ORGN_CD, CLM_LTC_DSPNSNG_MTHD_CD, CLM_PHRMCY_SRVC_TYPE_CD, CLM_PTNT_RSDNC_CD,
    CLM_SBMT_FRMT_CD, NCPDP_BRAND_GENERIC, NCPDP_COMPOUND, NCPDP_DAW, NCPDP_ORIGIN,
};
use crate::eob::DRUG_COST;

/// The rules for Part D events.
pub(super) static RULES: RuleSet = RuleSet {
    family: Family::Pharmacy,
    record_type: clm_dcmtn::CLM_NRLN_RIC_CD,
    info: &[InfoGroup::Header(INFO), InfoGroup::OnlyLine(LINE_INFO)],
    adjudication: &[&[Adjudication::PricingStatus(clm_line_rx::CLM_PRCNG_EXCPTN_CD)]],
    total: TOTAL,
    line_adjudication: LINE_ADJUDICATION,
    line_extensions: &[],
    care_team: CARE_TEAM,
    line_care_team: None,
};

/// What the drug cost, on the line and in total; BFD v3 names the sum of its parts `TOT_RX_CST_AMT`, as the CCW
/// names the column in which it gives the sum alone.
const TOTAL_COST: Amount = Amount {
    source: Source::Sum(DRUG_COST, ccw_clm::TOT_RX_CST_AMT),
    category: adjudication_category!("TOT_RX_CST_AMT", submitted, "Total RX Cost Amount"),
};

/// Supporting information of the header.
const INFO: &[Info] = &[
    info!(clm::CLM_ADJSTMT_TYPE_CD, "Claim Adjustment Type Code", Codes(&[&CLM_ADJSTMT_TYPE_CD])),
    info!(clm::CLM_IDR_LD_DT, "Claim IDR Load Date", Date),
    info!(clm::CLM_SBMT_FRMT_CD, "Claim Submission Format Code", CodeOr(&CLM_SBMT_FRMT_CD, "N")),
    info!(clm::CLM_SBMTR_CNTRCT_NUM, "Submitter Contract Number", Text),
    info!(clm::CLM_SBMTR_CNTRCT_PBP_NUM, "Submitter Contract PBP Number", Text),
    slice!(clm_dt_sgntr::CLM_SUBMSN_DT, "clmrecvddate", Date),
    info!(clm_dt_sgntr::CLM_CMS_PROC_DT, "FI Claim Process Date", Date),
];

/// Supporting information of the line; an event has one.
const LINE_INFO: &[Info] = &[
    info!(
        clm_line_rx::CLM_PHRMCY_SRVC_TYPE_CD,
        "Pharmacy Service Type Code",
        Codes(&[&CLM_PHRMCY_SRVC_TYPE_CD])
    ),
    slice!(clm_line_rx::CLM_LINE_RX_ORGN_CD, "rxorigincode", Codes(&[&NCPDP_ORIGIN, &CLM_LINE_RX_ORGN_CD])),
    slice!(
        clm_line_rx::CLM_BRND_GNRC_CD,
        "brandgenericindicator",
        Codes(&[&NCPDP_BRAND_GENERIC, &CLM_BRND_GNRC_CD])
    ),
    info!(clm_line_rx::CLM_PTNT_RSDNC_CD, "Patient Residence Code", Codes(&[&CLM_PTNT_RSDNC_CD])),
    info!(
        clm_line_rx::CLM_LTC_DSPNSNG_MTHD_CD,
        "Submission Clarification Code",
        Codes(&[&CLM_LTC_DSPNSNG_MTHD_CD])
    ),
    slice!(clm_line_rx::CLM_CMPND_CD, "compoundcode", Codes(&[&NCPDP_COMPOUND, &CLM_CMPND_CD])),
    slice!(clm_line_rx::CLM_LINE_DAYS_SUPLY_QTY, "dayssupply", Quantity(Unit::DAYS), required),
    slice!(clm_line_rx::CLM_LINE_RX_FILL_NUM, "refillnum", Quantity(Unit::FILLS), required),
    slice!(clm_line_rx::CLM_DAW_PROD_SLCTN_CD, "dawcode", Codes(&[&NCPDP_DAW]), required),
    info!(clm_line_rx::CLM_DRUG_CVRG_STUS_CD, "Drug Coverage Status Code", Codes(&[&CLM_DRUG_CVRG_STUS_CD])),
    info!(
        clm_line_rx::CLM_CTSTRPHC_CVRG_IND_CD,
        "Catastrophic Coverage Code",
        Codes(&[&CLM_CTSTRPHC_CVRG_IND_CD])
    ),
    info!(clm_line::CLM_LINE_RX_NUM, "Claim Line Prescription Service Reference Number", Text),
];

/// Totals.
const TOTAL: &[Amount] = &[
    money!(clm::CLM_BENE_PMT_AMT, paidbypatient, "Paid By Beneficiary Amount"),
    money!(clm::CLM_OTHR_TP_PD_AMT, priorpayerpaid, "Other Third Party Payer Paid Amount"),
    TOTAL_COST,
];

/// Amounts of the line.
const LINE_ADJUDICATION: &[Adjudication] = &[
    amount!(money!(clm_line_rx::CLM_LINE_PLRO_AMT, "Patient Liability Reduction Other Paid Amount")),
    amount!(money!(clm_line_rx::CLM_LINE_LIS_AMT, "Low Income Cost Sharing Subsidy Amount")),
    amount!(money!(
        clm_line_rx::CLM_LINE_GRS_BLW_THRSHLD_AMT,
        "Gross Drug Cost Below Out Of Pocket Threshold"
    )),
    amount!(money!(
        clm_line_rx::CLM_LINE_GRS_ABOVE_THRSHLD_AMT,
        "Gross Drug Cost Above Out Of Pocket Threshold"
    )),
    amount!(money!(clm_line_rx::CLM_LINE_RPTD_GAP_DSCNT_AMT, "Claim Line Reported Gap Discount Amount")),
    amount!(TOTAL_COST),
];

/// The prescriber.
const CARE_TEAM: &[Role] = &[Role {
    npi: clm::PRVDR_PRSCRBNG_PRVDR_NPI_NUM,
    name: None,
    specialty: None,
    qualifier: Some(clm::PRVDR_PRSBNG_ID_QLFYR_CD),
    code: "prescribing",
    json: role_json!("prescribing", "Prescribing provider"),
    person: true,
    typed: true,
}];
