//! `benefitBalance`.

use bluestem_model::number::Decimal;

use super::Claim;
use super::coding::named;
use crate::datatype::{self, dollars};
use crate::eob::coding::concept;
use crate::json::Json;
use crate::v2::eob::Defect;
use crate::v2::eob::rules::{Balance, BalanceValue};

/// Writes the one entry that holds all balances.
pub(super) fn write(json: &mut Json<'_>, claim: &Claim<'_>) {
    let found: Vec<(&Balance, Decimal)> = claim
        .rules
        .balance
        .iter()
        .copied()
        .flatten()
        .filter_map(|rule| Some((rule, claim.record.decimal(rule.column)?)))
        .collect();
    if found.is_empty() {
        return;
    }
    json.array("benefitBalance", |json| {
        json.element(|json| {
            let system = "http://terminology.hl7.org/CodeSystem/ex-benefitcategory";
            datatype::concept(json, "category", system, "1", Some("Medical Care"));
            json.array("financial", |json| {
                for (rule, value) in &found {
                    one(json, claim, rule, *value);
                }
            });
        });
    });
}

fn one(json: &mut Json<'_>, claim: &Claim<'_>, rule: &Balance, value: Decimal) {
    json.begin_object();
    if rule.value == BalanceValue::Weight && !claim.keeps(Defect::DrgWeight) {
        json.array("extension", |json| {
            json.element(|json| {
                json.text("url", rule.variable.system.url);
                json.key("valueDecimal");
                json.decimal(value);
            });
        });
    }
    concept(json, "type", |json| named(json, "benefit-balance", rule.variable));
    match rule.value {
        BalanceValue::Money => dollars(json, "usedMoney", value.to_money()),
        BalanceValue::Weight if !claim.keeps(Defect::DrgWeight) => {}
        // FHIR counts without a sign.
        BalanceValue::Count | BalanceValue::Weight => {
            json.key("usedUnsignedInt");
            json.integer(value.whole().max(0));
        }
    }
    json.end_object();
}
