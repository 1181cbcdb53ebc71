//! Claims, as the payer knows them. Amounts are cents, quantities thousandths.

use bluestem_model::claim::{ClaimKind, Phase};
use bluestem_model::number::Money;

use super::plan::Plan;
use super::provider::Provider;
use crate::codes::{Drug, RevenueCenter, Service};
use crate::day::Day;

/// One version of a claim.
#[derive(Clone)]
pub(crate) struct Claim<'d> {
    /// Which record of the person it is.
    pub(crate) record: u64,
    /// `CLM_UNIQ_ID`.
    pub(crate) number: i64,
    /// The person's key on it.
    pub(crate) owner: i64,
    pub(crate) kind: ClaimKind,
    /// `CLM_TYPE_CD`.
    pub(crate) type_code: u16,
    pub(crate) phase: Phase,
    pub(crate) version: Version,
    pub(crate) days: Days,
    pub(crate) diagnoses: Vec<Diagnosis>,
    pub(crate) procedures: Vec<Procedure>,
    pub(crate) lines: Vec<Line<'d>>,
    /// The sums of the lines' amounts.
    pub(crate) amounts: Amounts,
    pub(crate) billing: &'d Provider,
    pub(crate) detail: Detail<'d>,
}

/// Where a claim stands among the versions of itself.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub(crate) adjustment: Adjustment,
    pub(crate) control_number: String,
    /// The control number of the version that it replaces.
    pub(crate) original: Option<String>,
    pub(crate) final_action: bool,
    pub(crate) latest: bool,
    /// When a later version took its place; [`Day::NEVER`] of the latest.
    pub(crate) obsolete: Day,
}

/// Why there is a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Adjustment {
    Original,
    Void,
    Replacement,
    /// A pharmacy claim sent again after a deletion.
    Resubmission,
}

/// The days of a claim, in order: from <= thru <= submitted <= processed <= paid <= loaded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Days {
    pub(crate) from: Day,
    pub(crate) thru: Day,
    pub(crate) submitted: Day,
    pub(crate) processed: Day,
    /// The weekly processing of the National Claims History; the day of payment.
    pub(crate) paid: Day,
    pub(crate) loaded: Day,
}

/// What role a diagnosis has (`CLM_PROD_TYPE_CD`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Principal,
    Admitting,
    Listed,
    External,
    ReasonForVisit,
}

/// A diagnosis of a claim.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Diagnosis {
    pub(crate) code: &'static str,
    pub(crate) role: Role,
    /// Its place among those of its role, from 1.
    pub(crate) sequence: i64,
    /// Present on admission: `Y`, `N`, `U`, `W`, `1`, or `~` where it does not apply.
    pub(crate) on_admission: &'static str,
}

/// A procedure of a facility claim.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Procedure {
    pub(crate) code: &'static str,
    pub(crate) day: Day,
}

/// Amounts of a line, and their sums of a claim: submitted >= allowed >= paid, submitted = allowed + not
/// covered, allowed = deductible + coinsurance + paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Amounts {
    pub(crate) submitted: Money,
    pub(crate) allowed: Money,
    pub(crate) not_covered: Money,
    pub(crate) deductible: Money,
    pub(crate) coinsurance: Money,
    pub(crate) paid: Money,
}

impl Amounts {
    /// What the person owes.
    pub(crate) fn patient(&self) -> Money {
        Money(self.deductible.0 + self.coinsurance.0)
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.submitted.0 += other.submitted.0;
        self.allowed.0 += other.allowed.0;
        self.not_covered.0 += other.not_covered.0;
        self.deductible.0 += other.deductible.0;
        self.coinsurance.0 += other.coinsurance.0;
        self.paid.0 += other.paid.0;
    }
}

/// A line.
#[derive(Clone, Debug)]
pub(crate) struct Line<'d> {
    /// From 1.
    pub(crate) number: i64,
    pub(crate) from: Day,
    pub(crate) thru: Day,
    /// Units of service in thousandths.
    pub(crate) units: i64,
    pub(crate) amounts: Amounts,
    pub(crate) drug: Option<Dispensed>,
    pub(crate) detail: LineDetail<'d>,
}

/// A drug that was given or dispensed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dispensed {
    pub(crate) drug: &'static Drug,
    /// In thousandths of the drug's unit.
    pub(crate) quantity: i64,
}

