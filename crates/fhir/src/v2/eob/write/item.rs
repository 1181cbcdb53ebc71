//! `item`: the lines.

use bluestem_model::column::{ccw_clm, clm, clm_line, clm_line_instnl, clm_line_prfnl};
use bluestem_model::record::Line;

use super::coding::{concept_of, quantity};
use super::extension::{coded, write_all};
use super::{BASE, Claim, adjudication};
use crate::codes::systems::{NDC, NUBC_REVENUE};
use crate::codes::variables::{
    HCPCS_CD, LINE_CMS_TYPE_SRVC_CD, LINE_PLACE_OF_SRVC_CD, REV_CNTR, REV_CNTR_DDCTBL_COINSRNC_CD,
    REV_CNTR_STUS_IND_CD,
};
use crate::datatype;
use crate::eob::coding::{NOT_APPLICABLE, coding, concept};
use crate::eob::items::Item;
use crate::eob::{MODIFIERS, ucum};
use crate::json::Json;
use crate::v2::eob::Defect;
use crate::v2::eob::rules::Form;

/// All lines.
pub(super) fn write(json: &mut Json<'_>, claim: &Claim<'_>, observations: &[Option<i64>]) {
    for (place, (item, observation)) in claim.items.iter().zip(observations).enumerate() {
        json.begin_object();
        json.array("extension", |json| write_all(json, claim, item.line, claim.rules.line_extensions));
        json.key("sequence");
        json.integer(item.sequence);
        json.array("careTeamSequence", |json| {
            claim.team.links(place).iter().for_each(|member| json.integer(*member));
        });
        json.array("diagnosisSequence", |json| {
            claim.diagnoses.link(place).into_iter().for_each(|diagnosis| json.integer(diagnosis));
        });
        json.array("informationSequence", |json| {
            if let Some(information) = observation {
                json.integer(*information);
            }
        });
        match claim.rules.form {
            Form::Institutional => institutional(json, claim, item.line),
            Form::Professional => professional(json, claim, item.line),
            Form::Pharmacy => pharmacy(json, claim, item),
        }
        json.array("adjudication", |json| adjudication::line(json, claim, item.line));
        json.end_object();
    }
}

fn institutional(json: &mut Json<'_>, claim: &Claim<'_>, line: &Line<'_>) {
    revenue(json, claim, line);
    product(json, claim, line);
    json.array("modifier", |json| {
        modifiers(json, line, None);
        let unit = line.text(clm_line::CLM_LINE_NDC_QTY_QLFYR_CD);
        if let Some(unit) = unit.filter(|_| claim.keeps(Defect::NdcUnit)) {
            json.element(|json| {
                json.array("coding", |json| datatype::coding(json, "http://unitsofmeasure.org", unit, None));
            });
        }
    });
    json.optional_text("servicedDate", line.date_text(clm_line_instnl::CLM_LINE_INSTNL_REV_CTR_DT));
    if let Some(state) = claim.record.text(clm::GEO_BLG_SSA_STATE_CD) {
        json.object("locationAddress", |json| json.text("state", state));
    }
    drug_quantity(json, claim, line);
}

fn revenue(json: &mut Json<'_>, claim: &Claim<'_>, line: &Line<'_>) {
    let code = line.text(clm_line::CLM_LINE_REV_CTR_CD);
    let deductible = line.text(clm_line_instnl::CLM_DDCTBL_COINSRNC_CD);
    json.object("revenue", |json| {
        json.array("extension", |json| {
            if let Some(status) = line.text(clm_line_instnl::CLM_REV_CNTR_STUS_CD) {
                coded(json, claim, &REV_CNTR_STUS_IND_CD, status);
            }
        });
        json.array("coding", |json| {
            if let Some(code) = code {
                coding(json, &REV_CNTR.system, code, claim.displays());
            }
            let nubc = if claim.keeps(Defect::RevenueCoding) { deductible } else { code };
            if let Some(code) = nubc {
                coding(json, &NUBC_REVENUE, code, claim.displays());
            }
            if let Some(code) = deductible {
                coding(json, &REV_CNTR_DDCTBL_COINSRNC_CD.system, code, claim.displays());
            }
        });
    });
}

