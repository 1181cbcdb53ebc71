//! The kinds of rules.

use bluestem_model::column::Column;

use crate::codes::CodeSystem;
use crate::codes::variables::Variable;
use crate::v2::eob::Defect;

/// What the lines of a claim look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Bills of institutions, with revenue centers.
    Institutional,
    /// Bills of physicians and suppliers, with places of service.
    Professional,
    /// Part D events.
    Pharmacy,
}

/// The rules of one type of claims. Lists are groups that types share.
#[derive(Debug)]
pub struct RuleSet {
    /// What its lines look like.
    pub form: Form,
    /// `eob-type` code.
    pub code: &'static str,
    /// `claim-type` code of HL7.
    pub group: &'static str,
    /// The text of that code.
    pub group_text: &'static str,
    /// `subType` code of institutional claims.
    pub subtype: Option<&'static str>,
    /// The profile that claims of the type declare, without the part that all share.
    pub profile: &'static str,
    /// The part of Medicare that pays, where the kind of record does not say.
    pub part: Part,
    /// `diagnosis.type` of the diagnoses behind the first.
    pub further: DiagnosisKind,
    /// `extension`.
    pub extensions: &'static [&'static [Extension]],
    /// `supportingInfo`.
    pub info: &'static [&'static [Info]],
    /// `benefitBalance.financial`.
    pub balance: &'static [&'static [Balance]],
    /// `total`.
    pub total: &'static [Amount],
    /// `careTeam` from the header.
    pub care_team: &'static [Role],
    /// `careTeam` from each line.
    pub line_care_team: &'static [Role],
    /// `item.extension`.
    pub line_extensions: &'static [&'static [Extension]],
    /// `item.locationCodeableConcept.extension` of professional claims.
    pub place: &'static [&'static [Extension]],
    /// `item.adjudication`.
    pub line_adjudication: &'static [&'static [Adjudication]],
}

/// A part of Medicare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Hospital insurance.
    A,
    /// Medical insurance.
    B,
    /// Drugs.
    D,
}

/// What a diagnosis is to the claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiagnosisKind {
    /// At admission.
    Admitting,
    /// The first.
    Principal,
    /// Any other, of institutional claims.
    Other,
    /// Any other, of professional claims.
    Secondary,
    /// External cause of an injury.
    ExternalCause,
    /// Why the patient came.
    ReasonForVisit,
}

/// Where a value of the header is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A column.
    Column(Column),
    /// The sum of the claim's value codes with this code.
    ValueCode(&'static str),
}

/// One extension, named by its variable.
#[derive(Debug)]
pub struct Extension {
    /// Where it is read.
    pub source: Source,
    /// What it is.
    pub variable: &'static Variable,
    /// How it is written.
    pub value: ExtensionValue,
    /// The defect that it is, if it is one.
    pub defect: Option<Defect>,
}

/// How the value of an extension is written.
#[derive(Debug)]
pub enum ExtensionValue {
    /// `valueCoding`.
    Coding,
    /// `valueCoding`, only for those who ask for tax numbers.
    TaxNumber,
    /// `valueIdentifier`.
    Identifier,
    /// `valueDate`.
    Date,
    /// `valueMoney`.
    Money,
    /// `valueQuantity`.
    Quantity,
    /// `valueQuantity`, which BFD v2 leaves out when it is zero ([`Defect::ZeroUnits`]).
    Units,
    /// `valueQuantity` whose unit is coded in another column.
    QuantityOf(Column, &'static Variable),
}

/// One `supportingInfo`.
#[derive(Debug)]
pub struct Info {
    /// What it is.
    pub category: InfoCategory,
    /// How it is written.
    pub value: InfoValue,
}

/// The `category` of a `supportingInfo`.
#[derive(Debug)]
pub enum InfoCategory {
    /// HL7's `info`, and the variable.
    Variable(&'static Variable),
    /// A code of CARIN's and its text.
    Slice(&'static str, &'static str),
    /// A code of CARIN's and its text, and the variable.
    SliceOf(&'static str, &'static str, &'static Variable),
}

/// How the value of a `supportingInfo` is written.
#[derive(Debug)]
pub enum InfoValue {
    /// `code`.
    Code(Column, &'static CodeSystem),
    /// `timingDate`.
    Date(Column),
    /// `timingPeriod` from one day to another; either may be missing.
    Period(Column, Column),
    /// `valueQuantity` without a unit.
    Count(Column),
    /// `valueQuantity` in pints.
    Pints(Column),
    /// `code` of the kind of drug invoice: compound or not.
    Compound(Column),
}

/// One `benefitBalance.financial`.
#[derive(Debug)]
pub struct Balance {
    /// Where it is read.
    pub column: Column,
    /// What it is.
    pub variable: &'static Variable,
    /// How it is written.
    pub value: BalanceValue,
}

/// How a balance is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BalanceValue {
    /// `usedMoney`.
    Money,
    /// `usedUnsignedInt`.
    Count,
    /// A number with a fraction ([`Defect::DrgWeight`]).
    Weight,
}

/// One `item.adjudication`.
#[derive(Debug)]
pub enum Adjudication {
    /// An amount.
    Amount(Amount),
    /// Why it was denied or reduced: a code.
    Reason(Column, &'static Variable),
    /// Why it was adjusted: pair number of the line's ANSI signature, from 0.
    Adjustment(usize, &'static Variable),
    /// What the plan paid, by whether the drug is covered.
    PlanPaid,
}

/// An amount with its category.
#[derive(Debug)]
pub struct Amount {
    /// Where it is read.
    pub column: Column,
    /// What it is the sum of where the source has no such column.
    pub parts: &'static [Column],
    /// The coding of the amount type, as JSON.
    pub kind: &'static str,
    /// What it is; None for a total that is named by its amount type alone.
    pub variable: Option<&'static Variable>,
    /// The defect that it is, if it is one.
    pub defect: Option<Defect>,
    /// Defect under which it is called by another variable.
    pub misnamed: Option<(Defect, &'static Variable)>,
    /// A code that is said beside the amount.
    pub extension: Option<(Column, &'static Variable)>,
}

/// One role in the care team.
#[derive(Debug)]
pub struct Role {
    /// The provider's NPI; the first that is present.
    pub npi: &'static [Column],
    /// What kind of number it is; only `01`, an NPI, counts.
    pub qualifier: Option<Column>,
    /// The provider's UPIN, where there is no NPI.
    pub upin: Option<Column>,
    /// The code of the role.
    pub code: &'static str,
    /// The role's coding, as JSON.
    pub json: &'static str,
    /// Whether it is responsible for the line.
    pub responsible: bool,
    /// Whether every item points at it.
    pub linked: bool,
    /// The specialty.
    pub specialty: Option<Column>,
    /// Extensions of the member.
    pub extensions: &'static [Extension],
}
