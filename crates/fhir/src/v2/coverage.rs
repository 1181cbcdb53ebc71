//! Coverage: C4BB-Coverage as BFD v2 makes it, one for each of Parts A to D.

use bluestem_model::column::{Column, ccw_bene};
use bluestem_model::id::Namespace;
use bluestem_model::person::PersonFile;
use bluestem_model::record::{Record, RecordError};
use bluestem_model::rif::Monthly;
use bluestem_model::time::Timestamp;
use bluestem_model::version::Version;

use super::extension::{self, Rule, YEAR_AND_DUAL};
use super::person::Person;
use crate::codes::variables::{
    A_TRM_CD, B_TRM_CD, BUYIN, CREC, CSTSHR, ESRD_IND, HMO_IND, MS_CD, OREC, PTC_CNTRCT_ID, PTC_PBP_ID,
    PTC_PLAN_TYPE_CD, PTDCNTRCT, PTDPBPID, RDSIND, SGMTID,
};
use crate::datatype::{concept, meta, period};
use crate::json::Json;
use crate::v3::coverage::{self, CoverageId, Part, Span, updated};

const PROFILES: [&str; 1] = ["http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-Coverage"];
const CLASS: &str = "http://terminology.hl7.org/CodeSystem/coverage-class";
const PAYER: &str = "Centers for Medicare and Medicaid Services";
const PARTS: [Part; 4] = [Part::A, Part::B, Part::C, Part::D];

const PART_A: &[Rule] = &[
    Rule::Code(&MS_CD, ccw_bene::BENE_MDCR_STATUS_CD),
    Rule::Code(&OREC, ccw_bene::BENE_ENTLMT_RSN_ORIG),
    Rule::Code(&CREC, ccw_bene::BENE_ENTLMT_RSN_CURR),
    Rule::Code(&ESRD_IND, ccw_bene::BENE_ESRD_IND),
    Rule::Code(&A_TRM_CD, ccw_bene::BENE_PTA_TRMNTN_CD),
];
const PART_B: &[Rule] =
    &[Rule::Code(&MS_CD, ccw_bene::BENE_MDCR_STATUS_CD), Rule::Code(&B_TRM_CD, ccw_bene::BENE_PTB_TRMNTN_CD)];
const PART_C: &[Rule] = &[
    Rule::Months(&PTC_CNTRCT_ID, Monthly::PartCContract),
    Rule::Months(&PTC_PBP_ID, Monthly::PartCPackage),
    Rule::Months(&PTC_PLAN_TYPE_CD, Monthly::PartCPlanType),
    Rule::Months(&HMO_IND, Monthly::Hmo),
];
const PART_D: &[Rule] = &[
    Rule::Code(&MS_CD, ccw_bene::BENE_MDCR_STATUS_CD),
    Rule::Months(&PTDCNTRCT, Monthly::PartDContract),
    Rule::Contracts,
    Rule::Months(&PTDPBPID, Monthly::PartDPackage),
    Rule::Months(&SGMTID, Monthly::PartDSegment),
    Rule::Months(&CSTSHR, Monthly::CostShare),
    Rule::Months(&RDSIND, Monthly::RetireeSubsidy),
];
/// What stands behind the year and the dual eligibility, of Parts A and B.
const BUY_IN: &[Rule] = &[Rule::Months(&BUYIN, Monthly::PartAB)];

/// The coverages that the person has, in the order A, B, C, D. People of the warehouse have every part, as in BFD v2;
/// those of the Integrated Data Repository the parts that v3 knows of them at `now`.
pub fn list(file: &PersonFile, now: Timestamp) -> Result<Vec<CoverageId>, RecordError> {
    let person = file.asked.index.id;
    let parts = match person.namespace {
        Namespace::Ccw if file.is_superseded() => Vec::new(),
        Namespace::Ccw => PARTS.to_vec(),
        Namespace::Idr => coverage::list(file, now)?.into_iter().map(|id| id.part).collect(),
    };
    let parts = parts.into_iter().filter(|part| PARTS.contains(part));
    Ok(parts.map(|part| CoverageId { part, person, plan: None }).collect())
}

