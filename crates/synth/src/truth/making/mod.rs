//! From a person and a day to a claim.

mod facility;
mod pharmacy;
mod pricing;
mod professional;
mod revenue;
mod setting;
mod version;

use bluestem_model::claim::{ClaimKind, Phase};

use super::claim::{Adjustment, Amounts, Claim, Days, Detail, Diagnosis, Line, Procedure, Role, Version};
use super::person::Person;
use super::provider::{Directory, Facility, Provider};
use super::{history, subject};
use crate::codes::{ACUTE, CONDITIONS, Condition, SUBSTANCE_USE};
use crate::day::Day;
use crate::number::{RECORDS, claim_number, control_number};
use crate::random::Rng;

/// Claims of kinds other than Part D that began in this many days before the reference day are in process.
const IN_PROCESS_DAYS: i64 = 75;

/// Where a person goes.
struct Home<'d> {
    doctors: [&'d Provider; 4],
    hospital: &'d Provider,
    nursing: &'d Provider,
    agency: &'d Provider,
    hospice: &'d Provider,
    supplier: &'d Provider,
    pharmacy: &'d Provider,
}

/// Makes the claims of one person.
pub(crate) struct Maker<'d, 'p> {
    person: &'p Person,
    directory: &'d Directory,
    home: Home<'d>,
    next_record: u64,
}

/// The family's part of a claim that is being made.
struct Parts<'d> {
    type_code: u16,
    thru: Day,
    diagnoses: Vec<Diagnosis>,
    procedures: Vec<Procedure>,
    lines: Vec<Line<'d>>,
    billing: &'d Provider,
    detail: Detail<'d>,
}

impl<'d, 'p> Maker<'d, 'p> {
    pub(crate) fn new(person: &'p Person, directory: &'d Directory) -> Self {
        let mut rng = Rng::stream(person.sketch.seed, subject::PERSON + 200, person.sketch.number);
        let mut facility = |kind| directory.facility(kind, &mut rng);
        let home = Home {
            hospital: facility(Facility::Hospital),
            nursing: facility(Facility::SkilledNursing),
            agency: facility(Facility::HomeHealth),
            hospice: facility(Facility::Hospice),
            supplier: facility(Facility::Supplier),
            pharmacy: facility(Facility::Pharmacy),
            doctors: std::array::from_fn(|_| directory.practitioner(&mut rng)),
        };
        Self { person, directory, home, next_record: 0 }
    }

