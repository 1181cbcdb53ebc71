//! The elements of ExplanationOfBenefit that named code writes.

use bluestem_model::column::{
    Column, clm, clm_dt_sgntr, clm_lctn_hstry, clm_line, clm_line_dcmtn, clm_line_instnl, clm_line_prfnl,
    clm_line_rx, clm_prod, cntrct_pbp_num, prvdr_hstry,
};

use crate::codes::systems::{
    CLM_DDCTBL_COINSRNC_CD, CLM_REV_CNTR_CD, CLM_TYPE_CD, CPT, HCPCS, HIPPS, ICD_9_CM, ICD_10_CM, ICD_10_PCS,
    NDC, NUBC_REVENUE, PLACE_OF_SERVICE, PRESENT_ON_ADMISSION,
};
use crate::v3::eob::rules::Family::{self, Institutional, Pharmacy, Professional};

/// An element that no table has.
pub(super) struct Fixed {
    pub(super) path: &'static str,
    pub(super) columns: &'static [Column],
    pub(super) systems: &'static [&'static str],
    pub(super) meaning: &'static str,
    pub(super) rule: &'static str,
    pub(super) families: &'static [Family],
}

const ALL: &[Family] = &[Institutional, Professional, Pharmacy];
const MEDICAL: &[Family] = &[Institutional, Professional];

/// The parts of the type of bill.
pub(super) const TYPE_OF_BILL: &[Column] =
    &[clm::CLM_BILL_FAC_TYPE_CD, clm::CLM_BILL_CLSFCTN_CD, clm::CLM_BILL_FREQ_CD];

/// What the period of a stay is made of.
pub(super) const STAY: &[Column] =
    &[clm_dt_sgntr::CLM_ACTV_CARE_FROM_DT, clm_dt_sgntr::CLM_DSCHRG_DT, clm::CLM_FROM_DT];

/// How far a claim in process is.
pub(super) const AUDIT_TRAIL: &[Column] =
    &[clm_lctn_hstry::CLM_AUDT_TRL_STUS_CD, clm_lctn_hstry::CLM_AUDT_TRL_LCTN_CD, clm::META_SRC_SK];

/// The billing provider's numbers and names.
const PROVIDER: &[Column] = &[
    clm::PRVDR_BLG_PRVDR_NPI_NUM,
    clm::PRVDR_SRVC_PRVDR_NPI_NUM,
    clm::CLM_SRVC_PRVDR_GNRC_ID_NUM,
    clm::PRVDR_SRVC_ID_QLFYR_CD,
    clm::CLM_BLG_PRVDR_OSCAR_NUM,
    clm::CLM_BLG_PRVDR_TAX_NUM,
    clm::CLM_BLG_PRVDR_ZIP5_CD,
    prvdr_hstry::PRVDR_NPI_NUM,
    prvdr_hstry::PRVDR_1ST_NAME,
    prvdr_hstry::PRVDR_LAST_NAME,
    prvdr_hstry::PRVDR_LGL_NAME,
];

const PROVIDER_ROW: &[Column] = &[
    prvdr_hstry::PRVDR_NPI_NUM,
    prvdr_hstry::PRVDR_1ST_NAME,
    prvdr_hstry::PRVDR_LAST_NAME,
    prvdr_hstry::PRVDR_LGL_NAME,
];

const TEST: &[Column] = &[
    clm_line_prfnl::CLM_LINE_HCT_HGB_TYPE_CD,
    clm_line_prfnl::CLM_LINE_HCT_HGB_RSLT_NUM,
    clm_line_prfnl::CLM_LINE_CARR_CLNCL_LAB_NUM,
];

const LINE_NUMBER: &[Column] = &[
    clm_line::CLM_LINE_NUM,
    clm_line_instnl::CLM_LINE_NUM,
    clm_line_prfnl::CLM_LINE_NUM,
    clm_line_rx::CLM_LINE_NUM,
    clm_line_dcmtn::CLM_LINE_NUM,
];

macro_rules! fixed {
    ($($path:literal, $rule:literal, $families:expr, $columns:expr, $systems:expr, $meaning:literal;)*) => {
        &[$(Fixed {
            path: $path,
            columns: $columns,
            systems: $systems,
            meaning: $meaning,
            rule: $rule,
            families: $families,
        },)*]
    };
}

