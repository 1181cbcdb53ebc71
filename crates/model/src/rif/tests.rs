use std::io::Write as _;

use super::*;
use crate::column::{clm, clm_line};

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
