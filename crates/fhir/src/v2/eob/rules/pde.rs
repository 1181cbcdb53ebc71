//! Part D drug events.

use bluestem_model::column::{clm, clm_line_rx};

use super::InfoValue::{Compound, Count};
use super::{Adjudication, Amount, DiagnosisKind, Form, Info, InfoCategory, Part, Role, RuleSet};
use crate::eob::DRUG_COST;

/// The rules for drug events.
pub(super) static RULES: RuleSet = RuleSet {
    form: Form::Pharmacy,
    code: "PDE",
    group: "pharmacy",
    group_text: "Pharmacy",
    subtype: None,
    profile: "Pharmacy",
    part: Part::D,
    further: DiagnosisKind::Secondary,
    extensions: &[],
    info: &[INFO],
    balance: &[],
    total: &[Amount { variable: None, ..COST }],
    care_team: &[PRESCRIBER],
    line_care_team: &[],
    line_extensions: &[],
    place: &[],
    line_adjudication: &[LINE_AMOUNTS],
};

/// What the drug cost in all. The IDR has only its parts.
const COST: Amount =
    Amount { parts: DRUG_COST, ..amount!(ccw_clm::TOT_RX_CST_AMT, drugcost, TOT_RX_CST_AMT) };

const INFO: &[Info] = &[
    Info {
        category: InfoCategory::Slice("compoundcode", "Compound Code"),
        value: Compound(clm_line_rx::CLM_CMPND_CD),
    },
    Info {
        category: InfoCategory::Slice("refillnum", "Refill Number"),
        value: Count(clm_line_rx::CLM_LINE_RX_FILL_NUM),
    },
    Info {
        category: InfoCategory::Slice("dayssupply", "Days Supply"),
        value: Count(clm_line_rx::CLM_LINE_DAYS_SUPLY_QTY),
    },
    info!(DRUG_CVRG_STUS_CD, Code clm_line_rx::CLM_DRUG_CVRG_STUS_CD),
    info!(DAW_PROD_SLCTN_CD, Code clm_line_rx::CLM_DAW_PROD_SLCTN_CD),
    info!(DSPNSNG_STUS_CD, Code clm_line_rx::CLM_DSPNSNG_STUS_CD),
    info!(ADJSTMT_DLTN_CD, Code clm::CLM_ADJSTMT_TYPE_CD),
    info!(NSTD_FRMT_CD, Code clm::CLM_SBMT_FRMT_CD),
    info!(PRCNG_EXCPTN_CD, Code clm_line_rx::CLM_PRCNG_EXCPTN_CD),
    info!(CTSTRPHC_CVRG_CD, Code clm_line_rx::CLM_CTSTRPHC_CVRG_IND_CD),
    info!(
        InfoCategory::Slice("rxorigincode", "Rx Origin Code"),
        Code RX_ORGN_CD clm_line_rx::CLM_LINE_RX_ORGN_CD
    ),
    info!(
        InfoCategory::Slice("brandgenericindicator", "Brand Generic Indicator"),
        Code BRND_GNRC_CD clm_line_rx::CLM_BRND_GNRC_CD
    ),
    info!(PTNT_RSDNC_CD, Code clm_line_rx::CLM_PTNT_RSDNC_CD),
    info!(SUBMSN_CLR_CD, Code clm_line_rx::CLM_LTC_DSPNSNG_MTHD_CD),
];

const PRESCRIBER: Role = Role {
    npi: &[clm::CLM_PRSBNG_PRVDR_GNRC_ID_NUM, clm::PRVDR_PRSCRBNG_PRVDR_NPI_NUM],
    qualifier: Some(clm::PRVDR_PRSBNG_ID_QLFYR_CD),
    upin: None,
    code: "prescribing",
    json: carin_role!("prescribing", "Prescribing provider"),
    responsible: false,
    linked: true,
    specialty: None,
    extensions: &[],
};

const LINE_AMOUNTS: &[Adjudication] = &[
    Adjudication::PlanPaid,
    line_amount!(clm_line_rx::CLM_LINE_GRS_BLW_THRSHLD_AMT, coinsurance, GDC_BLW_OOPT_AMT),
    line_amount!(clm_line_rx::CLM_LINE_GRS_ABOVE_THRSHLD_AMT, coinsurance, GDC_ABV_OOPT_AMT),
    line_amount!(clm::CLM_BENE_PMT_AMT, paidbypatient, PTNT_PAY_AMT),
    line_amount!(clm_line::CLM_LINE_OTHR_TP_PD_AMT, priorpayerpaid, OTHR_TROOP_AMT),
    line_amount!(clm_line_rx::CLM_LINE_LIS_AMT, discount, LICS_AMT),
    line_amount!(clm_line_rx::CLM_LINE_PLRO_AMT, priorpayerpaid, PLRO_AMT),
    Adjudication::Amount(COST),
    line_amount!(clm_line_rx::CLM_LINE_RPTD_GAP_DSCNT_AMT, discount, RPTD_GAP_DSCNT_NUM),
];
