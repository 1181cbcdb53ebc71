//! Coverage: C4BB-Coverage 2.2.0 and US Core Coverage 7.0.0 for Parts A to D and dual eligibility.

mod card;
mod extension;
mod id;
mod payor;
mod select;

use bluestem_model::column::{
    Column, bene_cmbnd_dual_mdcr as dual, bene_mapd_enrlmt as enrolment, bene_mapd_enrlmt_rx as drug_card,
    bene_mdcr_entlmt as entitlement,
};
use bluestem_model::person::PersonFile;
use bluestem_model::record::{Record, RecordError, Row};
use bluestem_model::time::Timestamp;
use bluestem_model::version::Version;

pub(crate) use card::{CardCoverage, on_card};
pub use id::{CoverageId, CoverageIdError, Part, Plan};
pub(super) use payor::Payor;
use select::Snapshot;

use super::person::{US_MBI, member_type};
use crate::datatype::{self, concept, meta, required_text};
use crate::json::Json;

const PROFILES: [&str; 2] = [
    "http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-Coverage|2.2.0",
    "http://hl7.org/fhir/us/core/StructureDefinition/us-core-coverage|7.0.0",
];

const CLASS: &str = "http://terminology.hl7.org/CodeSystem/coverage-class";

/// The coverages that the person has at `now`, in the order A, B, C, D, dual, with their full ids. None for a
/// key that was merged into another.
pub fn list(file: &PersonFile, now: Timestamp) -> Result<Vec<CoverageId>, RecordError> {
    if file.is_superseded() {
        return Ok(Vec::new());
    }
    let record = Record::parse(&file.asked.record)?;
    let snapshot = Snapshot::new(&record, now);
    let found = Part::ALL.into_iter().filter_map(|part| Some(full_id(file, part, &snapshot.basis(part)?)));
    Ok(found.collect())
}

/// Every coverage that a read by its full id finds at `now`: those of [`list`], then the plans of before and of
/// later, to which claims refer.
pub fn known(file: &PersonFile, now: Timestamp) -> Result<Vec<CoverageId>, RecordError> {
    let mut known = list(file, now)?;
    if file.is_superseded() {
        return Ok(known);
    }
    let record = Record::parse(&file.asked.record)?;
    let snapshot = Snapshot::new(&record, now);
    for part in [Part::C, Part::D] {
        for row in snapshot.enrolments(part) {
            let id = full_id(file, part, &row);
            if id.plan.is_some() && !known.contains(&id) {
                known.push(id);
            }
        }
    }
    Ok(known)
}

/// The full id of the coverage that `asked` names, if the person has it at `now`: a plan that was left out is
/// filled in with today's, one that is named may be of before or of later, another than theirs is absent.
pub fn resolve(
    file: &PersonFile,
    asked: &CoverageId,
    now: Timestamp,
) -> Result<Option<CoverageId>, RecordError> {
    let ids = if asked.plan.is_some() { known(file, now)? } else { list(file, now)? };
    Ok(ids.into_iter().find(|id| asked.covers(id)))
}

/// When a coverage last changed.
pub fn updated(file: &PersonFile, part: Part) -> Timestamp {
    file.asked.updated(part.slice())
}

/// Writes the coverage with this full id as it is at `now` behind what `out` holds. Returns false and writes nothing
/// if the person has none. Fails only on a damaged record.
pub fn write(
    out: &mut Vec<u8>,
    file: &PersonFile,
    id: &CoverageId,
    now: Timestamp,
) -> Result<bool, RecordError> {
    let record = Record::parse(&file.asked.record)?;
    let snapshot = Snapshot::new(&record, now);
    let part = id.part;
    let Some(basis) = snapshot.basis_of(part, id.plan.as_ref()) else { return Ok(false) };
    let ended = snapshot.has_ended(&basis, end_column(part));
    let mbi = file.asked.index.mbi.as_deref();
    let card = (part == Part::D).then(|| snapshot.card(&basis)).flatten();
    let mut json = Json::new(out);
    json.begin_object();
    json.text("resourceType", "Coverage");
    json.text("id", &full_id(file, part, &basis).text(Version::V3.home()));
    meta(&mut json, &updated(file, part).to_instant(), &PROFILES);
    json.array("contained", |json| Payor::of(part, &basis, &record).contained(&mut *json, part));
    json.array("extension", |json| extension::write(json, part, &basis, snapshot, ended));
    json.array("identifier", |json| identifier(json, mbi, card.as_ref()));
    json.text("status", if ended { "cancelled" } else { "active" });
    let (code, display) = insurance_type(part);
    concept(&mut json, "type", "https://nahdo.org/sopt", code, Some(display));
    required_text(&mut json, "subscriberId", mbi);
    reference(&mut json, "beneficiary", &format!("Patient/{}", file.asked.index.id.text(Version::V3.home())));
    let relationship = "http://terminology.hl7.org/CodeSystem/subscriber-relationship";
    concept(&mut json, "relationship", relationship, "self", Some("Self"));
    json.object("period", |json| period(json, part, &basis, snapshot));
    json.array("payor", |json| {
        json.element(|json| json.text("reference", &format!("#{}", payor::id(part))));
    });
    json.array("class", |json| classes(json, part, card.as_ref()));
    json.end_object();
    Ok(true)
}