#[rustfmt::skip] // a table: one row a line
pub(super) static BEFORE_CARE_TEAM: &[Fixed] = fixed![
    "resourceType", "constant", ALL, &[], &[], "The type of the resource";
    "id", "identifier", ALL, &[clm::CLM_UNIQ_ID], &[], "The claim's unique number";
    "meta.lastUpdated", "server", ALL, &[], &[], "When the content of the claim last changed here";
    "meta.source", "derived", ALL, &[clm::META_SRC_SK, clm::CLM_TYPE_CD], &[], "The system that the claim comes from";
    "meta.profile", "derived", ALL, &[clm::CLM_TYPE_CD], &[], "The profile that claims of the type follow";
    "meta.security", "derived", ALL, &[clm_prod::CLM_DGNS_CD, clm_prod::CLM_PRCDR_CD, clm_line::CLM_LINE_HCPCS_CD], &["http://terminology.hl7.org/CodeSystem/v3-ActCode"], "42 CFR Part 2: a code of the claim is on the list of substance use disorder codes";
    "meta.tag", "derived", ALL, &[clm::META_SRC_SK, clm::CLM_TYPE_CD, clm::CLM_FINL_ACTN_IND], &["https://bluebutton.cms.gov/fhir/CodeSystem/System-Type", "https://bluebutton.cms.gov/fhir/CodeSystem/Final-Action"], "The kind of source system, and whether this is the final action on the claim";
    "contained:insurer", "insurance", ALL, &[clm::CLM_SBMTR_CNTRCT_NUM, clm::CLM_SBMTR_CNTRCT_PBP_NUM, cntrct_pbp_num::CNTRCT_NUM, cntrct_pbp_num::CNTRCT_PBP_NUM, cntrct_pbp_num::CNTRCT_PBP_NAME], &[], "The insurer: Medicare, or the plan of a drug event";
    "contained:observation", "observation", &[Professional], TEST, &["http://loinc.org"], "The blood test of a line";
    "contained:provider", "provider", ALL, PROVIDER, &[], "The billing provider, or the pharmacy";
    "contained:member", "care-team", ALL, PROVIDER_ROW, &[], "A provider of the care team";
    "identifier:uc", "identifier", ALL, &[clm::CLM_UNIQ_ID], &[], "The claim's unique number";
    "identifier:CLM-CNTL-NUM", "identifier", ALL, &[clm::CLM_CNTL_NUM, clm::CLM_ORIG_CNTL_NUM], &["https://bluebutton.cms.gov/identifiers/CLM-CNTL-NUM"], "The control number; of a drug event that of its first version";
    "status", "constant", ALL, &[], &[], "The resource is in use";
    "type", "derived", ALL, &[clm::CLM_TYPE_CD], &[CLM_TYPE_CD.url, "http://terminology.hl7.org/CodeSystem/claim-type", "https://bluebutton.cms.gov/fhir/CodeSystem/EOB-TYPE"], "The type of the claim, as the source, HL7 and Blue Button name it";
    "subType", "derived", &[Institutional], &[clm::CLM_TYPE_CD], &["http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBInstitutionalClaimSubType"], "Inpatient or outpatient";
    "use", "constant", ALL, &[], &[], "A claim";
    "patient", "server", ALL, &[clm::BENE_SK], &[], "The person: the key that stands for them today, also where the claim carries an earlier one";
    "billablePeriod.start", "date", ALL, &[clm::CLM_FROM_DT], &[], "First day of the claim";
    "billablePeriod._start", "date", ALL, &[clm::CLM_FROM_DT], &[], "The source does not know the first day";
    "billablePeriod.end", "date", ALL, &[clm::CLM_THRU_DT], &[], "Last day of the claim";
    "created", "date", ALL, &[clm::CLM_EFCTV_DT, clm::CLM_IDR_LD_DT], &[], "Day on which the version took effect, else on which the source got it";
    "insurer", "constant", ALL, &[], &[], "Refers to the contained insurer";
    "provider", "provider", ALL, PROVIDER, &[], "Refers to the contained billing provider, or says that it is unknown";
    "related", "identifier", MEDICAL, &[clm::CLM_ORIG_CNTL_NUM, clm::CLM_CNTL_NUM], &["http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship"], "The claim that this one adjusts, by its control number";
    "outcome", "derived", ALL, &[clm::CLM_TYPE_CD, clm::CLM_PD_STUS_CD], &[], "How far the claim is";
];

#[rustfmt::skip] // a table: one row a line
pub(super) static AFTER_INFO: &[Fixed] = fixed![
    "supportingInfo:CLM_LINE_HCT_HGB_RSLT_NUM", "observation", &[Professional], TEST, &[], "Refers to the contained blood test of a line";
    "diagnosis.sequence", "position", MEDICAL, &[], &[], "Place in the list";
    "diagnosis.diagnosisCodeableConcept", "diagnosis", MEDICAL, &[clm_prod::CLM_DGNS_CD, clm_prod::CLM_DGNS_PRCDR_ICD_IND], &[ICD_10_CM.url, ICD_9_CM.url], "The diagnosis";
    "diagnosis.type", "diagnosis", MEDICAL, &[clm_prod::CLM_PROD_TYPE_CD, clm_prod::CLM_VAL_SQNC_NUM], &["http://terminology.hl7.org/CodeSystem/ex-diagnosistype", "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimDiagnosisType"], "Which kind of diagnosis it is";
    "diagnosis.onAdmission", "diagnosis", &[Institutional], &[clm_prod::CLM_POA_IND], &[PRESENT_ON_ADMISSION.url], "Whether it was present on admission";
    "procedure.sequence", "position", MEDICAL, &[clm_prod::CLM_VAL_SQNC_NUM], &[], "The procedure's number";
    "procedure.type", "procedure", MEDICAL, &[clm_prod::CLM_VAL_SQNC_NUM], &["http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimProcedureType"], "Principal is the first, others are other";
    "procedure.date", "procedure", MEDICAL, &[clm_prod::CLM_PRCDR_PRFRM_DT], &[], "Day of the procedure";
    "procedure.procedureCodeableConcept", "procedure", MEDICAL, &[clm_prod::CLM_PRCDR_CD, clm_prod::CLM_DGNS_PRCDR_ICD_IND], &[ICD_10_PCS.url, ICD_9_CM.url], "The procedure";
    "insurance.focal", "constant", ALL, &[], &[], "The one insurance that the claim was made to";
];

