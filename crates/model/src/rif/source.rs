//! From a cell of a stored claim back to the column of the file that it was made of.

use super::{ProductPart, RifColumn, RifType, Target, product_column, source_column};
use crate::claim::ClaimKind;
use crate::column::{Column, View, clm, clm_ansi_sgntr, clm_prod, clm_val};
use crate::record::Row;

/// The CCW's name of the column behind the cell in `column` of `row`, a row of a claim of `kind`. None for what the
/// loader gives itself.
pub fn source_cell(kind: ClaimKind, row: &Row<'_>, column: Column) -> Option<&'static str> {
    match row.view {
        View::ClmProd => {
            let product = text(row, clm_prod::CLM_PROD_TYPE_CD)?;
            let place = text(row, clm_prod::CLM_VAL_SQNC_NUM)?.parse().ok()?;
            product_column(kind, product, place, part_of(column)?)
        }
        View::ClmVal => {
            let code = text(row, clm_val::CLM_VAL_CD)?;
            named(kind, |target| matches!(target, Target::Value(its) if its == code))
        }
        View::ClmAnsiSgntr => {
            let number = reason_number(column)?;
            named(kind, |target| target == Target::Ansi(number))
        }
        // Each part of a line has the line's number.
        _ if column.name() == "CLM_LINE_NUM" => RifType::of_claims(kind)?.line_number(),
        _ => source_column(kind, column).or_else(|| derived(kind, column)),
    }
}

/// Read past the notes of what was read: to name a cell is not to use it.
fn text<'r>(row: &Row<'r>, wanted: Column) -> Option<&'r str> {
    row.cells().find(|(column, _)| *column == wanted).map(|(_, text)| text)
}

fn named(kind: ClaimKind, is_it: impl Fn(Target) -> bool) -> Option<&'static str> {
    let mut columns: std::slice::Iter<'static, RifColumn> = RifType::of_claims(kind)?.columns().iter();
    columns.find(|column| is_it(column.target)).map(|column| column.name)
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

/// What the loader makes of a column that says it in another way.
fn derived(kind: ClaimKind, column: Column) -> Option<&'static str> {
    match (kind, column) {
        (ClaimKind::Pde, clm::CLM_TYPE_CD) => Some("ADJSTMT_DLTN_CD"),
        (ClaimKind::Pde, clm::PRVDR_SRVC_PRVDR_NPI_NUM) => Some("SRVC_PRVDR_ID"),
        (ClaimKind::Pde, clm::PRVDR_PRSCRBNG_PRVDR_NPI_NUM) => Some("PRSCRBR_ID"),
        (ClaimKind::Dme, clm::PRVDR_BLG_PRVDR_NPI_NUM) => Some("PRVDR_NPI"),
        _ => None,
    }
}
