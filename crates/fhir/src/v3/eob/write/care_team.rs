//! `careTeam`: who rendered each line, then the providers that the header names.

use bluestem_model::claim::StoredClaim;
use bluestem_model::record::{ClaimRecord, Line};

use super::cells::Cells;
use super::coding::{NPI_CODING, NPI_SYSTEM, UNKNOWN, coding, coding_of, concept};
use super::known::Known;
use super::provider::{self, GENERIC_ID};
use super::{Claim, Item};
use crate::codes::Displays;
use crate::codes::specialty::{Specialty, specialty};
use crate::codes::systems::{CLM_PRVDR_SPCLTY_CD, NUCC, PRVDR_ID_QLFYR_CD};
use crate::json::Json;
use crate::v3::eob::rules::{Role, RuleSet};

/// One member.
pub(super) struct Member<'c> {
    pub(super) sequence: i64,
    /// The line that it belongs to; None for the header's.
    line: Option<&'c Line<'c>>,
    pub(super) role: &'static Role,
    pub(super) provider: Known<'c>,
}

/// All members. A line's provider has the line's number; the header's follow behind the last of them, each
/// with the number of its role whether or not the roles before it are filled (BFD v3).
pub(super) fn list<'c>(
    stored: &StoredClaim,
    record: &'c ClaimRecord<'c>,
    displays: &Displays,
    items: &[Item<'c>],
    rules: &'static RuleSet,
) -> Vec<Member<'c>> {
    let mut members = Vec::new();
    let mut last = 0;
    let known = |npi| Known::of(stored, record, npi, displays);
    if let Some(role) = &rules.line_care_team {
        for Item { sequence, line } in items {
            if let Some(provider) = number_of(*line, role).and_then(known) {
                last = *sequence;
                members.push(Member { sequence: last, line: Some(line), role, provider });
            }
        }
    }
    for (role, sequence) in rules.care_team.iter().zip(last + 1..) {
        if let Some(provider) = number_of(record, role).and_then(known) {
            members.push(Member { sequence, line: None, role, provider });
        }
    }
    members
}

/// The number of the provider in a role, when it is of a kind that is served.
fn number_of<'c>(cells: &impl Cells<'c>, role: &Role) -> Option<&'c str> {
    let npi = cells.text(role.npi)?;
    if let Some(qualifier) = role.qualifier {
        cells.text(qualifier).filter(|code| PRVDR_ID_QLFYR_CD.serves(code))?;
    }
    Some(npi)
}

/// Whether the item with this number has a member of its own. The members stand in the order of their numbers.
pub(super) fn has_line_member(claim: &Claim<'_>, item: &Item<'_>) -> bool {
    let place = claim.team.binary_search_by_key(&item.sequence, |member| member.sequence);
    place.is_ok_and(|place| claim.team.get(place).is_some_and(|member| member.line.is_some()))
}

/// Writes the members.
pub(super) fn write(json: &mut Json<'_>, claim: &Claim<'_>) {
    for member in &claim.team {
        match member.line {
            Some(line) => one(json, claim, member, line),
            None => one(json, claim, member, claim.record),
        }
    }
}

fn one<'c>(json: &mut Json<'_>, claim: &Claim<'c>, member: &Member<'c>, cells: &impl Cells<'c>) {
    let role = member.role;
    let specialty = role.specialty.and_then(|column| specialty(cells.text(column)?));
    json.begin_object();
    json.key("sequence");
    json.integer(member.sequence);
    json.object("provider", |json| {
        provider::member_reference(json, member);
        if specialty.is_some() || role.typed {
            json.text("type", provider::kind_of_member(member));
        }
        let qualifier = role.qualifier.and_then(|column| cells.text(column));
        json.object("identifier", |json| number(json, claim, member.provider.npi, qualifier));
        match role.name.and_then(|column| cells.text(column)) {
            Some(name) => json.text("display", name),
            None => display(json, &member.provider),
        }
    });
    json.raw_member("role", role.json);
    match specialty {
        Some(specialty) => qualification(json, claim, specialty),
        None if needs_qualification(claim, role) => taxonomy(json, claim, &member.provider),
        None => {}
    }
    json.end_object();
}

fn number(json: &mut Json<'_>, claim: &Claim<'_>, npi: &str, qualifier: Option<&str>) {
    let is_npi = qualifier.is_none_or(|code| code == "01");
    concept(json, "type", |json| {
        if let Some(code) = qualifier {
            coding(json, &PRVDR_ID_QLFYR_CD, code, claim.options.displays);
        }
        if is_npi {
            json.raw(NPI_CODING.as_bytes());
        }
    });
    json.text("system", if is_npi { NPI_SYSTEM } else { GENERIC_ID });
    json.text("value", npi);
}

/// The provider's name.
pub(super) fn display(json: &mut Json<'_>, provider: &Known<'_>) {
    let Some(last) = &provider.last else {
        json.optional_text("display", provider.legal.as_deref());
        return;
    };
    json.key("display");
    match &provider.first {
        Some(first) => json.joined(&[last.as_ref(), ", ", first.as_ref()]),
        None => json.string(last),
    }
}

fn qualification(json: &mut Json<'_>, claim: &Claim<'_>, specialty: &Specialty) {
    concept(json, "qualification", |json| {
        coding_of(json, &CLM_PRVDR_SPCLTY_CD, &[specialty.code]);
        if !specialty.taxonomy.is_empty() {
            coding(json, &NUCC, specialty.taxonomy, claim.options.displays);
        }
    });
}

/// CARIN wants to know what a rendering provider of an outpatient bill is qualified for.
fn needs_qualification(claim: &Claim<'_>, role: &Role) -> bool {
    let outpatient = claim.kind.as_ref().is_some_and(|kind| kind.subtype == Some("outpatient"));
    outpatient && matches!(role.code, "rendering" | "service")
}

/// The qualification by what is known of the provider.
fn taxonomy(json: &mut Json<'_>, claim: &Claim<'_>, provider: &Known<'_>) {
    match provider.taxonomy.as_deref() {
        Some(code) => {
            concept(json, "qualification", |json| {
                coding(json, &NUCC, code, claim.options.displays);
            });
        }
        None => json.raw_member("qualification", UNKNOWN),
    }
}
