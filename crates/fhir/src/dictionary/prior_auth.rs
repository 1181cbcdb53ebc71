//! The elements of prior authorizations, which no rule table has.

use bluestem_model::column::{Column, prauc, prvdr_hstry};

use super::element::Element;
use crate::codes::systems::{
    CLM_CNTRCTR_NUM, CPT, HCPCS, HIPPS, NUBC_REVENUE, NUBC_TYPE_OF_BILL, PA_DECISION, PLACE_OF_SERVICE,
    PRIOR_AUTH_TYPE, USPS_STATES,
};

/// How the dictionary calls them among the families of claims.
const FAMILY: &str = "prior authorization";

const TRACKING_NUMBER: &str = "https://bluebutton.cms.gov/identifiers/Unique-Tracking-Number";
const CONTROL_NUMBER: &str = "https://bluebutton.cms.gov/identifiers/PA-ICN-DCN";

struct Row {
    path: &'static str,
    rule: &'static str,
    columns: &'static [Column],
    systems: &'static [&'static str],
    meaning: &'static str,
}

macro_rules! rows {
    ($($path:literal, $rule:literal, $columns:expr, $systems:expr, $meaning:literal;)*) => {
        &[$(Row { path: $path, rule: $rule, columns: &$columns, systems: &$systems, meaning: $meaning },)*]
    };
}

