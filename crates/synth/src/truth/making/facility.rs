//! Claims of facilities: hospitals, skilled nursing, home health, hospice.

use bluestem_model::claim::ClaimKind;
use bluestem_model::number::Money;

use super::pricing::{Terms, price};
use super::{Maker, Parts, listed, protected_code};
use crate::codes::{
    DRUGS, EXTERNAL_CAUSES, HOME_VISITS, HOSPICE_CARE, INPATIENT_CENTERS, OUTPATIENT_CENTERS, RevenueCenter,
    SNF_CENTERS, STAYS, SUBSTANCE_USE_CENTERS, SUBSTANCE_USE_STAYS, Stay,
};
use crate::day::Day;
use crate::random::Rng;
use crate::truth::claim::{
    Amounts, Detail, Diagnosis, Dispensed, FacilityClaim, Line, LineDetail, Procedure, Role,
};
use crate::truth::provider::Provider;

/// How a kind of facility bills.
struct Setting {
    type_codes: &'static [(u64, u16)],
    bills: &'static [(&'static str, &'static str)],
    record_kind: &'static str,
    /// Fewest and most lines.
    lines: (i64, i64),
    /// Fewest and most days of a claim beyond its first.
    days: (i64, i64),
    terms: Terms,
    /// Of 1,000 claims, how many reach the deductible, and how much it may be in cents.
    deductible: (u64, i64),
}

const INPATIENT: Setting = Setting {
    type_codes: &[(88, 60), (3, 61), (3, 62), (3, 63), (3, 64)],
    bills: &[("1", "1")],
    record_kind: "V",
    lines: (8, 26),
    days: (1, 3),
    terms: Terms { allowed: (22, 45), coinsurance: 0, denied: 5 },
    deductible: (700, 167_600),
};

const NURSING: Setting = Setting {
    type_codes: &[(75, 20)],
    bills: &[("2", "1")],
    record_kind: "V",
    lines: (4, 12),
    days: (9, 29),
    terms: Terms { allowed: (45, 75), coinsurance: 12, denied: 5 },
    deductible: (0, 0),
};

const SWING_BED: Setting = Setting {
    type_codes: &[(25, 30)],
    bills: &[("1", "8")],
    record_kind: "V",
    lines: (4, 12),
    days: (4, 19),
    terms: Terms { allowed: (45, 75), coinsurance: 12, denied: 5 },
    deductible: (0, 0),
};

const OUTPATIENT: Setting = Setting {
    type_codes: &[(1, 40)],
    bills: &[("1", "3"), ("1", "3"), ("1", "3"), ("1", "3"), ("8", "5"), ("7", "2"), ("7", "1")],
    record_kind: "W",
    lines: (1, 13),
    days: (0, 0),
    terms: Terms { allowed: (18, 50), coinsurance: 20, denied: 25 },
    deductible: (120, 24_000),
};

const HOME_HEALTH: Setting = Setting {
    type_codes: &[(1, 10)],
    bills: &[("3", "2")],
    record_kind: "V",
    lines: (5, 17),
    days: (20, 29),
    terms: Terms { allowed: (70, 95), coinsurance: 0, denied: 5 },
    deductible: (0, 0),
};

const HOSPICE: Setting = Setting {
    type_codes: &[(1, 50)],
    bills: &[("8", "1"), ("8", "2")],
    record_kind: "V",
    lines: (12, 30),
    days: (10, 29),
    terms: Terms { allowed: (70, 95), coinsurance: 0, denied: 5 },
    deductible: (0, 0),
};

/// Revenue codes that are billed by the day.
const ROOMS: [&str; 3] = ["0110", "0120", "0206"];

/// What a claim is about, before it is billed.
struct Reason {
    codes: Vec<&'static str>,
    stay: Option<&'static Stay>,
    protected: bool,
}

