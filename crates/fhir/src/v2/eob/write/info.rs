//! `supportingInfo`, and the contained observations that it refers to.

use bluestem_model::column::clm_line_prfnl;
use bluestem_model::number::Decimal;
use bluestem_model::record::Line;

use super::Claim;
use super::coding::{concept_of, named, quantity};
use crate::codes::variables::{LINE_HCT_HGB_RSLT_NUM, LINE_HCT_HGB_TYPE_CD, Variable};
use crate::datatype;
use crate::eob::coding::concept;
use crate::json::Json;
use crate::v2::eob::rules::{Form, Info, InfoCategory, InfoValue};

const INFORMATION: &str =
    coding!("http://terminology.hl7.org/CodeSystem/claiminformationcategory", "info", "Information");

/// Writes entries and numbers them.
struct Entries<'j, 'o> {
    json: &'j mut Json<'o>,
    last: i64,
}

impl Entries<'_, '_> {
    fn entry(&mut self, category: &InfoCategory, value: impl FnOnce(&mut Json<'_>)) {
        self.last += 1;
        self.json.begin_object();
        self.json.key("sequence");
        self.json.integer(self.last);
        concept(self.json, "category", |json| match category {
            InfoCategory::Variable(variable) => of_variable(json, variable),
            InfoCategory::Slice(code, text) => slice(json, code, text),
            InfoCategory::SliceOf(code, text, variable) => {
                slice(json, code, text);
                named(json, "information", variable);
            }
        });
        value(self.json);
        self.json.end_object();
    }
}

fn of_variable(json: &mut Json<'_>, variable: &Variable) {
    json.raw(INFORMATION.as_bytes());
    named(json, "information", variable);
}

fn slice(json: &mut Json<'_>, code: &str, text: &str) {
    let system = "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBSupportingInfoType";
    datatype::coding(json, system, code, Some(text));
}

/// Writes everything. `observations` gets, for each item with an observation, the number of its entry.
pub(super) fn write(json: &mut Json<'_>, claim: &Claim<'_>, observations: &mut [Option<i64>]) {
    let mut entries = Entries { json, last: 0 };
    for rule in claim.rules.info.iter().copied().flatten() {
        one(&mut entries, claim, rule);
    }
    for (item, sequence) in claim.items.iter().zip(observations) {
        if observation(claim, item.line).is_none() {
            continue;
        }
        entries.entry(&InfoCategory::Variable(&LINE_HCT_HGB_RSLT_NUM), |json| {
            json.object("valueReference", |json| {
                json.key("reference");
                json.joined(&["#line-observation-", itoa::Buffer::new().format(item.sequence)]);
            });
        });
        *sequence = Some(entries.last);
    }
}

fn one(entries: &mut Entries<'_, '_>, claim: &Claim<'_>, rule: &Info) {
    let category = &rule.category;
    match rule.value {
        InfoValue::Code(column, system) => {
            if let Some(code) = claim.text(column) {
                entries.entry(category, |json| concept_of(json, "code", system, code, claim.displays()));
            }
        }
        InfoValue::Date(column) => {
            if let Some(date) = claim.record.date_text(column) {
                entries.entry(category, |json| json.text("timingDate", date));
            }
        }
        InfoValue::Period(start, end) => {
            let (start, end) = (claim.record.date_text(start), claim.record.date_text(end));
            if start.or(end).is_some() {
                entries.entry(category, |json| period(json, start, end));
            }
        }
        InfoValue::Count(column) => {
            if let Some(value) = claim.decimal(column) {
                entries.entry(category, |json| quantity(json, "valueQuantity", value));
            }
        }
        InfoValue::Pints(column) => {
            if let Some(value) = claim.decimal(column) {
                entries.entry(category, |json| pints(json, value));
            }
        }
        InfoValue::Compound(column) => {
            let code = match claim.decimal(column).map(Decimal::whole) {
                Some(1) => ("RXDINV", "Rx dispense invoice"),
                Some(2) => ("RXCINV", "Rx compound invoice"),
                _ => return,
            };
            entries.entry(category, |json| {
                let system = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
                datatype::concept(json, "code", system, code.0, Some(code.1));
            });
        }
    }
}

fn period(json: &mut Json<'_>, start: Option<&str>, end: Option<&str>) {
    // FHIR wants no period that ends before it begins.
    let end = end.filter(|end| start.is_none_or(|start| start <= *end));
    json.object("timingPeriod", |json| {
        json.optional_text("start", start);
        json.optional_text("end", end);
    });
}

fn pints(json: &mut Json<'_>, value: Decimal) {
    json.object("valueQuantity", |json| {
        json.key("value");
        json.decimal(value);
        json.text("unit", "pint");
        json.text("system", "http://unitsofmeasure.org");
        json.text("code", "[pt_us]");
    });
}

/// The blood test of a line: its kind and result. A result without a kind is the zero that the source requires.
fn observation<'c>(claim: &Claim<'c>, line: &Line<'c>) -> Option<(&'c str, Decimal)> {
    if claim.rules.form != Form::Professional {
        return None;
    }
    let kind = line.text(clm_line_prfnl::CLM_LINE_HCT_HGB_TYPE_CD)?;
    Some((kind, line.decimal(clm_line_prfnl::CLM_LINE_HCT_HGB_RSLT_NUM)?))
}

/// The contained observations.
pub(super) fn observations(json: &mut Json<'_>, claim: &Claim<'_>) {
    for item in &claim.items {
        let Some((kind, result)) = observation(claim, item.line) else { continue };
        json.begin_object();
        json.text("resourceType", "Observation");
        json.key("id");
        json.joined(&["line-observation-", itoa::Buffer::new().format(item.sequence)]);
        json.text("status", "unknown");
        concept_of(json, "code", &LINE_HCT_HGB_TYPE_CD.system, kind, claim.displays());
        quantity(json, "valueQuantity", result);
        json.end_object();
    }
}
