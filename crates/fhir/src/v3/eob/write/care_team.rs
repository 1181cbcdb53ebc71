//! `careTeam`: who rendered each line, then the providers that the header names.

use bluestem_model::column::prvdr_hstry;
use bluestem_model::record::{Line, Row};

use super::cells::Cells;
use super::coding::{NPI_CODING, NPI_SYSTEM, coding_of, concept};
use super::provider::{GENERIC_ID, name_parts};
use super::{Claim, Item};
use crate::codes::specialty::{ProviderKind, Specialty, specialty};
use crate::codes::systems::{CLM_PRVDR_SPCLTY_CD, NUCC, PRVDR_ID_QLFYR_CD};
use crate::json::Json;
use crate::v3::eob::rules::Role;

/// All members. A line's provider has the line's number; the header's follow behind the last of them, each
/// with the number of its role whether or not the roles before it are filled (BFD v3).
pub(super) fn write(json: &mut Json<'_>, claim: &Claim<'_>) {
    let mut last = 0;
    for Item { sequence, line } in &claim.items {
        if let Some((role, provider)) = line_provider(claim, line) {
            last = *sequence;
            member(json, claim, *line, role, &provider, last);
        }
    }
    for (role, sequence) in claim.rules.care_team.iter().zip(last + 1..) {
        if let Some(provider) = provider_of(claim, claim.record, role) {
            member(json, claim, claim.record, role, &provider, sequence);
        }
    }
}

/// The provider who rendered the line, if one is known.
pub(super) fn line_provider<'c>(claim: &Claim<'c>, line: &Line<'c>) -> Option<(&'static Role, Row<'c>)> {
    let role = claim.rules.line_care_team.as_ref()?;
    Some((role, provider_of(claim, line, role)?))
}

/// The provider's own row: BFD v3 names nobody without one.
fn provider_of<'c>(claim: &Claim<'c>, cells: &impl Cells<'c>, role: &Role) -> Option<Row<'c>> {
    let npi = cells.text(role.npi)?;
    if let Some(qualifier) = role.qualifier {
        cells.text(qualifier).filter(|code| PRVDR_ID_QLFYR_CD.serves(code))?;
    }
    claim.record.record().find(prvdr_hstry::PRVDR_NPI_NUM, npi)
}

fn member<'c>(
    json: &mut Json<'_>,
    claim: &Claim<'c>,
    cells: &impl Cells<'c>,
    role: &Role,
    provider: &Row<'c>,
    sequence: i64,
) {
    let specialty = role.specialty.and_then(|column| specialty(cells.text(column)?));
    json.begin_object();
    json.key("sequence");
    json.integer(sequence);
    json.object("provider", |json| {
        json.optional_text("type", provider_type(role, specialty));
        let qualifier = role.qualifier.and_then(|column| cells.text(column));
        json.object("identifier", |json| number(json, claim, provider, qualifier));
        match role.name.and_then(|column| cells.text(column)) {
            Some(name) => json.text("display", name),
            None => display(json, provider),
        }
    });
    json.raw_member("role", role.json);
    if let Some(specialty) = specialty {
        qualification(json, specialty);
    }
    json.end_object();
}

fn provider_type(role: &Role, specialty: Option<&Specialty>) -> Option<&'static str> {
    match specialty.map(|known| known.kind) {
        Some(ProviderKind::Individual) => Some("Practitioner"),
        Some(ProviderKind::Organization) => Some("Organization"),
        Some(ProviderKind::Unknown) => None,
        None => role.default_type,
    }
}

fn number(json: &mut Json<'_>, claim: &Claim<'_>, provider: &Row<'_>, qualifier: Option<&str>) {
    let is_npi = qualifier.is_none_or(|code| code == "01");
    concept(json, "type", |json| {
        if let Some(code) = qualifier {
            super::coding::coding(json, &PRVDR_ID_QLFYR_CD, code, claim.options.displays);
        }
        if is_npi {
            json.raw(NPI_CODING.as_bytes());
        }
    });
    json.text("system", if is_npi { NPI_SYSTEM } else { GENERIC_ID });
    json.optional_text("value", provider.text(prvdr_hstry::PRVDR_NPI_NUM));
}

fn display(json: &mut Json<'_>, provider: &Row<'_>) {
    let (last, first) = name_parts(provider);
    match (last, first) {
        (Some(last), Some(first)) => {
            json.key("display");
            json.joined(&[last, ", ", first]);
        }
        (last, first) => json.optional_text("display", last.or(first)),
    }
}

fn qualification(json: &mut Json<'_>, specialty: &Specialty) {
    concept(json, "qualification", |json| {
        coding_of(json, &CLM_PRVDR_SPCLTY_CD, &[specialty.code]);
        if !specialty.taxonomy.is_empty() {
            coding_of(json, &NUCC, &[specialty.taxonomy]);
        }
    });
}
