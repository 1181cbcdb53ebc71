use std::io::Write as _;

use super::*;
use crate::column::{View, ccw_clm, ccw_clm_line, clm, clm_line};
use crate::record::{Origin, Record, RecordBuilder, SourceRow};

#[test]
fn names_are_unique_and_the_key_is_required() {
    for kind in RifType::ALL {
        let columns = kind.columns();
        for (place, column) in columns.iter().enumerate() {
            assert!(columns[..place].iter().all(|other| other.name != column.name), "{}", column.name);
        }
        assert_eq!(columns[0].name, "DML_IND");
        assert!(kind.column(kind.key()).unwrap().required);
        assert_eq!(RifType::from_name(kind.name()), Some(kind));
    }
    let all: usize = RifType::ALL.iter().map(|kind| kind.columns().len()).sum();
    assert_eq!(all, 1468);
}

#[test]
fn no_two_columns_of_a_type_are_kept_in_the_same_cell() {
    for kind in RifType::ALL {
        let mut taken = Vec::new();
        for column in kind.columns() {
            let Target::Cells(cells) = column.target else { continue };
            for cell in cells {
                assert!(!taken.contains(&cell), "{} {cell:?}", column.name);
                taken.push(cell);
            }
        }
    }
}

#[test]
fn a_column_of_the_model_is_traced_to_the_file() {
    assert_eq!(source_column(ClaimKind::Carrier, clm::CLM_TYPE_CD), Some("NCH_CLM_TYPE_CD"));
    assert_eq!(source_column(ClaimKind::Pde, clm::CLM_UNIQ_ID), Some("PDE_ID"));
    assert_eq!(source_column(ClaimKind::Pde, clm_line::CLM_LINE_REV_CTR_CD), None);
    let code = product_column(ClaimKind::Inpatient, "D", 25, ProductPart::Code);
    assert_eq!(code, Some("ICD_DGNS_CD25"));
    assert_eq!(month_column(Monthly::PartDContract, 9).unwrap().name(), "PTD_CNTRCT_SEPT_ID");
}

/// The record of a claim of one row, in file 1 on line 2.
fn record_of(cells: &[(Column, &str)]) -> Vec<u8> {
    let mut record = RecordBuilder::default();
    for (column, text) in cells {
        let view = View::from_number(column.view_number()).unwrap();
        record.push(SourceRow::new(view, Origin { file: 1, line: 2 }, [(*column, *text)]));
    }
    record.encode()
}

/// What the file of that record calls the column behind its cell in `column`.
fn traced(kind: ClaimKind, column: Column, cells: &[(Column, &str)]) -> Option<&'static str> {
    let bytes = record_of(cells);
    let record = Record::parse(&bytes).unwrap();
    let view = View::from_number(column.view_number()).unwrap();
    ClaimSource::of(kind, &record).unwrap().column(&record.first(view).unwrap(), column)
}

#[test]
fn a_cell_is_traced_to_the_column_that_holds_it() {
    let (billing, organisation) = (clm::PRVDR_BLG_PRVDR_NPI_NUM, ccw_clm_line::ORG_NPI_NUM);
    let (group, carrier) = ((ccw_clm::CLM_GRP_ID, "9"), ClaimKind::Carrier);
    let of_line = traced(carrier, billing, &[group, (billing, "1"), (organisation, "1")]);
    assert_eq!(of_line, Some("ORG_NPI_NUM"), "the header has none");
    let own = traced(carrier, billing, &[group, (billing, "1"), (organisation, "2")]);
    assert_eq!(own, Some("CARR_CLM_BLG_NPI_NUM"));
    assert_eq!(traced(carrier, billing, &[group, (billing, "1")]), Some("CARR_CLM_BLG_NPI_NUM"));
    // The public files name columns otherwise, and say nothing of which action is final.
    let (final_action, fell) = (clm::CLM_FINL_ACTN_IND, clm::CLM_FROM_DT);
    assert_eq!(traced(carrier, final_action, &[group, (final_action, "Y")]), Some("FINAL_ACTION"));
    assert_eq!(traced(carrier, final_action, &[(final_action, "Y")]), None);
    assert_eq!(traced(carrier, fell, &[(fell, "2024-01-01")]), Some("CLM_FROM_DT"));
}

/// The whole layout against the reference's own list of it.
#[test]
fn the_tables_are_the_reference_layout() {
    let folder = std::env::var("BLUESTEM_SHARED").unwrap_or_else(|_| "../../../shared".to_owned());
    let Ok(layout) = std::fs::read_to_string(format!("{folder}/data/mapping/rif_layout.csv")) else {
        let _ = writeln!(std::io::stderr(), "skipped: no reference data");
        return;
    };
    let mut places = std::collections::BTreeMap::new();
    for line in layout.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        // A quoted type, `numeric(12,2)`, has one more comma.
        let shift = usize::from(cells[4].starts_with('"'));
        let kind = RifType::from_name(cells[0]).unwrap();
        let place = places.entry(cells[0]).or_insert(0);
        let column = &kind.columns()[*place];
        *place += 1;
        assert_eq!(column.name, cells[2], "{line}");
        assert_eq!(column.line, cells[3] == "line", "{line}");
        assert_eq!(column.required, cells[9 + shift] == "Y", "{line}");
        let is_kind = match column.kind {
            RifKind::Integer => cells[5 + shift] == "integer",
            RifKind::Decimal(..) => cells[5 + shift] == "decimal",
            RifKind::Date => cells[5 + shift] == "date",
            RifKind::Char => cells[5 + shift] == "char",
            RifKind::Text(length) => cells[6 + shift] == length.to_string(),
        };
        assert!(is_kind, "{line}");
    }
}
