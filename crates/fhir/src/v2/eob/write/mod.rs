//! The walk over a claim's record that writes the resource.

mod adjudication;
mod balance;
mod care_team;
mod coding;
mod diagnosis;
mod extension;
mod head;
mod info;
mod item;
mod procedure;
mod provider;

use bluestem_model::claim::StoredClaim;
use bluestem_model::column::Column;
use bluestem_model::number::Decimal;
use bluestem_model::record::ClaimRecord;

use super::rules::{Form, RuleSet};
use super::{Defect, EobOptions};
use crate::codes::Displays;
use crate::eob::items::{Item, items};
use crate::json::Json;
use care_team::Team;
use diagnosis::Diagnoses;

/// The base of the names that the public Blue Button gives.
const BASE: &str = "https://bluebutton.cms.gov/resources/";

/// A claim on its way out: its record, its rules, and what is found out once and used in several places.
pub(super) struct Claim<'c> {
    stored: &'c StoredClaim,
    record: &'c ClaimRecord<'c>,
    options: &'c EobOptions<'c>,
    rules: &'static RuleSet,
    diagnoses: Diagnoses<'c>,
    team: Team<'c>,
    items: Vec<Item<'c>>,
}

impl<'c> Claim<'c> {
    pub(super) fn new(
        stored: &'c StoredClaim,
        record: &'c ClaimRecord<'c>,
        rules: &'static RuleSet,
        options: &'c EobOptions<'c>,
    ) -> Self {
        let items = items(record.lines());
        Self {
            stored,
            record,
            options,
            rules,
            diagnoses: Diagnoses::of(record, &items, rules),
            team: Team::of(record, &items, rules),
            items,
        }
    }

    fn displays(&self) -> &'c Displays {
        self.options.displays
    }

    /// Whether a defect of BFD v2 is to be kept.
    fn keeps(&self, defect: Defect) -> bool {
        self.options.defects.has(defect)
    }

    /// The cell of the header, or of the first line: drug events have one line, and some of their columns there.
    fn text(&self, column: Column) -> Option<&'c str> {
        self.record.text(column).or_else(|| self.items.first()?.line.text(column))
    }

    /// As [`Self::text`], as a number.
    fn decimal(&self, column: Column) -> Option<Decimal> {
        self.record.decimal(column).or_else(|| self.items.first()?.line.decimal(column))
    }
}

/// Writes the resource.
pub(super) fn resource(json: &mut Json<'_>, claim: &Claim<'_>) {
    let pharmacy = claim.rules.form == Form::Pharmacy;
    json.begin_object();
    head::meta(json, claim);
    json.array("contained", |json| {
        provider::contained(json, claim);
        info::observations(json, claim);
    });
    json.array("extension", |json| extension::write_all(json, claim, claim.record, claim.rules.extensions));
    head::claim(json, claim);
    provider::reference(json, claim);
    provider::referral(json, claim);
    provider::facility(json, claim);
    head::outcome(json, claim);
    json.array("careTeam", |json| care_team::write(json, claim));
    let mut observations = vec![None; claim.items.len()];
    json.array("supportingInfo", |json| info::write(json, claim, &mut observations));
    json.array("diagnosis", |json| diagnosis::write(json, claim));
    json.array("procedure", |json| procedure::write(json, claim));
    json.array("insurance", |json| head::insurance(json, claim));
    json.array("item", |json| item::write(json, claim, &observations));
    json.array("total", |json| adjudication::totals(json, claim));
    head::payment(json, claim);
    if !pharmacy {
        balance::write(json, claim);
    }
    json.end_object();
}
