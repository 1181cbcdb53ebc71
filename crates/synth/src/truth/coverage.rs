//! What a person is covered by and when.

use super::person::{Cast, Sketch};
use super::plan::{PLANS, Plan, Program};
use super::subject;
use crate::day::Day;
use crate::random::Rng;

/// A span of days, both ends included; [`Day::NEVER`] where it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: Day,
    pub(crate) until: Day,
}

impl Span {
    pub(crate) fn contains(self, day: Day) -> bool {
        self.from <= day && day <= self.until
    }
}

/// Entitlement to Part A or Part B.
#[derive(Debug)]
pub(crate) struct Entitlement {
    pub(crate) part: &'static str,
    pub(crate) span: Span,
    /// `BENE_MDCR_ENRLMT_RSN_CD`.
    pub(crate) enrollment_reason: &'static str,
    /// `BENE_MDCR_ENTLMT_STUS_CD`.
    pub(crate) status: &'static str,
    /// Third party that pays the premium (`BENE_BUYIN_CD`).
    pub(crate) buy_in: Option<&'static str>,
}

/// Enrolment in a plan.
#[derive(Debug)]
pub(crate) struct Enrollment {
    pub(crate) plan: &'static Plan,
    pub(crate) span: Span,
    /// Data of the Part D card: member, group, processor control and bank identification numbers.
    pub(crate) card: Option<[String; 4]>,
    pub(crate) employer_subsidy: bool,
}

/// Eligibility for Medicare and Medicaid.
#[derive(Debug)]
pub(crate) struct Dual {
    pub(crate) span: Span,
    pub(crate) status: &'static str,
    pub(crate) kind: &'static str,
}

/// Low-income subsidy of Part D.
#[derive(Debug)]
pub(crate) struct Subsidy {
    pub(crate) span: Span,
    pub(crate) copayment_level: &'static str,
    pub(crate) premium_percent: &'static str,
    /// Granted without an application, for a person with Medicaid.
    pub(crate) deemed: bool,
}

/// All of it.
#[derive(Debug)]
pub(crate) struct Coverage {
    pub(crate) entitlements: Vec<Entitlement>,
    /// Why the person is entitled (`BENE_MDCR_ENTLMT_RSN_CD`).
    pub(crate) reason: &'static str,
    /// `BENE_MDCR_STUS_CD`.
    pub(crate) status: &'static str,
    /// The span that reason and status hold for; None for a person who never was entitled.
    pub(crate) span: Option<Span>,
    pub(crate) enrollments: Vec<Enrollment>,
    pub(crate) dual: Option<Dual>,
    pub(crate) subsidy: Option<Subsidy>,
}

/// How a person stands with Medicare.
#[derive(Clone, Copy)]
enum Standing {
    Both,
    OnlyA,
    OnlyB,
    Ended,
    NotYet,
    Never,
}

const STANDINGS: [(u64, Standing); 6] = [
    (860, Standing::Both),
    (50, Standing::OnlyA),
    (20, Standing::OnlyB),
    (40, Standing::Ended),
    (20, Standing::NotYet),
    (10, Standing::Never),
];

impl Coverage {
    /// The coverage of a person.
    pub(crate) fn of(person: &Sketch) -> Self {
        let mut rng = Rng::stream(person.seed, subject::COVERAGE, person.number);
        let standing = if person.cast.is_complete() { Standing::Both } else { *rng.weighted(&STANDINGS) };
        let span = standing_span(person, standing, &mut rng);
        let dual =
            span.filter(|_| person.cast == Cast::First || rng.chance(180)).map(|span| dual(span, &mut rng));
        let (reason, status) = entitlement_codes(person, &mut rng);
        Self {
            entitlements: span
                .map_or_else(Vec::new, |span| entitlements(standing, span, dual.is_some(), &mut rng)),
            reason,
            status,
            span,
            enrollments: span.map_or_else(Vec::new, |span| enrollments(person, span, &mut rng)),
            subsidy: span
                .filter(|_| dual.is_some() || rng.chance(60))
                .map(|span| subsidy(span, dual.is_some(), &mut rng)),
            dual,
        }
    }

    /// The spans of Part A (`"A"`) or Part B (`"B"`).
    pub(crate) fn part(&self, part: &str) -> Option<Span> {
        self.entitlements
            .iter()
            .find(|entitlement| entitlement.part == part)
            .map(|entitlement| entitlement.span)
    }

    /// The Part D plan of a day.
    pub(crate) fn drug_plan(&self, day: Day) -> Option<&'static Plan> {
        let covers = |enrollment: &&Enrollment| {
            enrollment.plan.program != Program::MedicareAdvantage && enrollment.span.contains(day)
        };
        self.enrollments.iter().find(covers).map(|enrollment| enrollment.plan)
    }
}

