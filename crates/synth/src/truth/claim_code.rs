//! What follows from a claim and reads the same in every format.

use bluestem_model::claim::Phase;
use bluestem_model::number::Money;

use super::claim::{Adjustment, Claim, PharmacyClaim};

/// Beyond this cost of the year the catastrophic phase begins; here of one event, in cents.
const THRESHOLD: i64 = 200_000;

impl Claim<'_> {
    /// Whether it is in process or decided in a shared system.
    pub(crate) fn in_shared_system(&self) -> bool {
        self.phase != Phase::Adjudicated
    }

    /// The contractor of the place where the claim was billed, from a few that are known.
    pub(crate) fn contractor(&self) -> &'static str {
        match self.billing.place.ssa_state {
            "03" => "03101",
            "05" => "01111",
            "13" => "02201",
            "27" => "03201",
            "50" => "02401",
            _ => "01011",
        }
    }

    /// `CLM_DISP_CD`.
    pub(crate) fn disposition(&self) -> &'static str {
        if self.version.adjustment == Adjustment::Void { "3" } else { "1" }
    }

    /// `CLM_QUERY_CD`: credit adjustment, debit adjustment, final bill.
    pub(crate) fn query_code(&self) -> &'static str {
        match self.version.adjustment {
            Adjustment::Void => "0",
            Adjustment::Replacement => "5",
            _ => "3",
        }
    }

    /// The last digit of the type of bill.
    pub(crate) fn frequency(&self) -> &'static str {
        match self.version.adjustment {
            Adjustment::Void => "8",
            Adjustment::Replacement => "7",
            _ => "1",
        }
    }
}

impl PharmacyClaim<'_> {
    /// The part of the cost `total` that lies in the catastrophic phase.
    pub(crate) fn above_threshold(&self, total: Money) -> Money {
        Money(if self.catastrophic { (total.0 - THRESHOLD).max(0) } else { 0 })
    }
}