#[rustfmt::skip] // a table: one row a line
pub(super) static IN_ITEM: &[Fixed] = fixed![
    "item.extension:CLM-DDCTBL-COINSRNC-CD", "line-extension", &[Institutional], &[clm_line_instnl::CLM_DDCTBL_COINSRNC_CD], &[CLM_DDCTBL_COINSRNC_CD.url], "Deductible and coinsurance code of a line without a revenue center";
    "item.sequence", "position", ALL, LINE_NUMBER, &[], "The line's number";
    "item.careTeamSequence", "position", MEDICAL, &[], &[], "Points at who rendered the line";
    "item.diagnosisSequence", "position", &[Professional], &[clm_line::CLM_LINE_DGNS_CD], &[], "Points at the diagnosis with the line's code";
    "item.informationSequence", "position", MEDICAL, &[], &[], "Points at the supporting information of the line";
    "item.revenue", "revenue", &[Institutional], &[clm_line::CLM_LINE_REV_CTR_CD, clm_line_instnl::CLM_DDCTBL_COINSRNC_CD], &[CLM_REV_CNTR_CD.url, NUBC_REVENUE.url, CLM_DDCTBL_COINSRNC_CD.url], "The revenue center";
    "item.productOrService", "service", ALL, &[clm_line::CLM_LINE_HCPCS_CD, clm_line_instnl::CLM_REV_APC_HIPPS_CD, clm_line::CLM_LINE_NDC_CD, clm_line_rx::CLM_CMPND_CD], &[CPT.url, HCPCS.url, HIPPS.url, NDC.url, "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBCompoundLiteral"], "What the line is for";
    "item.modifier", "modifiers", MEDICAL, &[clm_line::HCPCS_1_MDFR_CD, clm_line::HCPCS_2_MDFR_CD, clm_line::HCPCS_3_MDFR_CD, clm_line::HCPCS_4_MDFR_CD, clm_line::HCPCS_5_MDFR_CD], &[CPT.url, HCPCS.url], "Modifiers of the procedure code";
    "item.servicedDate", "serviced", ALL, &[clm_line::CLM_LINE_FROM_DT, clm_line_instnl::CLM_LINE_INSTNL_REV_CTR_DT, clm_line::CLM_LINE_THRU_DT, clm::CLM_FROM_DT, clm::CLM_THRU_DT], &[], "Day of the service";
    "item.servicedPeriod", "serviced", MEDICAL, &[clm_line::CLM_LINE_FROM_DT, clm_line_instnl::CLM_LINE_INSTNL_REV_CTR_DT, clm_line::CLM_LINE_THRU_DT, clm::CLM_FROM_DT, clm::CLM_THRU_DT], &[], "Period of the service";
    "item.locationCodeableConcept", "code", &[Professional], &[clm_line::CLM_POS_CD], &[PLACE_OF_SERVICE.url], "Place of service; 99 (other) where the source names none";
    "item.quantity", "quantity", ALL, &[clm_line::CLM_LINE_SRVC_UNIT_QTY, clm_line::CLM_LINE_NDC_QTY_QLFYR_CD], &[], "Units of service, or of the drug";
    "item.detail", "drug", ALL, &[clm_line::CLM_LINE_NDC_CD, clm_line::CLM_LINE_NDC_QTY, clm_line::CLM_LINE_NDC_QTY_QLFYR_CD], &[NDC.url, "http://unitsofmeasure.org"], "The drug of the line and how much of it";
];

#[rustfmt::skip] // a table: one row a line
pub(super) static AFTER_ITEM: &[Fixed] = fixed![
    "total", "constant", ALL, &[], &[], "That no amount is known, where the source has none: the profile demands a total";
    "payment.date", "date", ALL, &[clm::CLM_PD_DT], &[], "Day of payment";
    "payment.amount", "amount", MEDICAL, &[clm::CLM_PMT_AMT], &[], "Amount of payment";
];
