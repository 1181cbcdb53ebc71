//! From a cell of a stored claim back to the column of the file that it was made of.

use super::{ProductPart, RifType, Target, product_column, source_column};
use crate::claim::ClaimKind;
use crate::column::{Column, View, ccw_clm, ccw_clm_line, clm, clm_ansi_sgntr, clm_prod, clm_val};
use crate::record::{Record, Row};

/// The file of the CCW that the record of a claim was made of, as far as the record tells.
pub struct ClaimSource<'r> {
    kind: ClaimKind,
    file: RifType,
    record: &'r Record<'r>,
    /// Whether its columns have the names of the public research files.
    is_public: bool,
}

impl<'r> ClaimSource<'r> {
    /// None for a kind of claim that no file of the CCW has.
    pub fn of(kind: ClaimKind, record: &'r Record<'r>) -> Option<Self> {
        // The back end's files always have it, the public ones never.
        let group = record.first(View::CcwClm).and_then(|row| text(&row, ccw_clm::CLM_GRP_ID));
        Some(Self { kind, file: RifType::of_claims(kind)?, record, is_public: group.is_none() })
    }

    /// The type of the file.
    pub fn file(&self) -> RifType {
        self.file
    }

    /// The file's name of the column behind the cell in `column` of `row`, a row of the record. None for what the
    /// loader gives itself.
    pub fn column(&self, row: &Row<'_>, column: Column) -> Option<&'static str> {
        let name = self.column_of_back_end(row, column)?;
        if self.is_public { self.file.column(name)?.public } else { Some(name) }
    }

    fn column_of_back_end(&self, row: &Row<'_>, column: Column) -> Option<&'static str> {
        let (kind, file) = (self.kind, self.file);
        match row.view {
            View::ClmProd => {
                let product = text(row, clm_prod::CLM_PROD_TYPE_CD)?;
                let place = text(row, clm_prod::CLM_VAL_SQNC_NUM)?.parse().ok()?;
                product_column(kind, product, place, part_of(column)?)
            }
            View::ClmVal => {
                let code = text(row, clm_val::CLM_VAL_CD)?;
                named(file, |target| matches!(target, Target::Value(its) if its == code))
            }
            View::ClmAnsiSgntr => {
                let number = reason_number(column)?;
                named(file, |target| target == Target::Ansi(number))
            }
            // Each part of a line has the line's number.
            _ if column.name() == "CLM_LINE_NUM" => file.line_number(),
            _ => self.derived(row, column).or_else(|| source_column(kind, column)),
        }
    }

    /// What the loader makes of a column that says it in another way.
    fn derived(&self, row: &Row<'_>, column: Column) -> Option<&'static str> {
        match (self.kind, column) {
            (ClaimKind::Pde, clm::CLM_TYPE_CD) => Some("ADJSTMT_DLTN_CD"),
            (ClaimKind::Pde, clm::PRVDR_SRVC_PRVDR_NPI_NUM) => Some("SRVC_PRVDR_ID"),
            (ClaimKind::Dme, clm::PRVDR_BLG_PRVDR_NPI_NUM) => Some("PRVDR_NPI"),
            // That of the first line where the header names none. Where both say the same, either column has it.
            (ClaimKind::Carrier, clm::PRVDR_BLG_PRVDR_NPI_NUM) => {
                let mut lines = self.record.rows_of(View::CcwClmLine);
                let first = lines.find(|line| line.origin == row.origin)?;
                (text(&first, ccw_clm_line::ORG_NPI_NUM) == text(row, column)).then_some("ORG_NPI_NUM")
            }
            _ => None,
        }
    }
}

/// Read past the notes of what was read: to name a cell is not to use it.
fn text<'r>(row: &Row<'r>, wanted: Column) -> Option<&'r str> {
    row.cells().find(|(column, _)| *column == wanted).map(|(_, text)| text)
}

fn named(file: RifType, is_it: impl Fn(Target) -> bool) -> Option<&'static str> {
    file.columns().iter().find(|column| is_it(column.target)).map(|column| column.name)
}

/// None for type and place, which are in the column's name.
fn part_of(column: Column) -> Option<ProductPart> {
    match column {
        clm_prod::CLM_DGNS_CD | clm_prod::CLM_PRCDR_CD => Some(ProductPart::Code),
        clm_prod::CLM_DGNS_PRCDR_ICD_IND => Some(ProductPart::Version),
        clm_prod::CLM_POA_IND => Some(ProductPart::OnAdmission),
        clm_prod::CLM_PRCDR_PRFRM_DT => Some(ProductPart::Performed),
        _ => None,
    }
}

fn reason_number(column: Column) -> Option<u8> {
    match column {
        clm_ansi_sgntr::CLM_1_REV_CNTR_ANSI_GRP_CD | clm_ansi_sgntr::CLM_1_REV_CNTR_ANSI_RSN_CD => Some(1),
        clm_ansi_sgntr::CLM_2_REV_CNTR_ANSI_GRP_CD | clm_ansi_sgntr::CLM_2_REV_CNTR_ANSI_RSN_CD => Some(2),
        clm_ansi_sgntr::CLM_3_REV_CNTR_ANSI_GRP_CD | clm_ansi_sgntr::CLM_3_REV_CNTR_ANSI_RSN_CD => Some(3),
        clm_ansi_sgntr::CLM_4_REV_CNTR_ANSI_GRP_CD | clm_ansi_sgntr::CLM_4_REV_CNTR_ANSI_RSN_CD => Some(4),
        _ => None,
    }
}