impl<'d> Maker<'d, '_> {
    pub(super) fn facility(&self, kind: ClaimKind, from: Day, last: Day, rng: &mut Rng) -> Parts<'d> {
        let setting = setting(kind, rng);
        let reason = self.reason(kind, rng);
        let (shortest, longest) = reason.stay.map_or(setting.days, |stay| stay.days);
        let length = if kind == ClaimKind::Outpatient && rng.chance(100) {
            28
        } else {
            rng.between(shortest, longest)
        };
        let thru = from.plus(length).min(last);
        let (place, class) = *rng.one_of(setting.bills).unwrap_or(&("1", "1"));
        let lines = lines(kind, &setting, from, thru, &reason, rng);
        let mut amounts = Amounts::default();
        for line in &lines {
            amounts.add(&line.amounts);
        }
        let mut detail = self.detail(kind, (place, class), &setting, &reason, rng);
        detail.covered_days = (thru.0 - from.0).max(1);
        detail.coinsurance_days = if kind == ClaimKind::Snf { (detail.covered_days - 20).max(0) } else { 0 };
        if kind == ClaimKind::Inpatient {
            prospective_payment(&mut detail, amounts.paid, rng);
        }
        if kind == ClaimKind::Snf {
            let discharged = from.plus(-rng.between(0, 3));
            detail.qualifying_stay = Some((discharged.plus(-rng.between(3, 7)), discharged));
        }
        if self.person.sketch.death.is_some_and(|death| death.day == thru) {
            detail.discharge_status = if kind == ClaimKind::Hospice { "40" } else { "20" };
        }
        Parts {
            type_code: type_code(setting.type_codes, rng),
            thru,
            procedures: procedures(reason.stay, from, thru),
            diagnoses: diagnoses(kind, &reason, rng),
            lines,
            billing: self.biller(kind),
            detail: Detail::Facility(Box::new(detail)),
        }
    }

    fn biller(&self, kind: ClaimKind) -> &'d Provider {
        match kind {
            ClaimKind::Snf => self.home.nursing,
            ClaimKind::Hha => self.home.agency,
            ClaimKind::Hospice => self.home.hospice,
            _ => self.home.hospital,
        }
    }

    fn reason(&self, kind: ClaimKind, rng: &mut Rng) -> Reason {
        let protected =
            matches!(kind, ClaimKind::Inpatient | ClaimKind::Outpatient) && self.is_protected(rng);
        let mut codes = self.diagnosis_codes(rng.between(2, 6), rng);
        let mut stay = None;
        if kind == ClaimKind::Inpatient {
            let chosen = if protected { rng.choose(&SUBSTANCE_USE_STAYS) } else { rng.choose(&STAYS) };
            let first: Vec<&'static str> =
                std::iter::once(chosen.principal).chain(chosen.secondary.iter().copied()).collect();
            codes.retain(|code| !first.contains(code));
            codes.splice(0..0, first);
            stay = Some(chosen);
        } else if protected {
            codes.insert(0, protected_code(rng));
        }
        Reason { codes, stay, protected }
    }

    fn detail(
        &self,
        kind: ClaimKind,
        bill: (&'static str, &'static str),
        setting: &Setting,
        reason: &Reason,
        rng: &mut Rng,
    ) -> FacilityClaim<'d> {
        let stay = !matches!(kind, ClaimKind::Outpatient | ClaimKind::Hha);
        let surgical = reason.stay.is_some_and(|stay| !stay.procedures.is_empty());
        FacilityClaim {
            bill,
            record_kind: setting.record_kind,
            admission_type: rng.pick(&["1", "1", "2", "3", "3"]),
            admission_source: if kind == ClaimKind::Snf { "4" } else { rng.pick(&["1", "1", "1", "2"]) },
            discharge_status: match kind {
                ClaimKind::Inpatient => rng.pick(&["01", "01", "03", "06", "62"]),
                ClaimKind::Hha | ClaimKind::Hospice => "30",
                _ => "01",
            },
            stay,
            qualifying_stay: None,
            drg: reason.stay.map(|stay| (stay.drg, stay.weight)),
            covered_days: 0,
            coinsurance_days: 0,
            visits: if kind == ClaimKind::Hha { rng.between(4, 16) } else { 0 },
            hospice_period: if kind == ClaimKind::Hospice { rng.between(1, 4) } else { 0 },
            capital: [Money(0); 4],
            disproportionate_share: Money(0),
            uncompensated_care: Money(0),
            standard_payment: Money(0),
            blood: (surgical && rng.chance(120))
                .then(|| (rng.between(1, 3), Money(rng.between(20_000, 90_000)))),
            conditions: rng.chance(300).then(|| usize::try_from(rng.below(12)).unwrap_or(0)),
            values: Vec::new(),
            advantage_paid: false,
            attending: self.doctor(rng),
            operating: surgical.then(|| self.doctor(rng)),
            other: (surgical && rng.chance(250)).then(|| self.doctor(rng)),
            rendering: (kind == ClaimKind::Outpatient && rng.chance(400)).then(|| self.doctor(rng)),
            referring: (kind == ClaimKind::Outpatient && rng.chance(300)).then(|| self.doctor(rng)),
        }
    }
}

