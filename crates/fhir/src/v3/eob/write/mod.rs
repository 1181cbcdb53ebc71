//! The walk over a claim's record that writes the resource.

mod adjudication;
mod care_team;
mod diagnosis;
mod head;
mod info;
mod insurance;
mod item;
mod known;
mod observation;
mod prior_auth;
mod procedure;
mod product;
mod provider;

use bluestem_model::claim::{ClaimKind, StoredClaim};
use bluestem_model::record::ClaimRecord;

use super::EobOptions;
use super::rules::{ClaimType, RuleSet, claim_type, rules_for};
use crate::eob::items::{Item, items};
use crate::eob::{cells, coding};
use crate::json::Json;
use care_team::Member;
use diagnosis::Diagnosis;

/// A claim on its way out: its record, its rules, and what is found out once and used in several places.
pub(super) struct Claim<'c> {
    stored: &'c StoredClaim,
    record: &'c ClaimRecord<'c>,
    options: &'c EobOptions<'c>,
    rules: &'static RuleSet,
    kind: Option<ClaimType>,
    diagnoses: Vec<Diagnosis<'c>>,
    team: Vec<Member<'c>>,
    items: Vec<Item<'c>>,
}

/// What an item points at.
#[derive(Debug, Default, Clone)]
struct Links {
    /// Of each group of the line's `supportingInfo` the first and the one behind the last.
    information: [(i64, i64); 2],
    /// The `supportingInfo` with the line's observation.
    observation: Option<i64>,
}

impl<'c> Claim<'c> {
    pub(super) fn new(
        stored: &'c StoredClaim,
        record: &'c ClaimRecord<'c>,
        options: &'c EobOptions<'c>,
    ) -> Self {
        let rules = rules_for(stored.index.kind, stored.index.phase);
        let items = items(record.lines());
        Self {
            stored,
            record,
            options,
            rules,
            kind: claim_type(stored.index.kind),
            diagnoses: diagnosis::list(record, rules.family),
            team: care_team::list(stored, record, options.displays, &items, rules),
            items,
        }
    }
}

/// Writes the resource.
pub(super) fn resource(json: &mut Json<'_>, claim: &Claim<'_>) {
    if claim.stored.index.kind == ClaimKind::PriorAuth {
        return prior_auth::resource(json, claim);
    }
    let mut links = vec![Links::default(); claim.items.len()];
    json.begin_object();
    head::meta(json, claim);
    json.array("contained", |json| {
        insurance::contained_insurer(json, claim);
        observation::contained(json, claim);
        provider::contained(json, claim);
        provider::contained_members(json, claim);
    });
    head::claim(json, claim);
    json.raw_member("insurer", insurance::INSURER);
    provider::reference(json, claim);
    head::related(json, claim);
    head::outcome(json, claim);
    json.array("careTeam", |json| care_team::write(json, claim));
    json.array("supportingInfo", |json| info::write(json, claim, &mut links));
    json.array("diagnosis", |json| diagnosis::write(json, claim));
    json.array("procedure", |json| procedure::write(json, claim));
    json.array("insurance", |json| insurance::write(json, claim));
    json.array("item", |json| item::write(json, claim, &links));
    json.array("adjudication", |json| adjudication::header(json, claim));
    json.array("total", |json| adjudication::totals(json, claim));
    insurance::payment(json, claim);
    json.end_object();
}