/// The part of a line that depends on the family.
#[derive(Clone, Debug)]
pub(crate) enum LineDetail<'d> {
    Facility {
        center: RevenueCenter,
        /// Place in the list of adjustment reasons, if something was adjusted.
        reasons: Option<usize>,
    },
    Professional {
        service: &'static Service,
        rendering: &'d Provider,
        diagnosis: &'static str,
        /// Result of a blood test: kind (`R1` haemoglobin, `R2` haematocrit) and tenths.
        blood_test: Option<(&'static str, i64)>,
        /// Prior authorization that covers the line.
        authorization: Option<String>,
    },
    Pharmacy,
}

/// The part of a claim that depends on the family.
#[derive(Clone)]
pub(crate) enum Detail<'d> {
    Facility(Box<FacilityClaim<'d>>),
    Professional(ProfessionalClaim<'d>),
    Pharmacy(Box<PharmacyClaim<'d>>),
}

/// What only claims of facilities have.
#[derive(Clone)]
pub(crate) struct FacilityClaim<'d> {
    /// Type of bill: facility, class; the frequency follows from the version.
    pub(crate) bill: (&'static str, &'static str),
    /// `CLM_NRLN_RIC_CD`.
    pub(crate) record_kind: &'static str,
    pub(crate) admission_type: &'static str,
    pub(crate) admission_source: &'static str,
    pub(crate) discharge_status: &'static str,
    /// Admitted on the claim's first day and discharged on its last.
    pub(crate) stay: bool,
    /// A qualifying hospital stay before this one.
    pub(crate) qualifying_stay: Option<(Day, Day)>,
    /// MS-DRG and its weight in ten-thousandths.
    pub(crate) drg: Option<(&'static str, i64)>,
    /// Days that Medicare covers and those with coinsurance.
    pub(crate) covered_days: i64,
    pub(crate) coinsurance_days: i64,
    pub(crate) visits: i64,
    pub(crate) hospice_period: i64,
    /// Parts of the capital payment: federal specific, indirect medical education, outlier, hold harmless.
    pub(crate) capital: [Money; 4],
    pub(crate) disproportionate_share: Money,
    pub(crate) uncompensated_care: Money,
    pub(crate) standard_payment: Money,
    /// Blood: pints furnished, charge of it.
    pub(crate) blood: Option<(i64, Money)>,
    /// Place in the list of condition signatures.
    pub(crate) conditions: Option<usize>,
    /// Value codes with amounts.
    pub(crate) values: Vec<(&'static str, Money)>,
    pub(crate) advantage_paid: bool,
    pub(crate) attending: &'d Provider,
    pub(crate) operating: Option<&'d Provider>,
    pub(crate) other: Option<&'d Provider>,
    pub(crate) rendering: Option<&'d Provider>,
    pub(crate) referring: Option<&'d Provider>,
}

/// What only claims of physicians and suppliers have.
#[derive(Clone)]
pub(crate) struct ProfessionalClaim<'d> {
    pub(crate) referring: Option<&'d Provider>,
    /// Number of a clinical trial.
    pub(crate) trial: Option<String>,
    pub(crate) denied: bool,
}

/// What only pharmacy claims have. The costs add up to the submitted amount; so do the payments.
#[derive(Clone)]
pub(crate) struct PharmacyClaim<'d> {
    pub(crate) prescriber: &'d Provider,
    pub(crate) plan: &'static Plan,
    pub(crate) prescription: String,
    pub(crate) compound: bool,
    pub(crate) days_supply: i64,
    pub(crate) fill: i64,
    pub(crate) authorized_fills: i64,
    pub(crate) origin: &'static str,
    pub(crate) dispense_as_written: &'static str,
    pub(crate) residence: &'static str,
    pub(crate) pharmacy_kind: &'static str,
    pub(crate) ingredient: Money,
    pub(crate) dispensing: Money,
    pub(crate) tax: Money,
    pub(crate) vaccine: Money,
    pub(crate) patient: Money,
    pub(crate) subsidy: Money,
    pub(crate) other_payer: Money,
    pub(crate) discount: Money,
    pub(crate) plan_paid: Money,
    pub(crate) catastrophic: bool,
    pub(crate) out_of_network: bool,
}
