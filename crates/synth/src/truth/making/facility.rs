//! Claims of facilities: hospitals, skilled nursing, home health, hospice.

use bluestem_model::claim::ClaimKind;
use bluestem_model::number::Money;

use super::revenue::lines;
use super::setting::{Setting, setting, type_code};
use super::{Maker, Parts, listed, protected_code};
use crate::codes::{EXTERNAL_CAUSES, STAYS, SUBSTANCE_USE_STAYS, Stay};
use crate::day::Day;
use crate::random::Rng;
use crate::truth::claim::{Amounts, Detail, Diagnosis, FacilityClaim, Procedure, Role};
use crate::truth::provider::Provider;

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
        let lines = lines(kind, &setting, from, thru, reason.protected, rng);
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