#[rustfmt::skip] // a table: one row a line
static ROWS: &[Row] = rows![
    "resourceType", "constant", [], [], "The type of the resource";
    "id", "identifier", [], [], "The number that the authorization got here";
    "meta.lastUpdated", "server", [], [], "When the content changed here";
    "meta.source", "derived", [], [], "The system that it comes from";
    "meta.profile", "derived", [], [], "The profile that it follows";
    "meta.security", "derived", [prauc::HCPCS_OR_CPT_OR_HIPPS], [], "42 CFR Part 2";
    "meta.tag", "derived", [], [], "The kind of source system";
    "contained:insurer", "insurance", [], [], "The insurer: Medicare";
    "contained:provider", "provider", [prauc::NPI, prauc::NAME, prauc::CMS_CERT], [], "Who asked";
    "identifier:Unique-Tracking-Number", "identifier", [prauc::UTN], [TRACKING_NUMBER], "The tracking number of the authorization";
    "identifier:PA-ICN-DCN", "identifier", [prauc::ICN_DCN, prauc::CLM_TYPE], [CONTROL_NUMBER], "The control number of a Part B request";
    "status", "constant", [], [], "The resource is in use";
    "type", "derived", [prauc::CLM_TYPE], [PRIOR_AUTH_TYPE.url], "The type of the claim that is to come";
    "use", "constant", [], [], "A preauthorization";
    "patient", "server", [prauc::MBI_NUM], [], "The person, found by the identifier";
    "created", "date", [prauc::PA_DT_UPDATED, prauc::PA_DT_ADDED], [], "The day of the last change to any segment";
    "insurer", "constant", [], [], "Refers to the contained insurer";
    "provider", "provider", [prauc::NPI], [], "Refers to who asked";
    "outcome", "derived", [prauc::PA_DECISION], [], "Partial while a segment is pending";
    "preAuthRefPeriod", "date", [prauc::UTN_VALID_ST_DT, prauc::UTN_VALID_EN_DT], [], "When the authorization holds";
    "careTeam:referring", "care-team", [prauc::ORDER_REFER_NPI, prvdr_hstry::PRVDR_NPI_NUM, prvdr_hstry::PRVDR_LAST_NAME, prvdr_hstry::PRVDR_1ST_NAME, prvdr_hstry::PRVDR_LGL_NAME], [], "The referring provider";
    "careTeam:rendering", "care-team", [prauc::RENDER_NPI, prvdr_hstry::PRVDR_NPI_NUM, prvdr_hstry::PRVDR_LAST_NAME, prvdr_hstry::PRVDR_1ST_NAME, prvdr_hstry::PRVDR_LGL_NAME], [], "The rendering provider";
    "careTeam:attending", "care-team", [prauc::ATT_PHY_NPI, prvdr_hstry::PRVDR_NPI_NUM, prvdr_hstry::PRVDR_LAST_NAME, prvdr_hstry::PRVDR_1ST_NAME, prvdr_hstry::PRVDR_LGL_NAME], [], "The attending provider";
    "supportingInfo:CLM_CNTRCTR_NUM", "code", [prauc::MAC_ID], [CLM_CNTRCTR_NUM.url], "The contractor";
    "supportingInfo:typeofbill", "code", [prauc::TOB], [NUBC_TYPE_OF_BILL.url], "Type of bill";
    "insurance.focal", "constant", [], [], "The one insurance";
    "insurance.coverage", "insurance", [prauc::CLM_TYPE], [], "The part of Medicare that was asked";
    "item.extension:PA-DECISION", "segment", [prauc::PA_DECISION], [PA_DECISION.url], "The decision";
    "item.extension:PA-DT-ADDED", "segment", [prauc::PA_DT_ADDED], [], "Day on which the segment was added";
    "item.extension:PA-DT-UPDATED", "segment", [prauc::PA_DT_UPDATED], [], "Day of its last change";
    "item.extension:PA-REQ-SUB-DT", "segment", [prauc::PA_REQ_SUB_DT], [], "Day on which the request was submitted";
    "item.extension:PA-REQ-REC-DT", "segment", [prauc::PA_REQ_REC_DT], [], "Day on which the request was received";
    "item.extension:PA-DECISION-DT", "segment", [prauc::PA_DECISION_DT], [], "Day of the decision";
    "item.extension:PA-DECISION-EXP-DT", "segment", [prauc::PA_DECISION_EXP_DT], [], "Day on which the decision expires";
    "item.extension:SERVICE-CNTS", "segment", [prauc::SERVICE_CNTS], [], "Number of services";
    "item.extension:MR-COUNT-IND", "segment", [prauc::MR_COUNT_IND], [], "Count of medical review";
    "item.extension:MR-COUNT-ST-DT", "segment", [prauc::MR_COUNT_ST_DT], [], "First day of the count";
    "item.extension:MR-COUNT-END-DT", "segment", [prauc::MR_COUNT_END_DT], [], "Last day of the count";
    "item.extension:RRB-EXCL-IND", "segment", [prauc::RRB_EXCL_IND], [], "Whether the Railroad Board excludes it";
    "item.extension:SVC-RENDER-ST", "segment", [prauc::SVC_RENDER_ST], [USPS_STATES.url], "State in which the service is given";
    "item.sequence", "position", [prauc::CURRENT_SEGMENT], [], "The segment's number";
    "item.revenue", "revenue", [prauc::REV_CODE_1], [NUBC_REVENUE.url], "The revenue center";
    "item.productOrService", "service", [prauc::HCPCS_OR_CPT_OR_HIPPS, prauc::CLM_TYPE], [CPT.url, HCPCS.url, HIPPS.url], "What is to be done";
    "item.modifier", "modifiers", [prauc::PRICE_MOD1, prauc::PRICE_MOD2], [HCPCS.url], "Modifiers of the procedure code";
    "item.locationCodeableConcept", "code", [prauc::PLACE_OF_SERV], [PLACE_OF_SERVICE.url], "Place of service";
];

/// Every element.
pub(super) fn elements() -> impl Iterator<Item = Element> {
    ROWS.iter().map(|row| Element {
        path: format!("ExplanationOfBenefit.{}", row.path),
        value: "",
        columns: row.columns.to_vec(),
        systems: row.systems.to_vec(),
        meaning: row.meaning.to_owned(),
        rule: row.rule,
        families: vec![FAMILY],
    })
}
