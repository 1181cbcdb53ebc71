//! One column of a file, and where its value is kept.

use crate::column::Column;

/// A column of a file type.
#[derive(Clone, Copy, Debug)]
pub struct RifColumn {
    /// Its name in the header of the back end's dialect, e.g. `NCH_CLM_TYPE_CD`.
    pub name: &'static str,
    /// What its cells look like.
    pub kind: RifKind,
    /// Whether an empty cell is an error. An empty required number is 0 where the reference says so.
    pub required: bool,
    /// Whether it is of the line, not of the header that every line of a claim repeats.
    pub line: bool,
    /// Where its value is kept.
    pub target: Target,
    /// Its name in the public research files of the CCW; None where they lack it.
    pub public: Option<&'static str>,
}

/// What the text of a cell must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RifKind {
    /// Signed 64-bit integer.
    Integer,
    /// Decimal number: digits in all and behind the point; 0 digits in all: as many as an amount may have.
    Decimal(u8, u8),
    /// `dd-MMM-yyyy` or `yyyyMMdd`.
    Date,
    /// Exactly one character; a blank is one.
    Char,
    /// Text of at most so many characters.
    Text(u8),
}

/// Where a value is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// As it is in each of these columns: the twin in the IDR, or a column of a CCW view.
    Cells(&'static [Column]),
    /// In a diagnosis or procedure row (`CLM_PROD`) of this type (`CLM_PROD_TYPE_CD`) and place
    /// (`CLM_VAL_SQNC_NUM`).
    Product {
        /// `A` admitting, `P` principal, `D` other, `1` first external cause, `E` external cause, `R` reason for
        /// the visit, `S` procedure.
        kind: &'static str,
        /// The number in the column's name, 1 where it has none.
        slot: u8,
        /// Which cell of the row.
        part: ProductPart,
    },
    /// The amount of a value row (`CLM_VAL`) with this code.
    Value(&'static str),
    /// Group and reason code number so and so of the line's adjustment signature (`CLM_ANSI_SGNTR`).
    Ansi(u8),
    /// `INSERT` or `UPDATE`: what to do, not a value.
    Operation,
    /// `F` or `N`, kept as `Y` or `N` in `CLM_FINL_ACTN_IND`.
    FinalAction,
    /// Not kept: the health insurance claim number, which holds a social security number and is served nowhere.
    Never,
}

/// A cell of a diagnosis or procedure row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProductPart {
    /// The code.
    Code,
    /// `9` or `0`: the revision of the code system.
    Version,
    /// Present on admission.
    OnAdmission,
    /// When the procedure was performed.
    Performed,
}

pub(super) const OPERATION: Target = Target::Operation;
pub(super) const FINAL_ACTION: Target = Target::FinalAction;
pub(super) const NEVER: Target = Target::Never;

pub(super) const fn to(columns: &'static [Column]) -> Target {
    Target::Cells(columns)
}

pub(super) const fn diagnosis(kind: &'static str, slot: u8, part: ProductPart) -> Target {
    Target::Product { kind, slot, part }
}

pub(super) const fn procedure(slot: u8, part: ProductPart) -> Target {
    Target::Product { kind: "S", slot, part }
}

pub(super) const fn value(code: &'static str) -> Target {
    Target::Value(code)
}

pub(super) const fn ansi(number: u8) -> Target {
    Target::Ansi(number)
}

/// A required column of the header that both dialects name alike.
pub(super) const fn req(name: &'static str, kind: RifKind, target: Target) -> RifColumn {
    RifColumn { name, kind, required: true, line: false, target, public: Some(name) }
}

/// An optional one.
pub(super) const fn opt(name: &'static str, kind: RifKind, target: Target) -> RifColumn {
    RifColumn { required: false, ..req(name, kind, target) }
}

impl RifColumn {
    /// It is of the line.
    pub(super) const fn line(self) -> Self {
        Self { line: true, ..self }
    }

    /// The public files lack it.
    pub(super) const fn lost(self) -> Self {
        Self { public: None, ..self }
    }

    /// The public files name it so.
    pub(super) const fn public(self, name: &'static str) -> Self {
        Self { public: Some(name), ..self }
    }
}
