//! The elements of Patient and Coverage.

use bluestem_model::column::{
    Column, bene_cmbnd_dual_mdcr as dual, bene_cmbnd_lis as subsidy, bene_hstry,
    bene_mapd_enrlmt as enrolment, bene_mapd_enrlmt_rx as card, bene_mbi_id, bene_mdcr_entlmt as entitlement,
    bene_mdcr_entlmt_rsn as reason, bene_mdcr_stus as status, bene_tp, bene_xref,
    cntrct_pbp_cntct as contact, cntrct_pbp_num as plan, cntrct_pbp_sgmt as segment,
};

use super::element::Element;

struct Row {
    path: &'static str,
    rule: &'static str,
    columns: &'static [Column],
    system: &'static str,
    meaning: &'static str,
}

macro_rules! rows {
    ($($path:literal, $rule:literal, $columns:expr, $system:literal, $meaning:literal;)*) => {
        &[$(Row { path: $path, rule: $rule, columns: &$columns, system: $system, meaning: $meaning },)*]
    };
}

const MBI: [Column; 1] = [bene_hstry::BENE_MBI_ID];

#[rustfmt::skip] // a table: one row a line
static ROWS: &[Row] = rows![
    "Patient.id", "identifier", [bene_hstry::BENE_SK], "", "The person's key";
    "Patient.meta.lastUpdated", "server", [], "", "When the person's data last changed here";
    "Patient.meta.profile", "constant", [], "", "The profiles that the resource follows";
    "Patient.extension:us-core-sex", "derived", [bene_hstry::BENE_SEX_CD], "", "Sex; left out for codes other than 1 and 2";
    "Patient.extension:us-core-race", "derived", [bene_hstry::BENE_RACE_CD], "urn:oid:2.16.840.1.113883.6.238", "Race; other codes than 1 to 6 are unknown";
    "Patient.extension:us-core-ethnicity", "derived", [bene_hstry::BENE_RACE_CD], "urn:oid:2.16.840.1.113883.6.238", "Hispanic, which the source counts among races";
    "Patient.identifier", "identifier", MBI, "http://hl7.org/fhir/sid/us-mbi", "Every Medicare Beneficiary Identifier that the person has or had";
    "Patient.identifier.period", "date", [bene_mbi_id::BENE_MBI_ID, bene_hstry::BENE_MBI_ID, bene_mbi_id::BENE_MBI_EFCTV_DT, bene_mbi_id::BENE_MBI_OBSLT_DT], "", "When the identifier was in force";
    "Patient.name", "demographics", [bene_hstry::BENE_LAST_NAME, bene_hstry::BENE_1ST_NAME, bene_hstry::BENE_MIDL_NAME], "", "The name";
    "Patient.gender", "derived", [bene_hstry::BENE_SEX_CD], "http://hl7.org/fhir/administrative-gender", "Gender; unknown for codes other than 1 and 2";
    "Patient.birthDate", "date", [bene_hstry::BENE_BRTH_DT], "", "Date of birth";
    "Patient.deceasedDateTime", "date", [bene_hstry::BENE_DEATH_DT, bene_hstry::BENE_VRFY_DEATH_DAY_SW], "", "Date of death, once it is verified";
    "Patient.address", "demographics", [bene_hstry::GEO_USPS_STATE_CD, bene_hstry::GEO_ZIP5_CD], "", "State and postal code";
    "Patient.communication", "derived", [bene_hstry::CNTCT_LANG_CD], "urn:ietf:bcp:47", "Language: English, Spanish, else unknown";
    "Patient.link", "server", [bene_hstry::BENE_XREF_EFCTV_SK, bene_xref::BENE_XREF_SK, bene_xref::BENE_SK, bene_xref::BENE_KILL_CRED_CD], "", "Keys that were merged into this one, or the key that this one was merged into";
    "Coverage.id", "coverage", [entitlement::BENE_SK, enrolment::BENE_CNTRCT_NUM, enrolment::BENE_PBP_NUM], "", "The part, the person and the plan";
    "Coverage.meta.lastUpdated", "server", [], "", "When the data of this part last changed here";
    "Coverage.meta.profile", "constant", [], "", "The profiles that the resource follows";
    "Coverage.contained.name", "coverage", [enrolment::CNTRCT_PBP_SK, plan::CNTRCT_PBP_SK, plan::CNTRCT_NUM, plan::CNTRCT_PBP_NUM, plan::CNTRCT_PBP_SK_EFCTV_DT, plan::CNTRCT_PBP_NAME, enrolment::BENE_CNTRCT_NUM], "", "The payer: CMS, or the plan by name, else by contract number";
    "Coverage.contained.contact", "coverage", [contact::CNTRCT_PBP_SK, contact::CNTRCT_PLAN_CNTCT_OBSLT_DT, contact::CNTRCT_PLAN_CNTCT_FREE_NUM, contact::CNTRCT_PLAN_FREE_EXTNSN_NUM, contact::CNTRCT_PLAN_CNTCT_TEL_NUM, contact::CNTRCT_PLAN_CNTCT_EXTNSN_NUM], "", "How to reach the payer";
    "Coverage.extension:BENE-BUYIN-CD", "coverage", [bene_tp::BENE_BUYIN_CD, bene_tp::BENE_TP_TYPE_CD, bene_tp::BENE_RNG_BGN_DT], "https://bluebutton.cms.gov/fhir/CodeSystem/BENE-BUYIN-CD", "State buy-in (Parts A and B)";
    "Coverage.extension:BENE-ENRLMT-RSN-CD", "coverage", [entitlement::BENE_MDCR_ENRLMT_RSN_CD], "https://bluebutton.cms.gov/fhir/CodeSystem/BENE-ENRLMT-RSN-CD", "Reason of enrolment (Parts A and B)";
    "Coverage.extension:BENE-MDCR-ENTLMT-STUS-CD", "coverage", [entitlement::BENE_MDCR_ENTLMT_STUS_CD], "https://bluebutton.cms.gov/fhir/CodeSystem/BENE-MDCR-ENTLMT-STUS-CD", "Status of entitlement (Parts A and B)";
    "Coverage.extension:BENE-MDCR-STUS-CD", "coverage", [status::BENE_MDCR_STUS_CD, status::MDCR_STUS_BGN_DT], "https://bluebutton.cms.gov/fhir/CodeSystem/BENE-MDCR-STUS-CD", "Medicare status (Parts A and B)";
    "Coverage.extension:BENE-ESRD-STUS-ID", "derived", [status::BENE_MDCR_STUS_CD], "https://bluebutton.cms.gov/fhir/CodeSystem/BENE-ESRD-STUS-ID", "End-stage renal disease, from the Medicare status";
    "Coverage.extension:BENE-DSBLD-STUS-ID", "derived", [status::BENE_MDCR_STUS_CD], "https://bluebutton.cms.gov/fhir/CodeSystem/BENE-DSBLD-STUS-ID", "Disability, from the Medicare status";
    "Coverage.extension:BENE-MDCR-ENTLMT-RSN-CD", "coverage", [reason::BENE_MDCR_ENTLMT_RSN_CD, reason::BENE_RNG_BGN_DT], "https://bluebutton.cms.gov/fhir/CodeSystem/BENE-MDCR-ENTLMT-RSN-CD", "Reason of entitlement (Parts A and B)";
    "Coverage.extension:BENE-CNTRCT-NUM", "coverage", [enrolment::BENE_CNTRCT_NUM], "", "Contract of the plan (Parts C and D)";
    "Coverage.extension:BENE-PBP-NUM", "coverage", [enrolment::BENE_PBP_NUM], "", "Benefit package of the plan (Parts C and D)";
    "Coverage.extension:BENE-CVRG-TYPE-CD", "coverage", [enrolment::BENE_CVRG_TYPE_CD], "https://bluebutton.cms.gov/fhir/CodeSystem/BENE-CVRG-TYPE-CD", "Type of coverage (Parts C and D)";
    "Coverage.extension:CNTRCT-PBP-SGMT-NUM", "coverage", [segment::CNTRCT_PBP_SK, segment::CNTRCT_PBP_SGMT_NUM], "", "Segment of the plan (Parts C and D)";
    "Coverage.extension:BENE-ENRLMT-EMPLR-SBSDY-SW", "coverage", [enrolment::BENE_ENRLMT_EMPLR_SBSDY_SW], "https://bluebutton.cms.gov/fhir/CodeSystem/BENE-ENRLMT-EMPLR-SBSDY-SW", "Whether an employer subsidises the plan (Parts C and D)";
    "Coverage.extension:BENE-LIS-PTD-PRM-PCT", "coverage", [subsidy::BENE_CMBND_DEEMD_PRM_PCT, subsidy::BENE_CMBND_DEEMD_EFCTV_DT, subsidy::BENE_CMBND_DEEMD_TRMNTN_DT], "", "Share of the premium that the low-income subsidy pays (Part D)";
    "Coverage.extension:BENE-LIS-COPMT-LVL-CD", "coverage", [subsidy::BENE_CMBND_DEEMD_COPMT_LVL_ID], "https://bluebutton.cms.gov/fhir/CodeSystem/BENE-LIS-COPMT-LVL-CD", "Copayment level of the low-income subsidy (Part D)";
    "Coverage.extension:BENE-DUAL-STUS-CD", "coverage", [dual::BENE_DUAL_STUS_CD], "https://bluebutton.cms.gov/fhir/CodeSystem/BENE-DUAL-STUS-CD", "Dual status";
    "Coverage.extension:BENE-DUAL-TYPE-CD", "coverage", [dual::BENE_DUAL_TYPE_CD], "https://bluebutton.cms.gov/fhir/CodeSystem/BENE-DUAL-TYPE-CD", "Dual type";
    "Coverage.extension:MEDICAID-STATE-CD", "coverage", [dual::GEO_USPS_STATE_CD], "https://www.usps.com", "State of Medicaid (dual)";
    "Coverage.identifier", "coverage", [card::BENE_PDP_ENRLMT_MMBR_ID_NUM, card::BENE_CNTRCT_NUM, card::BENE_PBP_NUM, card::BENE_ENRLMT_BGN_DT, card::BENE_ENRLMT_PDP_RX_INFO_BGN_DT, enrolment::BENE_CNTRCT_NUM, enrolment::BENE_PBP_NUM, bene_hstry::BENE_MBI_ID], "http://hl7.org/fhir/sid/us-mbi", "The plan's member number under Part D, else the MBI";
    "Coverage.status", "derived", [entitlement::BENE_RNG_END_DT, enrolment::BENE_ENRLMT_END_DT, dual::BENE_MDCD_ELGBLTY_END_DT], "http://hl7.org/fhir/fm-status", "Active, or cancelled once the last day lies in the past";
    "Coverage.type", "constant", [entitlement::BENE_MDCR_ENTLMT_TYPE_CD, enrolment::BENE_ENRLMT_PGM_TYPE_CD], "https://nahdo.org/sopt", "The kind of insurance, by part";
    "Coverage.subscriberId", "identifier", MBI, "", "The MBI";
    "Coverage.beneficiary", "server", [entitlement::BENE_SK], "", "The person";
    "Coverage.relationship", "constant", [], "http://terminology.hl7.org/CodeSystem/subscriber-relationship", "Self";
    "Coverage.period", "coverage", [entitlement::BENE_RNG_BGN_DT, entitlement::BENE_RNG_END_DT, enrolment::BENE_ENRLMT_BGN_DT, enrolment::BENE_ENRLMT_END_DT, dual::BENE_MDCD_ELGBLTY_BGN_DT, dual::BENE_MDCD_ELGBLTY_END_DT], "", "First and last day";
    "Coverage.payor", "constant", [], "", "Refers to the contained payer";
    "Coverage.class:plan", "constant", [], "http://terminology.hl7.org/CodeSystem/coverage-class", "The part";
    "Coverage.class:rxid", "coverage", [card::BENE_PDP_ENRLMT_MMBR_ID_NUM, card::BENE_CNTRCT_NUM, card::BENE_PBP_NUM, card::BENE_ENRLMT_BGN_DT, card::BENE_ENRLMT_PDP_RX_INFO_BGN_DT, enrolment::BENE_CNTRCT_NUM, enrolment::BENE_PBP_NUM], "http://terminology.hl7.org/CodeSystem/coverage-class", "Member number on the drug card";
    "Coverage.class:rxgroup", "coverage", [card::BENE_PDP_ENRLMT_GRP_NUM, card::BENE_CNTRCT_NUM, card::BENE_PBP_NUM, card::BENE_ENRLMT_BGN_DT, card::BENE_ENRLMT_PDP_RX_INFO_BGN_DT, enrolment::BENE_CNTRCT_NUM, enrolment::BENE_PBP_NUM], "http://terminology.hl7.org/CodeSystem/coverage-class", "Group on the drug card";
    "Coverage.class:rxpcn", "coverage", [card::BENE_PDP_ENRLMT_PRCSR_NUM, card::BENE_CNTRCT_NUM, card::BENE_PBP_NUM, card::BENE_ENRLMT_BGN_DT, card::BENE_ENRLMT_PDP_RX_INFO_BGN_DT, enrolment::BENE_CNTRCT_NUM, enrolment::BENE_PBP_NUM], "http://terminology.hl7.org/CodeSystem/coverage-class", "Processor on the drug card";
    "Coverage.class:rxbin", "coverage", [card::BENE_PDP_ENRLMT_BANK_ID_NUM, card::BENE_CNTRCT_NUM, card::BENE_PBP_NUM, card::BENE_ENRLMT_BGN_DT, card::BENE_ENRLMT_PDP_RX_INFO_BGN_DT, enrolment::BENE_CNTRCT_NUM, enrolment::BENE_PBP_NUM], "http://terminology.hl7.org/CodeSystem/coverage-class", "Bank number on the drug card";
];

/// Every element.
pub(super) fn elements() -> impl Iterator<Item = Element> {
    ROWS.iter().map(|row| Element {
        path: row.path.to_owned(),
        value: "",
        columns: row.columns.to_vec(),
        systems: if row.system.is_empty() { Vec::new() } else { vec![row.system] },
        meaning: row.meaning.to_owned(),
        rule: row.rule,
        families: Vec::new(),
    })
}
