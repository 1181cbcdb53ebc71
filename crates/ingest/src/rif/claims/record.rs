//! Puts the record of one claim together.

use std::collections::BTreeMap;

use bluestem_model::column::{
    Column, View, ccw_clm_line, clm, clm_ansi_sgntr, clm_line, clm_line_instnl, clm_line_prfnl, clm_line_rx,
    clm_prod, clm_val,
};
use bluestem_model::record::{Origin, RecordBuilder, SourceRow};
use bluestem_model::rif::{ProductPart, RifColumn, RifType, Target};

use super::super::row::{value_of, values};

/// A row of a claim.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct RifRow<'p> {
    pub(in super::super) kind: RifType,
    pub(in super::super) origin: Origin,
    pub(in super::super) values: &'p [u8],
}

impl<'p> RifRow<'p> {
    pub(in super::super) fn text(&self, name: &str) -> Option<&'p str> {
        value_of(self.kind, self.values, name)
    }
}

/// The cells of one record on their way into rows.
#[derive(Default)]
struct Cells<'r> {
    cells: Vec<(Column, &'r str)>,
}

impl<'r> Cells<'r> {
    fn put(&mut self, column: Column, text: &'r str) {
        self.cells.push((column, text));
    }

    /// Makes a row of each view that has a cell.
    fn rows(mut self, origin: Origin, record: &mut RecordBuilder) {
        self.cells.sort_by_key(|(column, _)| *column);
        for of_view in self.cells.chunk_by(|(one, _), (other, _)| one.view_number() == other.view_number()) {
            let view = of_view.first().and_then(|(column, _)| View::from_number(column.view_number()));
            if let Some(view) = view {
                record.push(SourceRow::new(view, origin, of_view.iter().copied()));
            }
        }
    }
}

/// The record of the claim with these rows, of which the first speaks for the header. Diagnoses and procedures
/// without a revision are of the one in force on `thru` (ten from 1 October 2015).
pub(super) fn record(rows: &[RifRow<'_>]) -> RecordBuilder {
    let mut record = RecordBuilder::default();
    let Some(first) = rows.first() else { return record };
    header(first, &mut record);
    for (row, place) in rows.iter().zip(1_u32..) {
        line(row, place, &mut record);
    }
    record
}

fn header(row: &RifRow<'_>, record: &mut RecordBuilder) {
    let mut cells = Cells::default();
    let mut products: BTreeMap<(&str, u8), [Option<&str>; 4]> = BTreeMap::new();
    let of_header = values(row.kind, row.values).filter(|(column, _)| !column.line);
    for (RifColumn { target, .. }, text) in of_header {
        match target {
            Target::Cells(columns) => {
                for column in columns.iter().filter(|column| !is_of_line(**column)) {
                    cells.put(*column, text);
                }
            }
            Target::FinalAction => {
                cells.put(clm::CLM_FINL_ACTN_IND, if text == "N" { "N" } else { "Y" });
            }
            Target::Product { kind, slot, part } => {
                let parts = products.entry((kind, *slot)).or_default();
                if let Some(cell) = parts.get_mut(*part as usize) {
                    *cell = Some(text);
                }
            }
            Target::Value(code) => value(code, text, row.origin, record),
            Target::Ansi(_) | Target::Operation | Target::Never => {}
        }
    }
    derived(row, &mut cells);
    cells.rows(row.origin, record);
    let ten = row.text("CLM_THRU_DT").is_none_or(|date| date >= TENTH_REVISION);
    for ((kind, slot), parts) in products {
        product(kind, slot, parts, ten, row.origin, record);
    }
}

/// Codes of services from this day on are of the tenth revision.
const TENTH_REVISION: &str = "2015-10-01";

/// What the file says in another way.
fn derived<'r>(row: &RifRow<'r>, cells: &mut Cells<'r>) {
    match row.kind {
        RifType::Pde => {
            // As in the drug data: 1 original, 2 adjusted, 3 deleted.
            let code = match row.text("ADJSTMT_DLTN_CD") {
                Some("A") => "2",
                Some("D") => "3",
                _ => "1",
            };
            cells.put(clm::CLM_TYPE_CD, code);
            for (qualifier, id, column) in [
                ("SRVC_PRVDR_ID_QLFYR_CD", "SRVC_PRVDR_ID", clm::PRVDR_SRVC_PRVDR_NPI_NUM),
                ("PRSCRBR_ID_QLFYR_CD", "PRSCRBR_ID", clm::PRVDR_PRSCRBNG_PRVDR_NPI_NUM),
            ] {
                if let Some(npi) = row.text(id).filter(|_| row.text(qualifier) == Some("01")) {
                    cells.put(column, npi);
                }
            }
        }
        // A supplier bills for itself: the claim's provider is the one of its lines.
        RifType::Dme => {
            if let Some(npi) = row.text("PRVDR_NPI") {
                cells.put(clm::PRVDR_BLG_PRVDR_NPI_NUM, npi);
            }
        }
        RifType::Carrier => {
            let billing = row.text("CARR_CLM_BLG_NPI_NUM");
            if let Some(npi) = row.text("ORG_NPI_NUM").filter(|_| billing.is_none()) {
                cells.put(clm::PRVDR_BLG_PRVDR_NPI_NUM, npi);
            }
        }
        _ => {}
    }
    if row.text("FINAL_ACTION").is_none() {
        cells.put(clm::CLM_FINL_ACTN_IND, "Y");
    }
}