/// `productOrService`: the procedure, and the drug as an extension.
fn product(json: &mut Json<'_>, claim: &Claim<'_>, line: &Line<'_>) {
    let procedure = line.text(clm_line::CLM_LINE_HCPCS_CD);
    let drug = line.text(clm_line::CLM_LINE_NDC_CD);
    if procedure.or(drug).is_none() {
        json.raw_member("productOrService", NOT_APPLICABLE);
        return;
    }
    json.object("productOrService", |json| {
        json.array("extension", |json| {
            let Some(code) = drug else { return };
            json.begin_object();
            json.text("url", NDC.url);
            json.key("valueCoding");
            coding(json, &NDC, code, claim.displays());
            json.end_object();
        });
        json.array("coding", |json| {
            let Some(code) = procedure else { return };
            if claim.rules.form == Form::Institutional {
                coding(json, &HCPCS_CD.system, code, claim.displays());
            }
            hcpcs(json, code, None);
        });
    });
}

fn hcpcs(json: &mut Json<'_>, code: &str, version: Option<&str>) {
    json.begin_object();
    json.key("system");
    json.joined(&[BASE, "codesystem/hcpcs"]);
    json.optional_text("version", version);
    json.text("code", code);
    json.end_object();
}

fn modifiers(json: &mut Json<'_>, line: &Line<'_>, version: Option<&str>) {
    for code in MODIFIERS.iter().filter_map(|column| line.text(*column)) {
        json.element(|json| json.array("coding", |json| hcpcs(json, code, version)));
    }
}

/// `quantity` of the drug, with its unit.
fn drug_quantity(json: &mut Json<'_>, claim: &Claim<'_>, line: &Line<'_>) {
    let Some(value) = line.decimal(clm_line::CLM_LINE_NDC_QTY) else { return };
    let unit = line.text(clm_line::CLM_LINE_NDC_QTY_QLFYR_CD).filter(|_| !claim.keeps(Defect::NdcUnit));
    json.object("quantity", |json| {
        json.key("value");
        json.decimal(value);
        let Some(code) = unit else { return };
        json.text("unit", code);
        if let Some(ucum) = ucum(code) {
            json.text("system", "http://unitsofmeasure.org");
            json.text("code", ucum);
        }
    });
}

fn professional(json: &mut Json<'_>, claim: &Claim<'_>, line: &Line<'_>) {
    if let Some(code) = line.text(clm_line_prfnl::CLM_FED_TYPE_SRVC_CD) {
        concept_of(json, "category", &LINE_CMS_TYPE_SRVC_CD.system, code, claim.displays());
    }
    product(json, claim, line);
    let year = claim.record.text(ccw_clm::CARR_CLM_HCPCS_YR_CD);
    json.array("modifier", |json| modifiers(json, line, year));
    let (from, thru) =
        (line.date_text(clm_line::CLM_LINE_FROM_DT), line.date_text(clm_line::CLM_LINE_THRU_DT));
    match (from, thru) {
        (Some(from), Some(thru)) if from <= thru => json.object("servicedPeriod", |json| {
            json.text("start", from);
            json.text("end", thru);
        }),
        (from, thru) => json.optional_text("servicedDate", from.or(thru)),
    }
    json.object("locationCodeableConcept", |json| {
        json.array("extension", |json| write_all(json, claim, line, claim.rules.place));
        json.array("coding", |json| {
            if let Some(code) = line.text(clm_line::CLM_POS_CD) {
                coding(json, &LINE_PLACE_OF_SRVC_CD.system, code, claim.displays());
            }
        });
    });
    if let Some(value) = line.decimal(clm_line::CLM_LINE_SRVC_UNIT_QTY) {
        quantity(json, "quantity", value);
    }
}

fn pharmacy(json: &mut Json<'_>, claim: &Claim<'_>, item: &Item<'_>) {
    let line = item.line;
    match line.text(clm_line::CLM_LINE_NDC_CD) {
        Some(code) => concept(json, "productOrService", |json| coding(json, &NDC, code, claim.displays())),
        None => json.raw_member("productOrService", NOT_APPLICABLE),
    }
    let day = line.date_text(clm_line::CLM_LINE_FROM_DT).or_else(|| claim.record.date_text(clm::CLM_FROM_DT));
    json.optional_text("servicedDate", day);
    let amount = line.decimal(clm_line::CLM_LINE_NDC_QTY);
    if let Some(value) = amount.or_else(|| line.decimal(clm_line::CLM_LINE_SRVC_UNIT_QTY)) {
        quantity(json, "quantity", value);
    }
}
