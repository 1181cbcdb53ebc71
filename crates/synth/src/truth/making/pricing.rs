//! Amounts of a line.

use bluestem_model::number::Money;

use crate::random::Rng;
use crate::truth::claim::Amounts;

/// What Medicare allows of a charge and who pays it.
pub(super) struct Terms {
    /// Lowest and highest share of the charge that is allowed, in percent.
    pub(super) allowed: (i64, i64),
    /// The person's share of what is allowed beyond the deductible, in percent.
    pub(super) coinsurance: i64,
    /// How many of 1,000 lines are denied.
    pub(super) denied: u64,
}

/// Prices a charge. `deductible` is what is left of the person's yearly deductible for this claim; what the
/// line uses of it is taken off.
pub(super) fn price(charge: i64, terms: &Terms, deductible: &mut i64, rng: &mut Rng) -> Amounts {
    let share = rng.between(terms.allowed.0, terms.allowed.1);
    let allowed = if rng.chance(terms.denied) { 0 } else { charge * share / 100 };
    let used = allowed.min(*deductible);
    *deductible -= used;
    let coinsurance = (allowed - used) * terms.coinsurance / 100;
    Amounts {
        submitted: Money(charge),
        allowed: Money(allowed),
        not_covered: Money(charge - allowed),
        deductible: Money(used),
        coinsurance: Money(coinsurance),
        paid: Money(allowed - used - coinsurance),
    }
}

/// A tenth less: what a later version of a claim pays.
pub(super) fn reduce(amounts: &mut Amounts) {
    let cut = amounts.paid.0 / 10;
    amounts.paid.0 -= cut;
    amounts.allowed.0 -= cut;
    amounts.not_covered.0 += cut;
}