fn setting(kind: ClaimKind, rng: &mut Rng) -> Setting {
    match kind {
        ClaimKind::Inpatient => INPATIENT,
        ClaimKind::Snf if rng.chance(250) => SWING_BED,
        ClaimKind::Snf => NURSING,
        ClaimKind::Hha => HOME_HEALTH,
        ClaimKind::Hospice => HOSPICE,
        _ => OUTPATIENT,
    }
}

/// One of the type codes, each as often as its weight says.
fn type_code(codes: &[(u64, u16)], rng: &mut Rng) -> u16 {
    let mut place = rng.below(codes.iter().map(|(weight, _)| weight).sum());
    let chosen = codes.iter().find(|(weight, _)| {
        let found = place < *weight;
        place = place.saturating_sub(*weight);
        found
    });
    chosen.map_or(40, |(_, code)| *code)
}

fn lines<'d>(
    kind: ClaimKind,
    setting: &Setting,
    from: Day,
    thru: Day,
    reason: &Reason,
    rng: &mut Rng,
) -> Vec<Line<'d>> {
    let (often, most) = setting.deductible;
    let mut deductible = if rng.chance(often) { most } else { 0 };
    let count = rng.between(setting.lines.0, setting.lines.1);
    (1..=count)
        .map(|number| {
            let center = center(kind, number, reason.protected, rng);
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

fn diagnoses(kind: ClaimKind, reason: &Reason, rng: &mut Rng) -> Vec<Diagnosis> {
    let stay = kind == ClaimKind::Inpatient;
    let absent = rng.below(8);
    let mut all = listed(&reason.codes, |place| match (stay, place as u64 == absent) {
        (false, _) => "~",
        (true, true) => "N",
        (true, false) => "Y",
    });
    let mut one = |role: Role, code: &'static str| {
        all.push(Diagnosis { code, role, sequence: 1, on_admission: "~" });
    };
    let first = reason.codes.first().copied().unwrap_or("Z0000");
    match kind {
        ClaimKind::Inpatient | ClaimKind::Snf => one(Role::Admitting, first),
        ClaimKind::Outpatient if rng.chance(400) => one(Role::ReasonForVisit, first),
        _ => {}
    }
    if reason.codes.iter().any(|code| code.starts_with('S')) {
        one(Role::External, rng.pick(&EXTERNAL_CAUSES));
    }
    all
}

fn procedures(stay: Option<&'static Stay>, from: Day, thru: Day) -> Vec<Procedure> {
    let codes = stay.map_or(&[] as &[&str], |stay| stay.procedures);
    codes.iter().zip(0..).map(|(code, days)| Procedure { code, day: from.plus(days).min(thru) }).collect()
}

/// What the inpatient prospective payment is made of; value codes 18 and 19 carry its operating shares.
fn prospective_payment(detail: &mut FacilityClaim<'_>, paid: Money, rng: &mut Rng) {
    let capital = paid.0 / 12;
    let education = if rng.chance(200) { capital / 10 } else { 0 };
    let outlier = if rng.chance(40) { capital / 5 } else { 0 };
    detail.capital = [Money(capital - education - outlier), Money(education), Money(outlier), Money(0)];
    detail.disproportionate_share = Money(paid.0 / 25);
    detail.uncompensated_care = Money(paid.0 / 60);
    detail.standard_payment = Money(paid.0 * 97 / 100);
    detail.advantage_paid = rng.chance(40);
    if rng.chance(600) {
        detail.values = vec![
            ("18", detail.disproportionate_share),
            ("19", Money(paid.0 / 80)),
            ("80", Money(detail.covered_days * 100)),
        ];
    }
}
