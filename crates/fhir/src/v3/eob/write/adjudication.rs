//! `adjudication`, `total` and `item.adjudication`.

use bluestem_model::column::{Column, clm, clm_ansi_sgntr};
use bluestem_model::number::{Decimal, Money};
use bluestem_model::record::{Line, Row};

use super::Claim;
use super::cells::Cells;
use super::coding::{UNKNOWN, coding, concept};
use crate::codes::systems::{ANSI_GRP_CD, ANSI_RSN_CD, X12_ADJUSTMENT_GROUP, X12_ADJUSTMENT_REASON};
use crate::datatype::dollars;
use crate::eob::{ANSI_PAIRS, sum, value_code};
use crate::json::Json;
use crate::v3::eob::rules::{Adjudication, Amount, Category, Family, Source};

macro_rules! payer_status {
    ($code:literal, $display:literal) => {
        coding!("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBPayerAdjudicationStatus", $code, $display)
    };
}

macro_rules! discriminator {
    ($code:literal, $display:literal) => {
        coding!("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudicationDiscriminator", $code, $display)
    };
}

const BENEFIT_PAYMENT_STATUS: &str = discriminator!("benefitpaymentstatus", "Benefit Payment Status");
const ADJUSTMENT_REASON: &str = discriminator!("adjustmentreason", "Adjustment Reason");
const OTHER: &str = payer_status!("other", "Other");
const IN_NETWORK: &str = payer_status!("innetwork", "In Network");
const OUT_OF_NETWORK: &str = payer_status!("outofnetwork", "Out Of Network");

/// What was submitted.
const SUBMITTED: &str = concat!(r#"{"coding":["#, amount_type!(submitted), "]}");

/// Header adjudications.
pub(super) fn header(json: &mut Json<'_>, claim: &Claim<'_>) {
    for rule in claim.rules.adjudication.iter().copied().flatten() {
        match rule {
            Adjudication::Amount(rule) => amount(json, claim, claim.record, rule),
            Adjudication::PaymentStatus => status(json, OTHER),
            Adjudication::PricingStatus(column) => {
                status(json, pricing(claim.items.first().and_then(|item| item.line.text(*column))));
            }
            Adjudication::AdjustmentReason(_) => {}
        }
    }
    // CARIN wants amounts of an institutional claim on its lines or here.
    if claim.rules.family == Family::Institutional
        && !claim.items.iter().any(|item| has_amount(claim, item.line))
    {
        submitted(json, claim.record.money(clm::CLM_SBMT_CHRG_AMT));
    }
}

/// Adjudications of a line.
pub(super) fn line(json: &mut Json<'_>, claim: &Claim<'_>, line: &Line<'_>) {
    for rule in claim.rules.line_adjudication {
        match rule {
            Adjudication::Amount(rule) => amount(json, claim, line, rule),
            Adjudication::PaymentStatus => status(json, OTHER),
            Adjudication::PricingStatus(column) => status(json, pricing(line.text(*column))),
            Adjudication::AdjustmentReason(column) => adjustments(json, claim, line.text(*column)),
        }
    }
    if claim.rules.family != Family::Institutional && !has_amount(claim, line) {
        submitted(json, None);
    }
}

/// Whether the line has an amount of a type that HL7 or CARIN names.
fn has_amount(claim: &Claim<'_>, line: &Line<'_>) -> bool {
    claim.rules.line_adjudication.iter().any(|rule| match rule {
        Adjudication::Amount(rule) => {
            rule.category.slice.is_some() && money_of(claim, line, &rule.source).is_some()
        }
        _ => false,
    })
}

/// What was submitted, which may not be known: it stands where CARIN demands an amount and the source has none.
fn submitted(json: &mut Json<'_>, amount: Option<Money>) {
    json.element(|json| {
        json.raw_member("category", SUBMITTED);
        match amount {
            Some(amount) => dollars(json, "amount", amount),
            None => json.raw_member("amount", UNKNOWN),
        }
    });
}

/// Totals. CARIN demands one; without any amount in the source it says so.
pub(super) fn totals(json: &mut Json<'_>, claim: &Claim<'_>) {
    let mut any = false;
    for rule in claim.rules.total {
        // A pharmacy event's cost stands on its line.
        let found = money_of(claim, claim.record, &rule.source)
            .or_else(|| money_of(claim, claim.items.first()?.line, &rule.source));
        if let Some(value) = found {
            any = true;
            money(json, &rule.category, value);
        }
    }
    if !any {
        submitted(json, None);
    }
}

fn amount<'r>(json: &mut Json<'_>, claim: &Claim<'_>, cells: &impl Cells<'r>, rule: &Amount) {
    if let Source::Number(column) = rule.source {
        if let Some(value) = cells.decimal(column) {
            number(json, &rule.category, value);
        }
    } else if let Some(value) = money_of(claim, cells, &rule.source) {
        money(json, &rule.category, value);
    }
}

/// Dollars of a rule. An amount that the source does not have is none, not zero.
fn money_of<'r>(claim: &Claim<'_>, cells: &impl Cells<'r>, source: &Source) -> Option<Money> {
    match source {
        Source::Money(column) => cells.money(*column),
        Source::Number(_) => None,
        Source::Sum(columns, given) => sum(columns.iter().filter_map(|column| cells.money(*column)))
            .or_else(|| claim.record.money(*given)),
        Source::ValueCode(code) => value_code(claim.record, code),
    }
}

fn money(json: &mut Json<'_>, category: &Category, value: Money) {
    json.begin_object();
    json.raw_member("category", category.json);
    dollars(json, "amount", value);
    json.end_object();
}

fn number(json: &mut Json<'_>, category: &Category, value: Decimal) {
    json.begin_object();
    json.raw_member("category", category.json);
    json.key("value");
    json.decimal(value);
    json.end_object();
}

fn status(json: &mut Json<'_>, reason: &str) {
    json.begin_object();
    concept(json, "category", |json| json.raw(BENEFIT_PAYMENT_STATUS.as_bytes()));
    concept(json, "reason", |json| json.raw(reason.as_bytes()));
    json.end_object();
}

/// The network status that a pricing exception code says: none means that nothing was out of the ordinary.
fn pricing(code: Option<&str>) -> &'static str {
    match code {
        None => IN_NETWORK,
        Some("O") => OUT_OF_NETWORK,
        Some(_) => OTHER,
    }
}

fn adjustments(json: &mut Json<'_>, claim: &Claim<'_>, signature: Option<&str>) {
    let Some(signature) = signature else { return };
    let Some(row) = claim.record.record().find(clm_ansi_sgntr::CLM_ANSI_SGNTR_SK, signature) else { return };
    for (group, reason) in ANSI_PAIRS {
        adjustment(json, claim, &row, group, reason);
    }
}

fn adjustment(json: &mut Json<'_>, claim: &Claim<'_>, row: &Row<'_>, group: Column, reason: Column) {
    let Some(group @ ("CO" | "CR" | "OA" | "PI" | "PR")) = row.text(group) else { return };
    let displays = claim.options.displays;
    json.begin_object();
    concept(json, "category", |json| json.raw(ADJUSTMENT_REASON.as_bytes()));
    concept(json, "reason", |json| {
        coding(json, &X12_ADJUSTMENT_GROUP, group, displays);
        coding(json, &ANSI_GRP_CD, group, displays);
        if let Some(reason) = row.text(reason) {
            coding(json, &X12_ADJUSTMENT_REASON, reason, displays);
            coding(json, &ANSI_RSN_CD, reason, displays);
        }
    });
    json.end_object();
}
