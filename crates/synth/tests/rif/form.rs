//! Headers equal the layout; every cell is what its column demands.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::PathBuf;

use bluestem_model::number::Decimal;
use bluestem_model::rif::{RifColumn, RifKind, RifType};
use bluestem_synth::Options;
use bluestem_synth::rif::Dialect;

use crate::data_set::files;

/// Column names of a type in the published layout; None where the reference data is absent.
fn layout(kind: RifType) -> Option<Vec<String>> {
    let shared = std::env::var_os("BLUESTEM_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let Ok(text) = std::fs::read_to_string(shared.join("data/mapping/rif_layout.csv")) else {
        let _ = writeln!(std::io::stderr(), "skipped: no reference data in {}", shared.display());
        return None;
    };
    let rows = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let of_kind = rows.filter(|cells| cells.first() == Some(&kind.name()));
    Some(of_kind.map(|cells| cells[2].to_owned()).collect())
}

#[test]
fn headers_equal_the_published_layout() {
    let files = files(&Options::new(0, 1), Dialect::BackEnd);
    let kinds: BTreeSet<RifType> = files.values().map(|file| file.kind).collect();
    assert_eq!(kinds.len(), 10);
    for file in files.values() {
        let Some(layout) = layout(file.kind) else { return };
        assert_eq!(file.header, layout, "{:?}", file.kind);
    }
}

#[test]
fn public_files_have_the_public_names_and_final_claims_alone() {
    let files = files(&Options::new(60, 1), Dialect::Public);
    assert!(files.values().all(|file| file.kind != RifType::BeneficiaryHistory));
    for file in files.values() {
        let names: Vec<&str> = file.kind.columns().iter().filter_map(|column| column.public).collect();
        assert_eq!(file.header, names);
        assert!(!names.contains(&"DML_IND"));
    }
    let all = crate::data_set::files(&Options::new(60, 1), Dialect::BackEnd);
    let final_rows = |name: &str| all[name].rows.iter().filter(|row| row["FINAL_ACTION"] == "F").count();
    assert_eq!(files["carrier.csv"].rows.len(), final_rows("carrier.csv"));
    assert!(final_rows("carrier.csv") < all["carrier.csv"].rows.len());
}

#[test]
fn cells_are_of_their_columns_kind() {
    let files = files(&Options::new(80, 7), Dialect::BackEnd);
    for (name, file) in &files {
        assert!(!file.rows.is_empty() || file.kind == RifType::BeneficiaryHistory, "{name}");
        for (row, column) in
            file.rows.iter().flat_map(|row| file.kind.columns().iter().map(move |c| (row, c)))
        {
            let cell = &row[column.name];
            assert!(fits(cell, column), "{name} {}: {cell:?}", column.name);
            assert!(cell.is_ascii() || column.name.contains("NAME"), "{name} {}: {cell}", column.name);
        }
    }
    assert!(!files["beneficiary_history.csv"].rows.is_empty());
}

fn fits(cell: &str, column: &RifColumn) -> bool {
    if cell.is_empty() {
        return !column.required;
    }
    match column.kind {
        RifKind::Integer => cell.parse::<i64>().is_ok(),
        RifKind::Decimal(digits, scale) => {
            let (whole, fraction) = cell.split_once('.').unwrap_or((cell, ""));
            Decimal::parse(cell).is_some()
                && (digits == 0
                    || (whole.len() <= usize::from(digits - scale) && fraction.len() <= usize::from(scale)))
        }
        RifKind::Date => {
            let parts: Vec<&str> = cell.split('-').collect();
            parts.iter().map(|part| part.len()).eq([2, 3, 4])
        }
        RifKind::Char => cell.chars().count() == 1,
        RifKind::Text(most) => cell.chars().count() <= usize::from(most),
    }
}
