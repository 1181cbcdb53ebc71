//! Extensions that are named by their variables.

use super::Claim;
use super::coding::quantity;
use crate::codes::variables::Variable;
use crate::datatype::dollars;
use crate::eob::cells::Cells;
use crate::eob::coding::coding;
use crate::eob::value_code;
use crate::json::Json;
use crate::v2::eob::Defect;
use crate::v2::eob::rules::{Extension, ExtensionValue, Source};

/// Every extension of `groups` that `cells` have.
pub(super) fn write_all<'c>(
    json: &mut Json<'_>,
    claim: &Claim<'c>,
    cells: &impl Cells<'c>,
    groups: &[&[Extension]],
) {
    for rule in groups.iter().copied().flatten() {
        if rule.defect.is_none_or(|defect| claim.keeps(defect)) {
            write(json, claim, cells, rule);
        }
    }
}

/// One extension, if `cells` have it.
pub(super) fn write<'c>(json: &mut Json<'_>, claim: &Claim<'c>, cells: &impl Cells<'c>, rule: &Extension) {
    let column = match rule.source {
        Source::Column(column) => column,
        Source::ValueCode(code) => {
            if let Some(sum) = value_code(claim.record, code) {
                extension(json, rule.variable, |json| dollars(json, "valueMoney", sum));
            }
            return;
        }
    };
    let Some(text) = cells.text(column) else { return };
    let number = || cells.decimal(column);
    match rule.value {
        ExtensionValue::TaxNumber if !claim.options.tax_numbers => {}
        ExtensionValue::Coding | ExtensionValue::TaxNumber => coded(json, claim, rule.variable, text),
        ExtensionValue::Identifier => extension(json, rule.variable, |json| {
            json.object("valueIdentifier", |json| {
                json.text("system", rule.variable.system.url);
                json.text("value", text);
            });
        }),
        ExtensionValue::Date => {
            if let Some(date) = cells.date_text(column) {
                extension(json, rule.variable, |json| json.text("valueDate", date));
            }
        }
        ExtensionValue::Money => {
            if let Some(amount) = cells.money(column) {
                extension(json, rule.variable, |json| dollars(json, "valueMoney", amount));
            }
        }
        ExtensionValue::Units
            if claim.keeps(Defect::ZeroUnits) && number().is_none_or(|n| !n.is_positive()) => {}
        ExtensionValue::Quantity | ExtensionValue::Units => {
            if let Some(value) = number() {
                extension(json, rule.variable, |json| quantity(json, "valueQuantity", value));
            }
        }
        ExtensionValue::QuantityOf(unit, unit_variable) => {
            let Some(value) = number() else { return };
            extension(json, rule.variable, |json| {
                json.object("valueQuantity", |json| {
                    json.key("value");
                    json.decimal(value);
                    let Some(code) = cells.text(unit) else { return };
                    json.optional_text("unit", unit_variable.system.text(code, claim.displays()));
                    json.text("system", unit_variable.system.url);
                    json.text("code", code);
                });
            });
        }
    }
}

/// An extension with a coding of its variable.
pub(super) fn coded(json: &mut Json<'_>, claim: &Claim<'_>, variable: &Variable, code: &str) {
    extension(json, variable, |json| {
        json.key("valueCoding");
        coding(json, &variable.system, code, claim.displays());
    });
}

fn extension(json: &mut Json<'_>, variable: &Variable, value: impl FnOnce(&mut Json<'_>)) {
    json.begin_object();
    json.text("url", variable.system.url);
    value(json);
    json.end_object();
}
