//! Claims of physicians, other suppliers of services, and suppliers of equipment.

use bluestem_model::claim::ClaimKind;

use super::pricing::{Terms, price};
use super::{Maker, Parts, listed, protected_code};
use crate::codes::{DRUGS, EQUIPMENT, SUBSTANCE_USE_SERVICES, Service, VISITS};
use crate::day::Day;
use crate::random::Rng;
use crate::truth::claim::{Detail, Dispensed, Line, LineDetail, ProfessionalClaim};
use crate::truth::provider::{Facility, Provider};

/// Lines of a claim and how often: means 2.0 and 1.8.
const CARRIER_LINES: [(u64, i64); 6] = [(45, 1), (29, 2), (12, 3), (7, 4), (5, 5), (2, 8)];
const EQUIPMENT_LINES: [(u64, i64); 4] = [(52, 1), (27, 2), (12, 3), (9, 4)];

const TERMS: Terms = Terms { allowed: (38, 85), coinsurance: 20, denied: 35 };

impl<'d> Maker<'d, '_> {
    pub(super) fn professional(&self, kind: ClaimKind, from: Day, last: Day, rng: &mut Rng) -> Parts<'d> {
        let equipment = kind == ClaimKind::Dme;
        let protected = !equipment && self.is_protected(rng);
        let mut codes = self.diagnosis_codes(rng.between(1, 4), rng);
        if protected {
            codes.insert(0, protected_code(rng));
        }
        let billing =
            if equipment { self.home.supplier } else { self.directory.facility(Facility::Clinic, rng) };
        let doctor = self.doctor(rng);
        let count = if equipment { *rng.weighted(&EQUIPMENT_LINES) } else { *rng.weighted(&CARRIER_LINES) };
        // Equipment is rented by the month.
        let thru = if equipment { from.plus(rng.pick(&[0, 0, 29])).min(last) } else { from };
        let mut deductible = if rng.chance(120) { rng.between(500, 24_000) } else { 0 };
        let lines: Vec<Line<'d>> = (1..=count)
            .map(|number| {
                let service = service(equipment, protected && number == 1, rng);
                let rendering = if equipment { billing } else { doctor };
                let diagnosis = rng.one_of(&codes).copied().unwrap_or("Z0000");
                line(number, from, thru, service, rendering, diagnosis, &mut deductible, rng)
            })
            .collect();
        let denied = lines.iter().all(|line| line.amounts.allowed.0 == 0);
        Parts {
            type_code: type_code(equipment, rng),
            thru,
            diagnoses: listed(&codes, |_| "~"),
            procedures: Vec::new(),
            lines,
            billing,
            detail: Detail::Professional(ProfessionalClaim {
                referring: (equipment || rng.chance(400)).then(|| self.doctor(rng)),
                trial: rng.chance(4).then(|| format!("{:08}", rng.below(100_000_000))),
                denied,
            }),
        }
    }
}

fn service(equipment: bool, protected: bool, rng: &mut Rng) -> &'static Service {
    match (equipment, protected) {
        (_, true) => rng.choose(&SUBSTANCE_USE_SERVICES),
        (true, false) => rng.weighted(&EQUIPMENT),
        (false, false) => rng.weighted(&VISITS),
    }
}

/// Claims of suppliers for equipment that a physician may bill are rarer than those that only they bill.
fn type_code(equipment: bool, rng: &mut Rng) -> u16 {
    match (equipment, rng.chance(150)) {
        (false, false) => 71,
        (false, true) => 72,
        (true, false) => 82,
        (true, true) => 81,
    }
}

#[allow(clippy::too_many_arguments)] // they are what the line is
fn line<'d>(
    number: i64,
    from: Day,
    thru: Day,
    service: &'static Service,
    rendering: &'d Provider,
    diagnosis: &'static str,
    deductible: &mut i64,
    rng: &mut Rng,
) -> Line<'d> {
    let charge = rng.between(service.charge.0, service.charge.1);
    let injected = service.code.starts_with('J').then(|| rng.choose(&DRUGS));
    Line {
        number,
        from,
        thru,
        units: 1000 * if rng.chance(850) { 1 } else { rng.between(2, 6) },
        amounts: price(charge, &TERMS, deductible, rng),
        drug: injected.map(|drug| Dispensed { drug, quantity: drug.quantity / 10 }),
        detail: LineDetail::Professional {
            service,
            rendering,
            diagnosis,
            blood_test: (service.code == "J0885").then(|| {
                if rng.chance(500) { ("R1", rng.between(80, 119)) } else { ("R2", rng.between(240, 360)) }
            }),
            authorization: (service.code.starts_with('K') && rng.chance(300))
                .then(|| format!("-SYN{:010}", rng.below(10_000_000_000))),
        },
    }
}
