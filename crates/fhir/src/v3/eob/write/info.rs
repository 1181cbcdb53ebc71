//! `supportingInfo`.

use bluestem_model::claim::SourceSystem;
use bluestem_model::column::{View, clm, clm_dt_sgntr, clm_lctn_hstry, clm_rlt_cond_sgntr_mbr};

use super::cells::Cells;
use super::coding::{UNKNOWN, coding, coding_of, concept};
use super::{Claim, Links, observation};
use crate::codes::state::fips_of;
use crate::codes::systems::{
    CLM_AUDT_TRL_STUS_CD, CLM_BILL_CLSFCTN_CD, CLM_BILL_FAC_TYPE_CD, CLM_BILL_FREQ_CD, CLM_RLT_COND_CD,
    NUBC_TYPE_OF_BILL, US_FIPS_STATE_CODES,
};
use crate::codes::{CodeSystem, Displays};
use crate::json::Json;
use crate::v3::eob::rules::{Info, InfoGroup, InfoValue, Unit};

/// Writes the entries and numbers them.
pub(super) struct Entries<'j, 'o> {
    json: &'j mut Json<'o>,
    next: i64,
}

impl<'o> Entries<'_, 'o> {
    /// One entry; its number is returned.
    pub(super) fn entry(&mut self, category: &str, value: impl FnOnce(&mut Json<'o>)) -> i64 {
        let sequence = self.next;
        self.next += 1;
        self.json.begin_object();
        self.json.key("sequence");
        self.json.integer(sequence);
        self.json.raw_member("category", category);
        value(self.json);
        self.json.end_object();
        sequence
    }
}

/// Writes all entries and notes in `links` which belong to which line.
pub(super) fn write(json: &mut Json<'_>, claim: &Claim<'_>, links: &mut [Links]) {
    let mut entries = Entries { json, next: 1 };
    let mut line_groups = 0;
    for group in claim.rules.info {
        match group {
            InfoGroup::Header(rules) => each(&mut entries, claim, claim.record, rules),
            InfoGroup::Line(rules) => {
                for (item, links) in claim.items.iter().zip(links.iter_mut()) {
                    let first = entries.next;
                    each(&mut entries, claim, item.line, rules);
                    if let Some(information) = links.information.get_mut(line_groups) {
                        *information = (first, entries.next);
                    }
                }
                line_groups += 1;
            }
            InfoGroup::OnlyLine(rules) => {
                if let Some(item) = claim.items.first() {
                    each(&mut entries, claim, item.line, rules);
                }
            }
        }
    }
    missing(&mut entries, claim);
    observation::information(&mut entries, claim, links);
}

/// What the profile demands and the source does not have. It comes behind what the source has, so that it
/// shifts no number of BFD v3's.
fn missing(entries: &mut Entries<'_, '_>, claim: &Claim<'_>) {
    for group in claim.rules.info {
        let (InfoGroup::Header(rules) | InfoGroup::Line(rules) | InfoGroup::OnlyLine(rules)) = group;
        for rule in rules.iter().filter(|rule| rule.required) {
            let line = claim.items.first().map(|item| item.line);
            let found = claim.record.text(rule.column).or_else(|| line?.text(rule.column));
            match &rule.value {
                InfoValue::AdmissionPeriod => missing_stay(entries, claim, rule.category.json),
                InfoValue::Quantity(_) if found.is_none() => {
                    entries.entry(rule.category.json, |json| json.raw_member("valueQuantity", UNKNOWN));
                }
                InfoValue::Codes(systems) if served(systems, found).is_none() => {
                    entries.entry(rule.category.json, |json| json.raw_member("code", UNKNOWN));
                }
                _ => {}
            }
        }
    }
}

/// The code, if one of the systems serves it.
fn served<'r>(systems: &[&CodeSystem], code: Option<&'r str>) -> Option<&'r str> {
    code.filter(|code| systems.iter().any(|system| system.serves(code)))
}

fn each<'r>(entries: &mut Entries<'_, '_>, claim: &Claim<'_>, cells: &impl Cells<'r>, rules: &[Info]) {
    for rule in rules {
        one(entries, claim, cells, rule);
    }
}