fn value(code: &str, amount: &str, origin: Origin, record: &mut RecordBuilder) {
    let cells =
        [(clm_val::CLM_VAL_SQNC_NUM, code), (clm_val::CLM_VAL_CD, code), (clm_val::CLM_VAL_AMT, amount)];
    record.push(SourceRow::new(View::ClmVal, origin, cells));
}

fn product(
    kind: &str,
    slot: u8,
    parts: [Option<&str>; 4],
    ten: bool,
    origin: Origin,
    record: &mut RecordBuilder,
) {
    let part = |part: ProductPart| parts.get(part as usize).copied().flatten();
    let Some(code) = part(ProductPart::Code) else { return };
    let code_column = if kind == "S" { clm_prod::CLM_PRCDR_CD } else { clm_prod::CLM_DGNS_CD };
    let number = slot.to_string();
    let mut cells = vec![
        (clm_prod::CLM_PROD_TYPE_CD, kind),
        (clm_prod::CLM_VAL_SQNC_NUM, number.as_str()),
        (code_column, code),
        (clm_prod::CLM_DGNS_PRCDR_ICD_IND, part(ProductPart::Version).unwrap_or(if ten { "0" } else { "9" })),
    ];
    cells.extend(part(ProductPart::OnAdmission).map(|text| (clm_prod::CLM_POA_IND, text)));
    cells.extend(part(ProductPart::Performed).map(|text| (clm_prod::CLM_PRCDR_PRFRM_DT, text)));
    cells.sort_by_key(|(column, _)| *column);
    record.push(SourceRow::new(View::ClmProd, origin, cells));
}

/// Whether a column is of a line's view.
fn is_of_line(column: Column) -> bool {
    LINE_NUMBERS.iter().any(|number| number.view_number() == column.view_number())
}

/// The columns with the number of a line, by view.
const LINE_NUMBERS: [Column; 5] = [
    clm_line::CLM_LINE_NUM,
    clm_line_instnl::CLM_LINE_NUM,
    clm_line_prfnl::CLM_LINE_NUM,
    clm_line_rx::CLM_LINE_NUM,
    ccw_clm_line::CLM_LINE_NUM,
];

/// The views of one line. An event is one row, and so has one line, number 1.
fn line(row: &RifRow<'_>, place: u32, record: &mut RecordBuilder) {
    let mut cells = Cells::default();
    let number = row.kind.line_number().and_then(|name| row.text(name)).unwrap_or("1");
    let mut reasons: Vec<(u8, &str)> = Vec::new();
    for (column, text) in values(row.kind, row.values) {
        match column.target {
            Target::Cells(columns) => {
                let of_line =
                    columns.iter().filter(|cell| is_of_line(**cell) && !LINE_NUMBERS.contains(cell));
                for cell in of_line {
                    cells.put(*cell, text);
                }
            }
            Target::Ansi(slot) => reasons.push((slot, text)),
            _ => {}
        }
    }
    let signature = place.to_string();
    if !reasons.is_empty() {
        cells.put(clm_line_instnl::CLM_ANSI_SGNTR_SK, &signature);
        adjustment(&signature, &reasons, row.origin, record);
    }
    let views: Vec<u8> = cells.cells.iter().map(|(column, _)| column.view_number()).collect();
    for column in LINE_NUMBERS {
        if column == clm_line::CLM_LINE_NUM || views.contains(&column.view_number()) {
            cells.put(column, number);
        }
    }
    cells.rows(row.origin, record);
}

/// The reasons for which a line was adjusted: two letters of group, then the reason.
fn adjustment(signature: &str, reasons: &[(u8, &str)], origin: Origin, record: &mut RecordBuilder) {
    let mut cells = vec![(clm_ansi_sgntr::CLM_ANSI_SGNTR_SK, signature)];
    for (slot, text) in reasons {
        let (group, reason) = match slot {
            1 => (clm_ansi_sgntr::CLM_1_REV_CNTR_ANSI_GRP_CD, clm_ansi_sgntr::CLM_1_REV_CNTR_ANSI_RSN_CD),
            2 => (clm_ansi_sgntr::CLM_2_REV_CNTR_ANSI_GRP_CD, clm_ansi_sgntr::CLM_2_REV_CNTR_ANSI_RSN_CD),
            3 => (clm_ansi_sgntr::CLM_3_REV_CNTR_ANSI_GRP_CD, clm_ansi_sgntr::CLM_3_REV_CNTR_ANSI_RSN_CD),
            _ => (clm_ansi_sgntr::CLM_4_REV_CNTR_ANSI_GRP_CD, clm_ansi_sgntr::CLM_4_REV_CNTR_ANSI_RSN_CD),
        };
        let (first, rest) = text.split_at_checked(2).unwrap_or((text, ""));
        cells.push((group, first));
        cells.push((reason, rest));
    }
    cells.sort_by_key(|(column, _)| *column);
    record.push(SourceRow::new(View::ClmAnsiSgntr, origin, cells));
}
