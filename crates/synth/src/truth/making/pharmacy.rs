//! Prescription drug events.

use bluestem_model::number::Money;

use super::{Maker, Parts};
use crate::codes::{CONDITIONS, DRUGS, Drug};
use crate::day::Day;
use crate::random::Rng;
use crate::truth::claim::{Amounts, Detail, Dispensed, Line, LineDetail, PharmacyClaim};

impl<'d> Maker<'d, '_> {
    /// None on a day without a drug plan.
    pub(super) fn pharmacy(&self, from: Day, rng: &mut Rng) -> Option<Parts<'d>> {
        let plan = self.person.coverage.drug_plan(from)?;
        let drug = self.drug(rng);
        let (months, days_supply) = rng.pick(&[(1, 30), (1, 30), (1, 30), (3, 90), (1, 28)]);
        let mut event = PharmacyClaim {
            prescriber: self.doctor(rng),
            plan,
            prescription: format!("{:09}", rng.below(1_000_000_000)),
            compound: rng.chance(8),
            days_supply,
            fill: rng.between(0, 5),
            authorized_fills: rng.pick(&[0, 3, 5, 11]),
            origin: rng.pick(&["3", "3", "3", "1", "2", "4", "5"]),
            dispense_as_written: if drug.brand {
                rng.pick(&["0", "1"])
            } else {
                rng.pick(&["0", "0", "5", "9"])
            },
            residence: rng.pick(&["01", "01", "01", "01", "03", "04"]),
            pharmacy_kind: rng.pick(&["01", "01", "01", "05", "06", "08"]),
            ingredient: Money(rng.between(drug.cost.0, drug.cost.1) * months),
            dispensing: Money(rng.between(50, 350)),
            tax: Money(if rng.chance(60) { rng.between(5, 90) } else { 0 }),
            vaccine: Money(if rng.chance(6) { 2000 } else { 0 }),
            patient: Money(0),
            subsidy: Money(0),
            other_payer: Money(0),
            discount: Money(0),
            plan_paid: Money(0),
            catastrophic: rng.chance(20),
            out_of_network: rng.chance(15),
        };
        let subsidised =
            self.person.coverage.subsidy.as_ref().is_some_and(|subsidy| subsidy.span.contains(from));
        share_cost(&mut event, subsidised, drug, rng);
        let quantity = drug.quantity * months;
        let amounts = amounts(&event);
        Some(Parts {
            type_code: 1,
            thru: from,
            diagnoses: Vec::new(),
            procedures: Vec::new(),
            lines: vec![Line {
                number: 1,
                from,
                thru: from,
                units: quantity,
                amounts,
                drug: Some(Dispensed { drug, quantity }),
                detail: LineDetail::Pharmacy,
            }],
            billing: self.home.pharmacy,
            detail: Detail::Pharmacy(Box::new(event)),
        })
    }

    /// Mostly one that the person takes for what they live with.
    fn drug(&self, rng: &mut Rng) -> &'static Drug {
        let condition = rng.one_of(&self.person.conditions).and_then(|place| CONDITIONS.get(*place));
        let taken =
            condition.and_then(|condition| rng.one_of(condition.drugs)).and_then(|place| DRUGS.get(*place));
        taken.filter(|_| rng.chance(850)).unwrap_or_else(|| rng.choose(&DRUGS))
    }
}

/// Divides the cost between the person, the subsidy, other payers, the manufacturer and the plan.
fn share_cost(event: &mut PharmacyClaim<'_>, subsidised: bool, drug: &Drug, rng: &mut Rng) {
    let total = event.ingredient.0 + event.dispensing.0 + event.tax.0 + event.vaccine.0;
    let mut rest = total;
    let mut take = |part: i64| {
        let part = part.clamp(0, rest);
        rest -= part;
        Money(part)
    };
    let copayment = if drug.brand { total / 4 } else { rng.between(0, 1500) };
    if subsidised {
        event.patient = take(copayment.min(rng.pick(&[160, 490])));
        event.subsidy = take(copayment - event.patient.0);
    } else {
        event.patient = take(copayment);
    }
    event.discount = take(if drug.brand && rng.chance(300) { total / 10 } else { 0 });
    event.other_payer = take(if rng.chance(25) { total / 5 } else { 0 });
    event.plan_paid = Money(rest);
}

/// The amounts of an event in the words of other claims: what the plan paid, what the person pays.
fn amounts(event: &PharmacyClaim<'_>) -> Amounts {
    let total = Money(event.ingredient.0 + event.dispensing.0 + event.tax.0 + event.vaccine.0);
    Amounts {
        submitted: total,
        allowed: total,
        not_covered: Money(0),
        deductible: Money(0),
        coinsurance: Money(total.0 - event.plan_paid.0),
        paid: event.plan_paid,
    }
}
