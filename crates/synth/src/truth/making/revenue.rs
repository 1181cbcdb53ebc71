//! Lines of facilities.

use bluestem_model::claim::ClaimKind;

use super::pricing::price;
use super::setting::Setting;
use crate::codes::{
    DRUGS, HOME_VISITS, HOSPICE_CARE, INPATIENT_CENTERS, OUTPATIENT_CENTERS, RevenueCenter, SNF_CENTERS,
    SUBSTANCE_USE_CENTERS,
};
use crate::day::Day;
use crate::random::Rng;
use crate::truth::claim::{Dispensed, Line, LineDetail};

/// Revenue codes that are billed by the day.
const ROOMS: [&str; 3] = ["0110", "0120", "0206"];

/// The lines of a claim from `from` to `thru`; `protected` when 42 CFR Part 2 protects what it is for.
pub(super) fn lines<'d>(
    kind: ClaimKind,
    setting: &Setting,
    from: Day,
    thru: Day,
    protected: bool,
    rng: &mut Rng,
) -> Vec<Line<'d>> {
    let (often, most) = setting.deductible;
    let mut deductible = if rng.chance(often) { most } else { 0 };
    let count = rng.between(setting.lines.0, setting.lines.1);
    (1..=count)
        .map(|number| {
            let center = center(kind, number, protected, rng);
            let rooms = ROOMS.contains(&center.revenue);
            // Outpatient departments bill by the day.
            let whole_claim = (number == 1 && kind != ClaimKind::Outpatient) || rooms;
            let units =
                if whole_claim && rooms { (thru.0 - from.0).max(1) } else { rng.pick(&[1, 1, 1, 2, 4]) };
            let day = if whole_claim { from } else { Day(rng.between(from.0, thru.0)) };
            let charge = rng.between(center.charge.0, center.charge.1) * if rooms { units } else { 1 };
            Line {
                number,
                from: day,
                thru: if whole_claim { thru } else { day },
                units: units * 1000,
                amounts: price(charge, &setting.terms, &mut deductible, rng),
                drug: (center.revenue == "0636").then(|| {
                    let drug = rng.choose(&DRUGS);
                    Dispensed { drug, quantity: drug.quantity / 10 }
                }),
                detail: LineDetail::Facility {
                    center,
                    reasons: rng.chance(250).then(|| usize::try_from(rng.below(24)).unwrap_or(0)),
                },
            }
        })
        .collect()
}

/// The revenue centre of a line; the first one of a claim is fixed where the kind of facility demands it.
fn center(kind: ClaimKind, number: i64, protected: bool, rng: &mut Rng) -> RevenueCenter {
    if protected && kind == ClaimKind::Outpatient && number == 1 {
        return rng.pick(&SUBSTANCE_USE_CENTERS);
    }
    match kind {
        ClaimKind::Inpatient => of(&INPATIENT_CENTERS, number, 3, 1, rng),
        ClaimKind::Snf => of(&SNF_CENTERS, number, 1, 2, rng),
        ClaimKind::Hha => of(&HOME_VISITS, number, 1, 1, rng),
        ClaimKind::Hospice => of(&HOSPICE_CARE, number, 4, 1, rng),
        _ => rng.pick(&OUTPATIENT_CENTERS),
    }
}

/// Line `number` from a list whose first `heads` entries are for the first line. With `fixed` > 1 the first
/// lines are the list's first entries in order.
fn of<const N: usize>(
    list: &[RevenueCenter; N],
    number: i64,
    heads: i64,
    fixed: i64,
    rng: &mut Rng,
) -> RevenueCenter {
    let place = if number > fixed {
        let skipped = heads.max(fixed).unsigned_abs();
        skipped + rng.below((N as u64).saturating_sub(skipped))
    } else if fixed > 1 {
        number.unsigned_abs().saturating_sub(1)
    } else {
        rng.below(heads.unsigned_abs())
    };
    usize::try_from(place).ok().and_then(|place| list.get(place)).copied().unwrap_or_else(|| rng.pick(list))
}
