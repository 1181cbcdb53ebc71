//! The research format (RIF) of the Chronic Conditions Warehouse (CCW): its ten file types, their columns, and the
//! column of the model in which each value is kept.
//!
//! A claim or person from RIF is stored in the same views and columns as one of the IDR wherever a twin exists;
//! the rest is in the views of [`crate::column`] that begin with `CCW_`. These tables are the one crosswalk: the
//! loader renames by them, and who wants to say where a value came from asks [`source_column`].

mod beneficiary;
mod beneficiary_history;
mod carrier;
mod column;
mod dme;
mod hha;
mod hospice;
mod identity;
mod inpatient;
mod months;
mod outpatient;
mod pde;
mod snf;
mod source;
mod spans;
mod state;
mod synthetic;

pub use column::{ProductPart, RifColumn, RifKind, Target};
pub use identity::{history_of, identity_history};
pub use months::{MONTHS, Monthly, month_column};
pub use source::ClaimSource;
pub use spans::with_spans;
pub use state::postal_state;
pub use synthetic::{synthetic_mbi, synthetic_name};

use crate::claim::ClaimKind;
use crate::column::Column;

/// A type of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RifType {
    /// People, one row a person and reference year.
    Beneficiary,
    /// Earlier identities of people.
    BeneficiaryHistory,
    /// Physicians and suppliers.
    Carrier,
    /// Durable medical equipment.
    Dme,
    /// Home health agencies.
    Hha,
    /// Hospices.
    Hospice,
    /// Inpatient hospitals.
    Inpatient,
    /// Hospital outpatient departments.
    Outpatient,
    /// Part D events.
    Pde,
    /// Skilled nursing facilities.
    Snf,
}

impl RifType {
    /// Every type, people first.
    pub const ALL: [Self; 10] = [
        Self::Beneficiary,
        Self::BeneficiaryHistory,
        Self::Carrier,
        Self::Dme,
        Self::Hha,
        Self::Hospice,
        Self::Inpatient,
        Self::Outpatient,
        Self::Pde,
        Self::Snf,
    ];

    /// The word for it in manifests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Beneficiary => "BENEFICIARY",
            Self::BeneficiaryHistory => "BENEFICIARY_HISTORY",
            Self::Carrier => "CARRIER",
            Self::Dme => "DME",
            Self::Hha => "HHA",
            Self::Hospice => "HOSPICE",
            Self::Inpatient => "INPATIENT",
            Self::Outpatient => "OUTPATIENT",
            Self::Pde => "PDE",
            Self::Snf => "SNF",
        }
    }

    /// The type with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Its columns in the order of the file.
    pub fn columns(self) -> &'static [RifColumn] {
        match self {
            Self::Beneficiary => beneficiary::COLUMNS,
            Self::BeneficiaryHistory => beneficiary_history::COLUMNS,
            Self::Carrier => carrier::COLUMNS,
            Self::Dme => dme::COLUMNS,
            Self::Hha => hha::COLUMNS,
            Self::Hospice => hospice::COLUMNS,
            Self::Inpatient => inpatient::COLUMNS,
            Self::Outpatient => outpatient::COLUMNS,
            Self::Pde => pde::COLUMNS,
            Self::Snf => snf::COLUMNS,
        }
    }

    /// The column with this name in the back end's dialect.
    pub fn column(self, name: &str) -> Option<&'static RifColumn> {
        self.columns().iter().find(|column| column.name == name)
    }

    /// The column that tells its records apart.
    pub fn key(self) -> &'static str {
        match self {
            Self::Beneficiary | Self::BeneficiaryHistory => "BENE_ID",
            Self::Pde => "PDE_ID",
            _ => "CLM_ID",
        }
    }

    /// The column with the number of a line; None where a record is one row.
    pub fn line_number(self) -> Option<&'static str> {
        match self {
            Self::Beneficiary | Self::BeneficiaryHistory | Self::Pde => None,
            Self::Carrier | Self::Dme => Some("LINE_NUM"),
            _ => Some("CLM_LINE_NUM"),
        }
    }

    /// The kind of its claims; None for people.
    pub fn claim_kind(self) -> Option<ClaimKind> {
        match self {
            Self::Beneficiary | Self::BeneficiaryHistory => None,
            Self::Carrier => Some(ClaimKind::Carrier),
            Self::Dme => Some(ClaimKind::Dme),
            Self::Hha => Some(ClaimKind::Hha),
            Self::Hospice => Some(ClaimKind::Hospice),
            Self::Inpatient => Some(ClaimKind::Inpatient),
            Self::Outpatient => Some(ClaimKind::Outpatient),
            Self::Pde => Some(ClaimKind::Pde),
            Self::Snf => Some(ClaimKind::Snf),
        }
    }

    /// The type whose files hold claims of this kind.
    pub fn of_claims(kind: ClaimKind) -> Option<Self> {
        Self::ALL.into_iter().find(|candidate| candidate.claim_kind() == Some(kind))
    }
}

/// The CCW's name of a column of the model in records of claims of `kind`: `CLM_TYPE_CD` is `NCH_CLM_TYPE_CD`. Of a
/// diagnosis or procedure see [`product_column`].
pub fn source_column(kind: ClaimKind, column: Column) -> Option<&'static str> {
    kept_in(RifType::of_claims(kind)?, column)
}

/// The CCW's name of a column of the model in records of people.
pub fn source_column_of_person(column: Column) -> Option<&'static str> {
    kept_in(RifType::Beneficiary, column).or_else(|| kept_in(RifType::BeneficiaryHistory, column))
}

fn kept_in(kind: RifType, wanted: Column) -> Option<&'static str> {
    let is_here = |column: &&RifColumn| match column.target {
        Target::Cells(columns) => columns.contains(&wanted),
        Target::FinalAction => wanted == crate::column::clm::CLM_FINL_ACTN_IND,
        _ => false,
    };
    kind.columns().iter().find(is_here).map(|column| column.name)
}

/// The CCW's name of a cell of a diagnosis or procedure row: type `D`, place 2, code is `ICD_DGNS_CD2`.
pub fn product_column(kind: ClaimKind, product: &str, place: i64, part: ProductPart) -> Option<&'static str> {
    let is_it = |column: &&RifColumn| match column.target {
        Target::Product { kind, slot, part: its } => {
            kind == product && i64::from(slot) == place && its == part
        }
        _ => false,
    };
    RifType::of_claims(kind)?.columns().iter().find(is_it).map(|column| column.name)
}

#[cfg(test)]
mod tests;