fn one<'r>(entries: &mut Entries<'_, '_>, claim: &Claim<'_>, cells: &impl Cells<'r>, rule: &Info) {
    let category = rule.category.json;
    match &rule.value {
        InfoValue::Codes(systems) => {
            if let Some(code) = served(systems, cells.text(rule.column)) {
                entries.entry(category, |json| codes(json, systems, code, claim.options.displays));
            }
        }
        InfoValue::CodeOr(system, blank) => {
            let code = cells.text(rule.column).unwrap_or(blank);
            if system.serves(code) {
                entries.entry(category, |json| codes(json, &[system], code, claim.options.displays));
            }
        }
        InfoValue::State => {
            if let Some(state) = cells.text(rule.column).and_then(fips_of) {
                let systems = &[&US_FIPS_STATE_CODES];
                entries.entry(category, |json| codes(json, systems, state, claim.options.displays));
            }
        }
        InfoValue::Number(system) => {
            if let Some(code) = cells.decimal(rule.column).map(bluestem_model::number::Decimal::whole) {
                number(entries, category, system, code, claim.options.displays);
            }
        }
        InfoValue::Date => {
            if let Some(date) = cells.date_text(rule.column) {
                entries.entry(category, |json| json.text("timingDate", date));
            }
        }
        InfoValue::Text => {
            if let Some(text) = cells.text(rule.column) {
                entries.entry(category, |json| json.text("valueString", text));
            }
        }
        InfoValue::Quantity(unit) => quantity(entries, cells, rule, unit),
        InfoValue::TypeOfBill => type_of_bill(entries, claim, category),
        InfoValue::AdmissionPeriod => admission_period(entries, claim, category),
        InfoValue::Conditions => conditions(entries, claim, category),
        InfoValue::AuditTrail => audit_trail(entries, claim, category),
    }
}

fn codes(json: &mut Json<'_>, systems: &[&CodeSystem], code: &str, displays: &Displays) {
    concept(json, "code", |json| {
        for system in systems {
            coding(json, system, code, displays);
        }
    });
}

fn number(
    entries: &mut Entries<'_, '_>,
    category: &str,
    system: &CodeSystem,
    code: i64,
    displays: &Displays,
) {
    if code > 0 {
        let mut buffer = itoa::Buffer::new();
        let code = buffer.format(code);
        entries.entry(category, |json| codes(json, &[system], code, displays));
    }
}

fn quantity<'r>(entries: &mut Entries<'_, '_>, cells: &impl Cells<'r>, rule: &Info, unit: &Unit) {
    let value = cells.decimal(rule.column).filter(|value| value.is_positive() || !unit.skip_zero);
    let Some(value) = value else { return };
    entries.entry(rule.category.json, |json| {
        json.object("valueQuantity", |json| {
            json.key("value");
            json.decimal(value);
            json.text("unit", unit.text);
            if let Some(code) = unit.ucum {
                json.text("system", "http://unitsofmeasure.org");
                json.text("code", code);
            }
        });
    });
}

/// The NUBC code has a leading zero; the code systems of BFD name each part by the digits up to it.
fn type_of_bill(entries: &mut Entries<'_, '_>, claim: &Claim<'_>, category: &str) {
    let part = |column| claim.record.text(column).unwrap_or_default();
    let facility = part(clm::CLM_BILL_FAC_TYPE_CD);
    let class = part(clm::CLM_BILL_CLSFCTN_CD);
    let frequency = part(clm::CLM_BILL_FREQ_CD);
    if [facility, class, frequency].iter().all(|part| part.is_empty()) {
        return;
    }
    entries.entry(category, |json| {
        concept(json, "code", |json| {
            coding_of(json, &NUBC_TYPE_OF_BILL, &["0", facility, class, frequency]);
            let parts = [facility, class, frequency];
            let systems = [&CLM_BILL_FAC_TYPE_CD, &CLM_BILL_CLSFCTN_CD, &CLM_BILL_FREQ_CD];
            for (place, system) in systems.into_iter().enumerate() {
                if parts.get(place).is_some_and(|part| !part.is_empty()) {
                    coding_of(json, system, parts.get(..=place).unwrap_or_default());
                }
            }
        });
    });
}