    /// The versions of the claim that began on `from`, oldest first.
    pub(crate) fn versions(&mut self, from: Day, kind: ClaimKind) -> Vec<Claim<'d>> {
        let mut rng = self.chance();
        let Some(claim) = self.first_version(from, kind, &mut rng) else { return Vec::new() };
        version::follow(self, claim, &mut rng)
    }

    /// The stream of the next record.
    fn chance(&self) -> Rng {
        let sketch = &self.person.sketch;
        Rng::stream(sketch.seed, subject::CLAIM, sketch.number * RECORDS + self.next_record)
    }

    /// Record, claim number and control number of the next record.
    fn take_number(&mut self) -> (u64, i64, String) {
        let sketch = &self.person.sketch;
        let record = self.next_record;
        self.next_record += 1;
        let number = claim_number(sketch.seed, sketch.number, record);
        (record, number, control_number(number))
    }

    fn first_version(&mut self, from: Day, kind: ClaimKind, rng: &mut Rng) -> Option<Claim<'d>> {
        let as_of = self.person.sketch.as_of;
        let in_process = kind != ClaimKind::Pde && from > as_of.plus(-IN_PROCESS_DAYS);
        let last = history::covered(self.person, kind)?.until.min(as_of.plus(-2));
        let parts = match kind {
            ClaimKind::Pde => self.pharmacy(from, rng)?,
            ClaimKind::Carrier | ClaimKind::Dme => self.professional(kind, from, last, rng),
            _ => self.facility(kind, from, last, rng),
        };
        let mut amounts = Amounts::default();
        for line in &parts.lines {
            amounts.add(&line.amounts);
        }
        let days = days(from, parts.thru, kind, in_process, as_of, rng);
        let (record, number, control_number) = self.take_number();
        let phase = match in_process {
            false => Phase::Adjudicated,
            true if from > as_of.plus(-45) => Phase::InProcess,
            true => Phase::SharedSystemAdjudicated,
        };
        Some(Claim {
            record,
            number,
            owner: self.person.key_on(from),
            kind,
            type_code: shared_system_code(parts.type_code, &parts.detail, kind, phase),
            phase,
            version: Version {
                adjustment: Adjustment::Original,
                control_number,
                original: None,
                final_action: phase != Phase::InProcess,
                latest: true,
                obsolete: Day::NEVER,
            },
            days,
            diagnoses: parts.diagnoses,
            procedures: parts.procedures,
            lines: parts.lines,
            amounts,
            billing: parts.billing,
            detail: parts.detail,
        })
    }

    /// Diagnosis codes of a visit: what the person lives with and now and then something acute.
    fn diagnosis_codes(&self, count: i64, rng: &mut Rng) -> Vec<&'static str> {
        let mut codes: Vec<&'static str> = Vec::new();
        for _ in 0..count {
            let chronic = rng.one_of(&self.person.conditions).and_then(|place| CONDITIONS.get(*place));
            let code = match chronic {
                Some(Condition { codes, .. }) if rng.chance(650) => rng.one_of(codes).copied(),
                _ => None,
            };
            let code = code.unwrap_or_else(|| rng.pick(&ACUTE));
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes
    }

    /// Whether this claim is one that 42 CFR Part 2 protects.
    fn is_protected(&self, rng: &mut Rng) -> bool {
        self.person.protected && rng.chance(200)
    }

    /// Mostly one of the person's own doctors.
    fn doctor(&self, rng: &mut Rng) -> &'d Provider {
        if rng.chance(800) { rng.pick(&self.home.doctors) } else { self.directory.practitioner(rng) }
    }
}

/// The type code in the shared systems: the type of bill behind 1 or 2, or the fixed codes of physicians and
/// equipment.
fn shared_system_code(code: u16, detail: &Detail<'_>, kind: ClaimKind, phase: Phase) -> u16 {
    let base = match phase {
        Phase::Adjudicated => return code,
        Phase::InProcess => 1000,
        Phase::SharedSystemAdjudicated => 2000,
    };
    match (kind, detail) {
        (ClaimKind::Dme, _) => base + 800,
        (_, Detail::Facility(facility)) => {
            let (place, class) = facility.bill;
            base + format!("{place}{class}").parse::<u16>().unwrap_or(0)
        }
        _ => base + 700,
    }
}

fn days(from: Day, thru: Day, kind: ClaimKind, in_process: bool, as_of: Day, rng: &mut Rng) -> Days {
    if in_process {
        let submitted = thru.plus(1);
        let processed = submitted.plus(rng.between(0, 12)).min(as_of);
        return Days { from, thru, submitted, processed, paid: processed, loaded: processed };
    }
    let slow = if kind == ClaimKind::Pde { 5 } else { 18 };
    let submitted = thru.plus(rng.between(1, slow));
    let processed = submitted.plus(rng.between(4, 14));
    let paid = processed.friday();
    Days { from, thru, submitted, processed, paid, loaded: paid.plus(rng.between(1, 3)) }
}

/// Diagnoses in the order of their roles: the principal one, then all of them.
fn listed(codes: &[&'static str], on_admission: impl Fn(usize) -> &'static str) -> Vec<Diagnosis> {
    let principal = codes.first().map(|code| Diagnosis {
        code,
        role: Role::Principal,
        sequence: 1,
        on_admission: on_admission(0),
    });
    let all = codes.iter().zip(1..).enumerate().map(|(place, (code, sequence))| Diagnosis {
        code,
        role: Role::Listed,
        sequence,
        on_admission: on_admission(place),
    });
    principal.into_iter().chain(all).collect()
}

/// A diagnosis that 42 CFR Part 2 protects.
fn protected_code(rng: &mut Rng) -> &'static str {
    rng.pick(&SUBSTANCE_USE)
}