fn standing_span(person: &Sketch, standing: Standing, rng: &mut Rng) -> Option<Span> {
    let from = person.entitled_from;
    let last = person.death.map_or(Day::NEVER, |death| death.day);
    match standing {
        Standing::Both | Standing::OnlyA | Standing::OnlyB => Some(Span { from, until: last }),
        Standing::Ended => {
            let until = person.as_of.plus(-rng.between(30, 900)).first_of_month().plus(-1);
            Some(Span { from: from.min(until.plus(-400)), until: until.min(last) })
        }
        Standing::NotYet if person.death.is_none() => {
            let from = person.as_of.plus(rng.between(40, 300)).first_of_month();
            Some(Span { from, until: Day::NEVER })
        }
        Standing::NotYet | Standing::Never => None,
    }
}

fn entitlements(standing: Standing, span: Span, dual: bool, rng: &mut Rng) -> Vec<Entitlement> {
    let parts: &[&'static str] = match standing {
        Standing::OnlyA => &["A"],
        Standing::OnlyB => &["B"],
        _ => &["A", "B"],
    };
    let entitlement = |part: &&'static str| Entitlement {
        part,
        span,
        enrollment_reason: if *part == "A" { rng.pick(&["A", "A", "I"]) } else { rng.pick(&["I", "G", "B"]) },
        status: "Y",
        buy_in: (dual || rng.chance(30)).then(|| if *part == "A" { rng.pick(&["D", "E"]) } else { "B" }),
    };
    parts.iter().map(entitlement).collect()
}

/// Original reason of entitlement and Medicare status: aged, disabled, end-stage renal disease.
fn entitlement_codes(person: &Sketch, rng: &mut Rng) -> (&'static str, &'static str) {
    let renal = rng.chance(12);
    match (person.disabled, renal) {
        (false, false) => ("0", "10"),
        (false, true) => ("2", "11"),
        (true, false) => ("1", "20"),
        (true, true) => ("3", "21"),
    }
}

fn dual(span: Span, rng: &mut Rng) -> Dual {
    let status = rng.pick(&["02", "02", "04", "08", "01", "03"]);
    Dual {
        span: Span { from: span.from.plus_years(1).first_of_month().min(span.until), until: span.until },
        status,
        kind: if matches!(status, "02" | "04" | "08") { "F" } else { "P" },
    }
}

fn subsidy(span: Span, deemed: bool, rng: &mut Rng) -> Subsidy {
    Subsidy {
        span: Span { from: span.from.plus_years(1).first_of_month().min(span.until), until: span.until },
        copayment_level: if deemed { rng.pick(&["1", "2", "3"]) } else { "4" },
        premium_percent: if deemed { "100" } else { rng.pick(&["025", "050", "075", "100"]) },
        deemed,
    }
}

/// Up to two enrolments one after the other, the earlier one in a drug plan. The first person has all three
/// kinds at once in the past and today, so that every coverage can be shown.
fn enrollments(person: &Sketch, span: Span, rng: &mut Rng) -> Vec<Enrollment> {
    let of = |program: Program| PLANS.iter().filter(move |plan| plan.program == program).collect::<Vec<_>>();
    let mut choose = |program: Program, span: Span| -> Option<Enrollment> {
        let plan = *rng.one_of(&of(program))?;
        let card = (program != Program::MedicareAdvantage).then(|| card(rng));
        Some(Enrollment { plan, span, card, employer_subsidy: rng.chance(40) })
    };
    if person.cast == Cast::First {
        return [Program::DrugPlan, Program::MedicareAdvantage]
            .into_iter()
            .filter_map(|program| choose(program, span))
            .collect();
    }
    let mut rng = Rng::stream(person.seed, subject::COVERAGE + 100, person.number);
    let kind = if person.cast.is_complete() { Some(Program::DrugPlan) } else { *rng.weighted(&ENROLLMENTS) };
    let Some(program) = kind else { return Vec::new() };
    let change = person.as_of.plus(-rng.between(200, 1500)).first_of_month();
    if rng.chance(250) && span.from < change && change < span.until {
        let earlier = choose(Program::DrugPlan, Span { from: span.from, until: change.plus(-1) });
        let later = choose(program, Span { from: change, until: span.until });
        return earlier.into_iter().chain(later).collect();
    }
    choose(program, span).into_iter().collect()
}

const ENROLLMENTS: [(u64, Option<Program>); 4] = [
    (640, Some(Program::DrugPlan)),
    (80, Some(Program::MedicareAdvantage)),
    (200, Some(Program::AdvantageWithDrugs)),
    (80, None),
];

/// Member, group, processor control and bank identification numbers of a card.
fn card(rng: &mut Rng) -> [String; 4] {
    [
        format!("Z{:09}", rng.below(1_000_000_000)),
        format!("GRP{:03}", rng.below(1000)),
        format!("PCN{:05}", rng.below(100_000)),
        format!("99{:04}", rng.below(10_000)),
    ]
}
