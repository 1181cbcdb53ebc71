//! `item.adjudication` and `total`.

use bluestem_model::column::{Column, clm_ansi_sgntr, clm_line, clm_line_instnl, clm_line_rx};
use bluestem_model::number::Money;
use bluestem_model::record::Line;

use super::Claim;
use super::coding::{concept_of, named};
use super::extension::coded;
use crate::codes::variables::{CVRD_D_PLAN_PD_AMT, NCVRD_PLAN_PD_AMT, Variable};
use crate::datatype::dollars;
use crate::eob::coding::concept;
use crate::eob::{ANSI_PAIRS, sum};
use crate::json::Json;
use crate::v2::eob::Defect;
use crate::v2::eob::rules::{Adjudication, Amount, Form};

const DENIAL_REASON: &str = coding!(
    "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudicationDiscriminator",
    "denialreason",
    "Denial Reason"
);

/// That the source does not say whether the pharmacy is in a network: CARIN demands a total that does.
const OTHER_STATUS: &str =
    coding!("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBPayerAdjudicationStatus", "other", "Other");

/// Adjudications of a line.
pub(super) fn line(json: &mut Json<'_>, claim: &Claim<'_>, line: &Line<'_>) {
    for rule in claim.rules.line_adjudication.iter().copied().flatten() {
        match rule {
            Adjudication::Amount(rule) => {
                if rule.defect.is_some_and(|defect| !claim.keeps(defect)) {
                    continue;
                }
                if let Some(value) = of_line(claim, line, rule) {
                    amount(json, claim, Some(line), rule, value);
                }
            }
            Adjudication::Reason(column, variable) => {
                if let Some(code) = line.text(*column) {
                    reason(json, claim, variable, code);
                }
            }
            Adjudication::Adjustment(pair, variable) => {
                if let Some(code) = adjustment(claim, line, *pair) {
                    reason(json, claim, variable, &code);
                }
            }
            Adjudication::PlanPaid => plan_paid(json, claim, line),
        }
    }
}

/// An amount of the line; of a drug event it may stand in the header.
fn of_line(claim: &Claim<'_>, line: &Line<'_>, rule: &Amount) -> Option<Money> {
    let cell = |column: Column| line.money(column).or_else(|| claim.record.money(column));
    cell(rule.column).or_else(|| sum(rule.parts.iter().filter_map(|column| cell(*column))))
}

/// Totals.
pub(super) fn totals(json: &mut Json<'_>, claim: &Claim<'_>) {
    for rule in claim.rules.total {
        let found = match claim.items.first() {
            Some(item) if claim.rules.form == Form::Pharmacy => of_line(claim, item.line, rule),
            _ => claim.record.money(rule.column),
        };
        if let Some(value) = found {
            amount(json, claim, None, rule, value);
        }
    }
    if claim.rules.form == Form::Pharmacy {
        json.begin_object();
        concept(json, "category", |json| json.raw(OTHER_STATUS.as_bytes()));
        dollars(json, "amount", Money(0));
        json.end_object();
    }
}

fn amount(json: &mut Json<'_>, claim: &Claim<'_>, line: Option<&Line<'_>>, rule: &Amount, value: Money) {
    let misnamed = rule.misnamed.filter(|(defect, _)| claim.keeps(*defect)).map(|(_, variable)| variable);
    let extension = rule.extension.and_then(|(column, variable)| Some((line?.text(column)?, variable)));
    json.begin_object();
    if let Some((code, variable)) = extension {
        json.array("extension", |json| coded(json, claim, variable, code));
    }
    category(json, rule.kind, misnamed.or(rule.variable));
    dollars(json, "amount", value);
    json.end_object();
}

fn category(json: &mut Json<'_>, kind: &str, variable: Option<&Variable>) {
    concept(json, "category", |json| {
        json.raw(kind.as_bytes());
        if let Some(variable) = variable {
            named(json, "adjudication", variable);
        }
    });
}

fn reason(json: &mut Json<'_>, claim: &Claim<'_>, variable: &Variable, code: &str) {
    json.begin_object();
    concept(json, "category", |json| json.raw(DENIAL_REASON.as_bytes()));
    concept_of(json, "reason", &variable.system, code, claim.displays());
    json.end_object();
}

/// Group and reason of a pair in one code, as the warehouse has them: `CO120`.
fn adjustment(claim: &Claim<'_>, line: &Line<'_>, pair: usize) -> Option<String> {
    let signature = line.text(clm_line_instnl::CLM_ANSI_SGNTR_SK)?;
    let row = claim.record.record().find(clm_ansi_sgntr::CLM_ANSI_SGNTR_SK, signature)?;
    let (group, reason) = ANSI_PAIRS.get(pair)?;
    let code = [row.text(*group), row.text(*reason)].into_iter().flatten().collect::<String>();
    (!code.is_empty()).then_some(code)
}

/// What the plan paid: `C` says that the drug is covered.
fn plan_paid(json: &mut Json<'_>, claim: &Claim<'_>, line: &Line<'_>) {
    let covered = line.text(clm_line_rx::CLM_DRUG_CVRG_STUS_CD) == Some("C");
    let (column, kind, variable) = if covered {
        (clm_line::CLM_LINE_CVRD_PD_AMT, amount_type!(benefit), &CVRD_D_PLAN_PD_AMT)
    } else if claim.keeps(Defect::NoncoveredDrug) {
        (clm_line::CLM_LINE_NCVRD_PD_AMT, amount_type!(noncovered), &CVRD_D_PLAN_PD_AMT)
    } else {
        (clm_line::CLM_LINE_NCVRD_PD_AMT, amount_type!(noncovered), &NCVRD_PLAN_PD_AMT)
    };
    if let Some(value) = line.money(column) {
        json.begin_object();
        category(json, kind, Some(variable));
        dollars(json, "amount", value);
        json.end_object();
    }
}
