//! How a person was covered in one month, in the codes of the monthly columns.

use crate::day::Day;
use crate::truth::coverage::{Coverage, Enrollment, Span};
use crate::truth::plan::Program;

/// A calendar month: its first and its last day.
#[derive(Clone, Copy)]
pub(super) struct Month(Span);

impl Month {
    pub(super) fn of(year: i64, month: i64) -> Self {
        let next = if month == 12 { Day::civil(year + 1, 1, 1) } else { Day::civil(year, month + 1, 1) };
        Self(Span { from: Day::civil(year, month, 1), until: next.plus(-1) })
    }

    fn overlaps(self, span: Span) -> bool {
        span.from <= self.0.until && self.0.from <= span.until
    }
}

/// The codes of a month.
pub(super) struct Covered<'c> {
    pub(super) part_a: bool,
    pub(super) part_b: bool,
    /// A state pays for it.
    pub(super) bought: bool,
    /// The Part C plan.
    pub(super) advantage: Option<&'c Enrollment>,
    /// The Part D plan.
    pub(super) drugs: Option<&'c Enrollment>,
    status: &'static str,
    dual: Option<&'static str>,
    subsidy: Option<&'static str>,
}

impl<'c> Covered<'c> {
    pub(super) fn of(coverage: &'c Coverage, month: Month) -> Self {
        let entitled = |part: &str| {
            coverage.entitlements.iter().find(|held| held.part == part && month.overlaps(held.span))
        };
        let enrolled = |outside: Program| {
            coverage.enrollments.iter().find(|held| held.plan.program != outside && month.overlaps(held.span))
        };
        let (a, b) = (entitled("A"), entitled("B"));
        Self {
            part_a: a.is_some(),
            part_b: b.is_some(),
            bought: a.into_iter().chain(b).any(|held| held.buy_in.is_some()),
            advantage: enrolled(Program::DrugPlan),
            drugs: enrolled(Program::MedicareAdvantage),
            status: coverage.status,
            dual: coverage.dual.as_ref().filter(|dual| month.overlaps(dual.span)).map(|dual| dual.status),
            subsidy: coverage.subsidy.as_ref().filter(|held| month.overlaps(held.span)).map(|held| {
                match (held.deemed, held.copayment_level, held.premium_percent) {
                    (true, "3", _) => "01",
                    (true, "2", _) => "02",
                    (true, ..) => "03",
                    (false, _, "075") => "06",
                    (false, _, "050") => "07",
                    (false, _, "025") => "08",
                    (false, ..) => "05",
                }
            }),
        }
    }

    /// Neither Part A nor Part B.
    pub(super) fn is_none(&self) -> bool {
        !self.part_a && !self.part_b
    }

    /// Entitlement and whether a state pays for it.
    pub(super) fn buy_in(&self) -> &'static str {
        match (self.part_a, self.part_b, self.bought) {
            (false, false, _) => "0",
            (true, false, false) => "1",
            (false, true, false) => "2",
            (true, true, false) => "3",
            (true, false, true) => "A",
            (false, true, true) => "B",
            (true, true, true) => "C",
        }
    }

    /// Enrolment in a managed care plan, which processes all claims.
    pub(super) fn managed_care(&self) -> &'static str {
        if self.advantage.is_some() { "C" } else { "0" }
    }

    pub(super) fn status(&self) -> &'static str {
        if self.is_none() { "00" } else { self.status }
    }

    /// Medicaid besides.
    pub(super) fn dual(&self) -> &'static str {
        if self.is_none() { "00" } else { self.dual.unwrap_or("NA") }
    }

    pub(super) fn is_dual(&self) -> bool {
        !self.is_none() && self.dual.is_some()
    }

    /// Employers' subsidy for retirees' drugs.
    pub(super) fn retiree_subsidy(&self) -> &'static str {
        match self.drugs {
            _ if self.is_none() => "0",
            Some(enrollment) if enrollment.employer_subsidy => "Y",
            _ => "N",
        }
    }

    /// Part D and the low-income subsidy: the group that shares costs alike.
    pub(super) fn cost_share(&self) -> &'static str {
        match (self.is_none(), self.drugs, self.subsidy) {
            (true, ..) => "00",
            (false, None, _) => "10",
            (false, Some(_), None) => "09",
            (false, Some(_), Some(group)) => group,
        }
    }
}