/// Writes the coverage of `part` as it is at `now` behind what `out` holds. Fails only on a damaged record.
pub fn write(out: &mut Vec<u8>, file: &PersonFile, part: Part, now: Timestamp) -> Result<(), RecordError> {
    let record = Record::parse(&file.asked.record)?;
    let person = Person::read(&record);
    let id = file.asked.index.id;
    let span = match id.namespace {
        Namespace::Ccw => of_warehouse(part, &person),
        Namespace::Idr => coverage::span(&record, part, now).unwrap_or_default(),
    };
    let mut json = Json::new(out);
    json.begin_object();
    json.text("resourceType", "Coverage");
    json.text("id", &CoverageId { part, person: id, plan: None }.text(Version::V2.home()));
    meta(&mut json, &updated(file, part).to_instant(), &PROFILES);
    json.array("extension", |json| extensions(json, part, &person));
    json.text("status", if span.ended { "cancelled" } else { "active" });
    concept(&mut json, "type", "http://terminology.hl7.org/CodeSystem/v3-ActCode", "SUBSIDIZ", None);
    json.optional_text("subscriberId", file.asked.index.mbi.as_deref());
    json.object("beneficiary", |json| {
        json.text("reference", &format!("Patient/{}", id.text(Version::V2.home())));
    });
    let relationship = "http://terminology.hl7.org/CodeSystem/subscriber-relationship";
    concept(&mut json, "relationship", relationship, "self", Some("Self"));
    json.object("period", |json| period(json, span.start, span.end));
    json.array("payor", |json| {
        json.element(|json| {
            json.object("identifier", |json| {
                json.text("value", PAYER);
            });
        });
    });
    json.array("class", |json| {
        class(json, "group", "Group", "Medicare");
        class(json, "plan", "Plan", part.name());
    });
    json.end_object();
    Ok(())
}

fn extensions(json: &mut Json<'_>, part: Part, person: &Person<'_>) {
    let (own, behind): (&[Rule], &[Rule]) = match part {
        Part::A => (PART_A, BUY_IN),
        Part::B => (PART_B, BUY_IN),
        Part::C => (PART_C, &[]),
        Part::D => (PART_D, &[]),
        Part::Dual => (&[], &[]),
    };
    for rules in [own, &YEAR_AND_DUAL, behind] {
        extension::write(json, person, rules);
    }
}

/// The dates of a part, and whether its termination code says that it has ended: every code but `0` does.
fn of_warehouse<'r>(part: Part, person: &Person<'r>) -> Span<'r> {
    let dates = |start: Column, end: Column| (person.date(start), person.date(end));
    let ended = |column: Column| person.text(column).is_some_and(|code| code != "0");
    let ((start, end), ended) = match part {
        Part::A => (
            dates(ccw_bene::PTA_CVRG_STRT_DT, ccw_bene::PTA_CVRG_END_DT),
            ended(ccw_bene::BENE_PTA_TRMNTN_CD),
        ),
        Part::B => (
            dates(ccw_bene::PTB_CVRG_STRT_DT, ccw_bene::PTB_CVRG_END_DT),
            ended(ccw_bene::BENE_PTB_TRMNTN_CD),
        ),
        Part::D => (dates(ccw_bene::PTD_CVRG_STRT_DT, ccw_bene::PTD_CVRG_END_DT), false),
        Part::C | Part::Dual => ((None, None), false),
    };
    Span { start, end, ended }
}

fn class(json: &mut Json<'_>, code: &str, display: &str, value: &str) {
    json.element(|json| {
        concept(json, "type", CLASS, code, Some(display));
        json.text("value", value);
    });
}