fn full_id(file: &PersonFile, part: Part, basis: &Row<'_>) -> CoverageId {
    let plan = || {
        let contract = basis.text(enrolment::BENE_CNTRCT_NUM)?.to_owned();
        Some(Plan { contract, package: basis.text(enrolment::BENE_PBP_NUM)?.to_owned() })
    };
    let plan = matches!(part, Part::C | Part::D).then(plan).flatten();
    CoverageId { part, person: file.asked.index.id, plan }
}

/// Under Part D the plan's own member number, else the MBI (C4BB-Coverage has room for one member number).
fn identifier(json: &mut Json<'_>, mbi: Option<&str>, card: Option<&Row<'_>>) {
    let member = card.and_then(|row| row.text(drug_card::BENE_PDP_ENRLMT_MMBR_ID_NUM));
    let (system, value) = match member {
        Some(member) => (None, Some(member)),
        None => (Some(US_MBI), mbi),
    };
    let Some(value) = value else { return };
    json.element(|json| {
        member_type(json);
        json.optional_text("system", system);
        json.text("value", value);
    });
}

/// Source of Payment Typology code and text.
fn insurance_type(part: Part) -> (&'static str, &'static str) {
    match part {
        Part::A => ("1", "MEDICARE"),
        Part::B => ("121", "MEDICARE FFS"),
        Part::C => ("11", "MEDICARE MANAGED CARE (Includes Medicare Advantage Plans)"),
        Part::D => ("122", "Medicare Drug Benefit"),
        Part::Dual => ("14", "Dual Eligibility Medicare/Medicaid Organization"),
    }
}

fn end_column(part: Part) -> Column {
    match part {
        Part::A | Part::B => entitlement::BENE_RNG_END_DT,
        Part::C | Part::D => enrolment::BENE_ENRLMT_END_DT,
        Part::Dual => dual::BENE_MDCD_ELGBLTY_END_DT,
    }
}

/// From when to when a person is covered.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Span<'r> {
    /// `YYYY-MM-DD`.
    pub(crate) start: Option<&'r str>,
    /// The same.
    pub(crate) end: Option<&'r str>,
    /// Whether it has ended.
    pub(crate) ended: bool,
}

/// From when to when the coverage of `part` goes that the person has at `now`; None when they have none.
pub(crate) fn span<'r>(record: &'r Record<'r>, part: Part, now: Timestamp) -> Option<Span<'r>> {
    let snapshot = Snapshot::new(record, now);
    Some(span_of(part, &snapshot.basis(part)?, snapshot))
}

fn span_of<'r>(part: Part, basis: &Row<'r>, snapshot: Snapshot<'r>) -> Span<'r> {
    let start = match part {
        Part::A | Part::B => snapshot.first_entitled(part),
        Part::C | Part::D => basis.date_text(enrolment::BENE_ENRLMT_BGN_DT),
        Part::Dual => basis.date_text(dual::BENE_MDCD_ELGBLTY_BGN_DT),
    };
    let end = end_column(part);
    Span { start, end: basis.date_text(end), ended: snapshot.has_ended(basis, end) }
}

fn period(json: &mut Json<'_>, part: Part, basis: &Row<'_>, snapshot: Snapshot<'_>) {
    let span = span_of(part, basis, snapshot);
    datatype::period(json, span.start, span.end);
}

fn reference(json: &mut Json<'_>, name: &str, target: &str) {
    json.object(name, |json| json.text("reference", target));
}

fn classes(json: &mut Json<'_>, part: Part, card: Option<&Row<'_>>) {
    class(json, "plan", Some(part.name()));
    let card_cell = |column| card.and_then(|row| row.text(column));
    class(json, "rxid", card_cell(drug_card::BENE_PDP_ENRLMT_MMBR_ID_NUM));
    class(json, "rxgroup", card_cell(drug_card::BENE_PDP_ENRLMT_GRP_NUM));
    class(json, "rxpcn", card_cell(drug_card::BENE_PDP_ENRLMT_PRCSR_NUM));
    class(json, "rxbin", card_cell(drug_card::BENE_PDP_ENRLMT_BANK_ID_NUM));
}

fn class(json: &mut Json<'_>, code: &str, value: Option<&str>) {
    let Some(value) = value else { return };
    json.element(|json| {
        concept(json, "type", CLASS, code, None);
        json.text("value", value);
    });
}
