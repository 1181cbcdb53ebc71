//! Extensions of Coverage: the source's codes as they stand. BFD v3 gives them no display.

use bluestem_model::column::{
    Column, View, bene_cmbnd_dual_mdcr as dual, bene_cmbnd_lis as subsidy, bene_mapd_enrlmt as enrolment,
    bene_mdcr_entlmt as entitlement, bene_mdcr_entlmt_rsn as reason, bene_mdcr_stus as status, bene_tp,
    cntrct_pbp_sgmt as segment,
};
use bluestem_model::record::Row;

use super::Part;
use super::select::Snapshot;
use crate::datatype::coding_fields;
use crate::json::Json;

const STRUCTURE: &str = "https://bluebutton.cms.gov/fhir/StructureDefinition";
const CODE_SYSTEM: &str = "https://bluebutton.cms.gov/fhir/CodeSystem";

/// Writes the extensions of a coverage as elements of an array.
pub(super) fn write(json: &mut Json<'_>, part: Part, basis: &Row<'_>, snapshot: Snapshot<'_>, ended: bool) {
    match part {
        Part::A | Part::B => original(json, part, basis, snapshot),
        Part::C => plan(json, basis, snapshot),
        Part::D => {
            plan(json, basis, snapshot);
            // Today's subsidy says nothing of a plan of before.
            let subsidy = if ended { None } else { snapshot.subsidy() };
            low_income(json, subsidy.as_ref());
        }
        Part::Dual => {
            coded(json, "BENE-DUAL-STUS-CD", basis.text(dual::BENE_DUAL_STUS_CD));
            coded(json, "BENE-DUAL-TYPE-CD", basis.text(dual::BENE_DUAL_TYPE_CD));
            in_system(json, "MEDICAID-STATE-CD", "https://www.usps.com", basis.text(dual::GEO_USPS_STATE_CD));
        }
    }
}

/// Parts A and B.
fn original(json: &mut Json<'_>, part: Part, basis: &Row<'_>, snapshot: Snapshot<'_>) {
    let cell = |row: Option<Row<'_>>, column: Column| row.and_then(|row| row.text(column).map(str::to_owned));
    let buy_in = cell(snapshot.third_party(part), bene_tp::BENE_BUYIN_CD);
    coded(json, "BENE-BUYIN-CD", buy_in.as_deref());
    coded(json, "BENE-ENRLMT-RSN-CD", basis.text(entitlement::BENE_MDCR_ENRLMT_RSN_CD));
    coded(json, "BENE-MDCR-ENTLMT-STUS-CD", basis.text(entitlement::BENE_MDCR_ENTLMT_STUS_CD));
    let code = cell(snapshot.status(), status::BENE_MDCR_STUS_CD);
    if let Some((code, [renal, disabled])) = code.as_deref().and_then(|code| Some((code, derived(code)?))) {
        coded(json, "BENE-MDCR-STUS-CD", Some(code));
        coded(json, "BENE-ESRD-STUS-ID", Some(renal));
        coded(json, "BENE-DSBLD-STUS-ID", Some(disabled));
    }
    let why = cell(snapshot.entitlement_reason(), reason::BENE_MDCR_ENTLMT_RSN_CD);
    coded(json, "BENE-MDCR-ENTLMT-RSN-CD", why.as_deref());
}

/// What a Medicare status code says of end-stage renal disease and of disability; None for an unknown code.
fn derived(status: &str) -> Option<[&'static str; 2]> {
    match status {
        "0" | "00" => Some(["U", "U"]),
        "10" | "40" => Some(["N", "N"]),
        "11" | "31" => Some(["Y", "N"]),
        "20" => Some(["N", "Y"]),
        "21" => Some(["Y", "Y"]),
        _ => None,
    }
}

/// Parts C and D.
fn plan(json: &mut Json<'_>, basis: &Row<'_>, snapshot: Snapshot<'_>) {
    string(json, "BENE-CNTRCT-NUM", basis.text(enrolment::BENE_CNTRCT_NUM));
    string(json, "BENE-PBP-NUM", basis.text(enrolment::BENE_PBP_NUM));
    coded(json, "BENE-CVRG-TYPE-CD", basis.text(enrolment::BENE_CVRG_TYPE_CD));
    let key = basis.integer(enrolment::CNTRCT_PBP_SK);
    let mut segments = snapshot.record.rows_of(View::CntrctPbpSgmt);
    let segment_row = segments.find(|row| key.is_some() && row.integer(segment::CNTRCT_PBP_SK) == key);
    string(json, "CNTRCT-PBP-SGMT-NUM", segment_row.and_then(|row| row.text(segment::CNTRCT_PBP_SGMT_NUM)));
    coded(json, "BENE-ENRLMT-EMPLR-SBSDY-SW", basis.text(enrolment::BENE_ENRLMT_EMPLR_SBSDY_SW));
}

fn low_income(json: &mut Json<'_>, row: Option<&Row<'_>>) {
    let Some(row) = row else { return };
    if let Some(percent) = row.decimal(subsidy::BENE_CMBND_DEEMD_PRM_PCT) {
        json.element(|json| {
            json.text("url", &format!("{STRUCTURE}/BENE-LIS-PTD-PRM-PCT"));
            json.key("valueDecimal");
            json.decimal(percent);
        });
    }
    coded(json, "BENE-LIS-COPMT-LVL-CD", row.text(subsidy::BENE_CMBND_DEEMD_COPMT_LVL_ID));
}

/// An extension whose code system has its own name.
fn coded(json: &mut Json<'_>, name: &str, code: Option<&str>) {
    in_system(json, name, &format!("{CODE_SYSTEM}/{name}"), code);
}

fn in_system(json: &mut Json<'_>, name: &str, system: &str, code: Option<&str>) {
    let Some(code) = code else { return };
    json.element(|json| {
        json.text("url", &format!("{STRUCTURE}/{name}"));
        json.object("valueCoding", |json| coding_fields(json, system, code, None));
    });
}

fn string(json: &mut Json<'_>, name: &str, text: Option<&str>) {
    let Some(text) = text else { return };
    json.element(|json| {
        json.text("url", &format!("{STRUCTURE}/{name}"));
        json.text("valueString", text);
    });
}
