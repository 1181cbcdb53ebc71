//! `careTeam`: whom the header names, then whom each line names; nobody twice in one role.

use bluestem_model::record::{ClaimRecord, Line};

use super::coding::{NPI, UPIN, typed_identifier};
use super::provider::Known;
use super::{Claim, extension, provider};
use crate::codes::systems::NUCC;
use crate::codes::variables::PRVDR_SPCLTY;
use crate::eob::cells::Cells;
use crate::eob::coding::{coding, concept};
use crate::eob::items::Item;
use crate::json::Json;
use crate::v2::eob::rules::{Role, RuleSet};

/// One member. Its place in the list, counted from 1, is its sequence number.
struct Member<'c> {
    role: &'static Role,
    number: &'c str,
    npi: bool,
    /// The line that named it first.
    line: Option<&'c Line<'c>>,
}

/// All members, and which of them each item points at.
pub(super) struct Team<'c> {
    members: Vec<Member<'c>>,
    links: Vec<Vec<i64>>,
}

impl<'c> Team<'c> {
    pub(super) fn of(record: &'c ClaimRecord<'c>, items: &[Item<'c>], rules: &'static RuleSet) -> Self {
        let mut team = Self { members: Vec::new(), links: vec![Vec::new(); items.len()] };
        for role in rules.care_team {
            let Some(sequence) = team.add(record, None, role) else { continue };
            if role.linked {
                team.links.iter_mut().for_each(|links| links.push(sequence));
            }
        }
        for (place, item) in items.iter().enumerate() {
            for role in rules.line_care_team {
                let Some(sequence) = team.add(item.line, Some(item.line), role) else { continue };
                if let Some(links) = team.links.get_mut(place) {
                    links.push(sequence);
                }
            }
        }
        team
    }

    /// The sequence number of whom `cells` name in the role.
    fn add(
        &mut self,
        cells: &impl Cells<'c>,
        line: Option<&'c Line<'c>>,
        role: &'static Role,
    ) -> Option<i64> {
        let (number, npi) = number(cells, role)?;
        let same = |member: &Member<'_>| member.number == number && member.role.code == role.code;
        let place = self.members.iter().position(same).unwrap_or_else(|| {
            self.members.push(Member { role, number, npi, line });
            self.members.len() - 1
        });
        i64::try_from(place + 1).ok()
    }

    /// The members that the item at `place` points at.
    pub(super) fn links(&self, place: usize) -> &[i64] {
        self.links.get(place).map_or(&[], Vec::as_slice)
    }
}

/// A provider's number, and whether it is an NPI.
fn number<'c>(cells: &impl Cells<'c>, role: &Role) -> Option<(&'c str, bool)> {
    let counts = role.qualifier.is_none_or(|column| cells.text(column).is_none_or(|code| code == "01"));
    let npi = role.npi.iter().find_map(|column| cells.text(*column)).filter(|_| counts);
    npi.map(|npi| (npi, true)).or_else(|| Some((cells.text(role.upin?)?, false)))
}

/// Writes the members.
pub(super) fn write(json: &mut Json<'_>, claim: &Claim<'_>) {
    for (member, sequence) in claim.team.members.iter().zip(1..) {
        json.begin_object();
        json.array("extension", |json| {
            if let Some(line) = member.line {
                for rule in member.role.extensions {
                    extension::write(json, claim, line, rule);
                }
            }
        });
        json.key("sequence");
        json.integer(sequence);
        let known = if member.npi { Known::of(claim, member.number) } else { None };
        json.object("provider", |json| {
            typed_identifier(json, if member.npi { NPI } else { UPIN }, member.number);
            provider::display(json, known.as_ref());
        });
        if member.role.responsible {
            json.key("responsible");
            json.bool(true);
        }
        concept(json, "role", |json| json.raw(member.role.json.as_bytes()));
        concept(json, "qualification", |json| {
            if let Some(code) = known.as_ref().and_then(Known::taxonomy) {
                coding(json, &NUCC, code, claim.displays());
            }
            let specialty = member.role.specialty.and_then(|column| member.line?.text(column));
            if let Some(code) = specialty {
                coding(json, &PRVDR_SPCLTY.system, code, claim.displays());
            }
        });
        json.end_object();
    }
}
