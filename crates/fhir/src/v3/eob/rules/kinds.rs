//! The kinds of rules.

use bluestem_model::column::Column;

use super::Category;
use crate::codes::CodeSystem;

/// A family of claims: what its lines look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Bills of institutions, with revenue centers.
    Institutional,
    /// Bills of physicians and suppliers, with places of service.
    Professional,
    /// Part D events.
    Pharmacy,
}

/// The rules of one family of claims.
#[derive(Debug)]
pub struct RuleSet {
    /// Which family.
    pub family: Family,
    /// Where the kind of record is read, which tells whether Part A or Part B was claimed from.
    pub record_type: Column,
    /// `supportingInfo`.
    pub info: &'static [InfoGroup],
    /// `adjudication`, in groups that families share.
    pub adjudication: &'static [&'static [Adjudication]],
    /// `total`.
    pub total: &'static [Amount],
    /// `item.adjudication`.
    pub line_adjudication: &'static [Adjudication],
    /// `item.extension`.
    pub line_extensions: &'static [Extension],
    /// `careTeam` from the header.
    pub care_team: &'static [Role],
    /// `careTeam` from each line.
    pub line_care_team: Option<Role>,
}

/// Rules for `supportingInfo` that are walked together.
#[derive(Debug)]
pub enum InfoGroup {
    /// Once a claim.
    Header(&'static [Info]),
    /// For each line, all rules of the group; the line points at what they gave.
    Line(&'static [Info]),
    /// For the first line, without a pointer from it: the claim has one line.
    OnlyLine(&'static [Info]),
}

/// One `supportingInfo`.
#[derive(Debug)]
pub struct Info {
    /// Where the value is read.
    pub column: Column,
    /// What it is.
    pub category: Category,
    /// How it is written.
    pub value: InfoValue,
    /// Whether the profile demands the element; without a value it says that it is unknown.
    pub required: bool,
}

/// How the value of a `supportingInfo` is written.
#[derive(Debug)]
pub enum InfoValue {
    /// `code` with one coding a system.
    Codes(&'static [&'static CodeSystem]),
    /// `code` with one coding; a blank cell means this code.
    CodeOr(&'static CodeSystem, &'static str),
    /// `code` from an SSA state code: the FIPS code.
    State,
    /// `code` from a number greater than zero, without leading zeros.
    Number(&'static CodeSystem),
    /// `timingDate`.
    Date,
    /// `valueString`.
    Text,
    /// `valueQuantity`.
    Quantity(Unit),
    /// `code` from the three parts of the type of bill.
    TypeOfBill,
    /// `timingPeriod` of the stay.
    AdmissionPeriod,
    /// `code`, one `supportingInfo` for each condition of the claim's condition signature.
    Conditions,
    /// `code` of how far a claim in process is: the shared system's initial, its status, and in the equipment
    /// system the location.
    AuditTrail,
}

/// The unit of a quantity.
#[derive(Debug)]
pub struct Unit {
    /// Its text.
    pub text: &'static str,
    /// Its UCUM code, where there is one.
    pub ucum: Option<&'static str>,
    /// Whether a quantity of zero says nothing.
    pub skip_zero: bool,
}

impl Unit {
    /// Pints of blood.
    pub(super) const PINTS: Self = Self { text: "pint", ucum: Some("[pt_us]"), skip_zero: true };
    /// Days of supply. BFD v3 gives no UCUM code.
    pub(super) const DAYS: Self = Self { text: "days", ucum: None, skip_zero: false };
    /// Number of the fill.
    pub(super) const FILLS: Self = Self { text: "fill", ucum: None, skip_zero: false };
}

/// One `adjudication`.
#[derive(Debug)]
pub enum Adjudication {
    /// An amount, a count or a number.
    Amount(Amount),
    /// `benefitpaymentstatus`, constant `other`: the source does not say whether the provider is in a network.
    PaymentStatus,
    /// `benefitpaymentstatus` from the pricing exception code of a pharmacy claim.
    PricingStatus(Column),
    /// `adjustmentreason` from the line's ANSI signature.
    AdjustmentReason(Column),
}

/// An amount, a count or a number with its category.
#[derive(Debug)]
pub struct Amount {
    /// Where it is read.
    pub source: Source,
    /// What it is.
    pub category: Category,
}

/// Where an amount is read and what it is.
#[derive(Debug)]
pub enum Source {
    /// A column with dollars.
    Money(Column),
    /// A column with a count or weight: a number without a currency.
    Number(Column),
    /// The sum of the claim's value codes with this code.
    ValueCode(&'static str),
    /// The sum of dollars in these columns; where the source has none of them, the sum that it gives itself.
    Sum(&'static [Column], Column),
}

/// One extension of an item.
#[derive(Debug)]
pub struct Extension {
    /// Where it is read.
    pub column: Column,
    /// The last part of its URL.
    pub name: &'static str,
    /// How it is written.
    pub value: ExtensionValue,
}

/// How the value of an extension is written.
#[derive(Debug)]
pub enum ExtensionValue {
    /// `valueCoding`.
    Coding(&'static CodeSystem),
    /// `valueDecimal`.
    Decimal,
    /// `valueIdentifier`, only for those who ask for tax numbers.
    TaxNumber,
}

/// One role in the care team.
#[derive(Debug)]
pub struct Role {
    /// The provider's NPI or other number.
    pub npi: Column,
    /// The provider's name on the claim, which goes before the provider's own row.
    pub name: Option<Column>,
    /// The specialty.
    pub specialty: Option<Column>,
    /// What kind of number it is; None where it is always an NPI.
    pub qualifier: Option<Column>,
    /// The code of the role.
    pub code: &'static str,
    /// The role's CodeableConcept.
    pub json: &'static str,
    /// Whether the profile lets only a person have it.
    pub person: bool,
    /// Whether a provider without a specialty has a `type` (BFD v3).
    pub typed: bool,
}

macro_rules! info {
    ($view:ident::$column:ident, $display:literal, $value:expr) => {
        crate::v3::eob::rules::Info {
            column: $view::$column,
            category: info_category!(stringify!($column), $display),
            value: $value,
            required: false,
        }
    };
    ($view:ident::$column:ident as $code:literal, $display:literal, $value:expr) => {
        crate::v3::eob::rules::Info {
            column: $view::$column,
            category: info_category!($code, $display),
            value: $value,
            required: false,
        }
    };
}

macro_rules! slice {
    ($view:ident::$column:ident, $slice:literal, $value:expr) => {
        slice!($view::$column, $slice, $value, false)
    };
    ($view:ident::$column:ident, $slice:literal, $value:expr, required) => {
        slice!($view::$column, $slice, $value, true)
    };
    ($view:ident::$column:ident, $slice:literal, $value:expr, $required:literal) => {
        crate::v3::eob::rules::Info {
            column: $view::$column,
            category: slice_category!($slice),
            value: $value,
            required: $required,
        }
    };
}

macro_rules! money {
    ($view:ident::$column:ident, $($category:tt)*) => {
        crate::v3::eob::rules::Amount {
            source: crate::v3::eob::rules::Source::Money($view::$column),
            category: adjudication_category!(stringify!($column), $($category)*),
        }
    };
}

macro_rules! number {
    ($view:ident::$column:ident, $($category:tt)*) => {
        crate::v3::eob::rules::Amount {
            source: crate::v3::eob::rules::Source::Number($view::$column),
            category: adjudication_category!(stringify!($column), $($category)*),
        }
    };
}

macro_rules! value_code {
    ($value:literal, $($category:tt)*) => {
        crate::v3::eob::rules::Amount {
            source: crate::v3::eob::rules::Source::ValueCode($value),
            category: adjudication_category!($($category)*),
        }
    };
}

macro_rules! amount {
    ($amount:expr) => {
        crate::v3::eob::rules::Adjudication::Amount($amount)
    };
}

macro_rules! extension {
    ($view:ident::$column:ident, $name:literal, $value:expr) => {
        crate::v3::eob::rules::Extension { column: $view::$column, name: $name, value: $value }
    };
}

macro_rules! role_json {
    (hl7 $code:literal, $display:literal) => {
        concat!(
            "{\"coding\":[",
            coding!("http://terminology.hl7.org/CodeSystem/claimcareteamrole", $code, $display),
            "]}"
        )
    };
    ($code:literal, $display:literal) => {
        concat!(
            "{\"coding\":[",
            coding!("http://terminology.hl7.org/CodeSystem/claimcareteamrole", $code, $display),
            ",",
            coding!("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimCareTeamRole", $code, $display),
            "]}"
        )
    };
    ($code:literal, $display:literal, $carin:literal, $carin_display:literal) => {
        concat!(
            "{\"coding\":[",
            coding!("http://terminology.hl7.org/CodeSystem/claimcareteamrole", $code, $display),
            ",",
            coding!(
                "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimCareTeamRole",
                $carin,
                $carin_display
            ),
            "]}"
        )
    };
}