/// The stay: active care to discharge.
fn admission_period(entries: &mut Entries<'_, '_>, claim: &Claim<'_>, category: &str) {
    if let Some(start) = claim.record.date_text(clm_dt_sgntr::CLM_ACTV_CARE_FROM_DT) {
        stay(entries, claim, category, start);
    }
}

/// A claim of a kind that is a stay has one by its profile: the claim's first day stands in for a missing start.
fn missing_stay(entries: &mut Entries<'_, '_>, claim: &Claim<'_>, category: &str) {
    let is_stay = claim.kind.as_ref().is_some_and(|kind| kind.subtype == Some("inpatient"));
    if !is_stay || claim.record.date_text(clm_dt_sgntr::CLM_ACTV_CARE_FROM_DT).is_some() {
        return;
    }
    match claim.record.date_text(clm::CLM_FROM_DT) {
        Some(start) => stay(entries, claim, category, start),
        None => {
            entries.entry(category, |json| json.raw_member("timingPeriod", UNKNOWN));
        }
    }
}

fn stay(entries: &mut Entries<'_, '_>, claim: &Claim<'_>, category: &str, start: &str) {
    let end = claim.record.date_text(clm_dt_sgntr::CLM_DSCHRG_DT).filter(|end| *end >= start);
    entries.entry(category, |json| {
        json.object("timingPeriod", |json| {
            json.text("start", start);
            json.optional_text("end", end);
        });
    });
}

/// One entry for each condition, in the order of the signature.
fn conditions(entries: &mut Entries<'_, '_>, claim: &Claim<'_>, category: &str) {
    let rows = claim.record.record().rows_of(View::ClmRltCondSgntrMbr);
    let mut members: Vec<(i64, &str)> = rows
        .filter(|row| !matches!(row.integer(clm_rlt_cond_sgntr_mbr::CLM_RLT_COND_SGNTR_SK), Some(-1..=1)))
        .filter_map(|row| {
            let code = row.text(clm_rlt_cond_sgntr_mbr::CLM_RLT_COND_CD)?;
            Some((row.integer(clm_rlt_cond_sgntr_mbr::CLM_RLT_COND_SGNTR_SQNC_NUM).unwrap_or(0), code))
        })
        .collect();
    members.sort_unstable();
    for (_, code) in members {
        entries.entry(category, |json| codes(json, &[&CLM_RLT_COND_CD], code, claim.options.displays));
    }
}

/// The latest entry of the claim's trail. Only the equipment system tells by status and location together what
/// a status means; of what the code system does not have BFD v3 says nothing.
fn audit_trail(entries: &mut Entries<'_, '_>, claim: &Claim<'_>, category: &str) {
    let rows = claim.record.record().rows_of(View::ClmLctnHstry);
    let latest = rows.max_by_key(|row| row.integer(clm_lctn_hstry::CLM_LCTN_CD_SQNC_NUM));
    let Some(row) = latest else { return };
    let Some(status) = row.text(clm_lctn_hstry::CLM_AUDT_TRL_STUS_CD) else { return };
    let location = || row.text(clm_lctn_hstry::CLM_AUDT_TRL_LCTN_CD).unwrap_or_default();
    let (system, location) = match claim.stored.index.source {
        SourceSystem::Fiss => ("F", ""),
        SourceSystem::Mcs => ("M", ""),
        SourceSystem::Vms => ("V", location()),
        SourceSystem::Ddps | SourceSystem::Nch | SourceSystem::Cwf => return,
    };
    let parts = [system, status, location];
    let code = parts.concat();
    if CLM_AUDT_TRL_STUS_CD.serves(&code) {
        entries.entry(category, |json| {
            concept(json, "code", |json| {
                json.element(|json| {
                    json.text("system", CLM_AUDT_TRL_STUS_CD.url);
                    json.key("code");
                    json.joined(&parts);
                    json.optional_text("display", CLM_AUDT_TRL_STUS_CD.text(&code, claim.options.displays));
                });
            });
        });
    }
}
