//! Later versions of a claim: replacements, voids, and what Part D plans send again.

use bluestem_model::claim::{ClaimKind, Phase};

use super::{Maker, pricing};
use crate::random::Rng;
use crate::truth::claim::{Adjustment, Amounts, Claim, Detail};
use crate::truth::person::Cast;

/// The claim and the versions that follow it, oldest first.
pub(super) fn follow<'d>(maker: &mut Maker<'d, '_>, mut claim: Claim<'d>, rng: &mut Rng) -> Vec<Claim<'d>> {
    let Some((adjustment, type_code)) = next(&claim, maker.person.sketch.cast == Cast::Heavy, rng) else {
        return vec![claim];
    };
    let mut later = claim.clone();
    let (record, number, control_number) = maker.take_number();
    later.record = record;
    later.number = number;
    later.type_code = type_code;
    later.version.original = Some(std::mem::replace(&mut later.version.control_number, control_number));
    later.version.adjustment = adjustment;
    let as_of = maker.person.sketch.as_of;
    later.days.processed = later.days.processed.plus(rng.between(7, 60)).min(as_of);
    later.days.paid = later.days.processed.friday().min(as_of);
    later.days.loaded = later.days.paid.plus(1).min(as_of);
    if adjustment == Adjustment::Replacement && !matches!(later.detail, Detail::Pharmacy(_)) {
        reprice(&mut later);
    }
    claim.version.final_action = false;
    claim.version.latest = false;
    claim.version.obsolete = later.days.loaded;
    vec![claim, later]
}

/// What follows a claim: mostly nothing. Claims in process have one version only; so do those of people with
/// thousands, so that their number of claims is exact.
fn next(claim: &Claim<'_>, heavy: bool, rng: &mut Rng) -> Option<(Adjustment, u16)> {
    if claim.phase != Phase::Adjudicated || !rng.chance(60) {
        return None;
    }
    if claim.kind != ClaimKind::Pde {
        let adjustment = if rng.chance(850) { Adjustment::Replacement } else { Adjustment::Void };
        return Some((adjustment, claim.type_code));
    }
    (!heavy).then(|| {
        let kinds = [
            (6, (Adjustment::Replacement, 2)),
            (3, (Adjustment::Void, 3)),
            (1, (Adjustment::Resubmission, 4)),
        ];
        *rng.weighted(&kinds)
    })
}

fn reprice(claim: &mut Claim<'_>) {
    let mut amounts = Amounts::default();
    for line in &mut claim.lines {
        pricing::reduce(&mut line.amounts);
        amounts.add(&line.amounts);
    }
    claim.amounts = amounts;
}
