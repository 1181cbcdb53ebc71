//! Files in the research format, written by the tests.

use std::path::PathBuf;

use bluestem_model::rif::{RifKind, RifType};
use tempfile::TempDir;

/// A folder of files.
pub(crate) struct Files {
    pub(crate) folder: TempDir,
}

impl Files {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// Writes a file with a header and these rows.
    pub(crate) fn rows(&self, name: &str, kind: RifType, rows: &[String]) -> PathBuf {
        self.text(name, &(header(kind) + &rows.concat()))
    }

    pub(crate) fn text(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn all(&self) -> Vec<PathBuf> {
        vec![self.folder.path().to_owned()]
    }
}

pub(crate) fn header(kind: RifType) -> String {
    let names: Vec<&str> = kind.columns().iter().map(|column| column.name).collect();
    names.join("|") + "\n"
}

/// A row with these values; what is required and not given is filled in.
pub(crate) fn row(kind: RifType, values: &[(&str, &str)]) -> String {
    assert!(values.iter().all(|(name, _)| kind.column(name).is_some()), "{values:?}");
    let cells: Vec<String> = kind
        .columns()
        .iter()
        .map(|column| {
            let given = values.iter().find(|(name, _)| *name == column.name).map(|(_, value)| *value);
            let usual = match column.kind {
                _ if !column.required => "",
                RifKind::Integer | RifKind::Decimal(..) => "1",
                RifKind::Date => "05-Mar-2020",
                RifKind::Char | RifKind::Text(_) => match column.name {
                    "DML_IND" => "INSERT",
                    "FINAL_ACTION" => "F",
                    "NCH_CLM_TYPE_CD" if kind == RifType::Carrier => "71",
                    "NCH_CLM_TYPE_CD" if kind == RifType::Outpatient => "40",
                    _ => "1",
                },
            };
            given.unwrap_or(usual).to_owned()
        })
        .collect();
    cells.join("|") + "\n"
}

/// A person.
pub(crate) fn person(values: &[(&str, &str)]) -> String {
    row(RifType::Beneficiary, values)
}

/// A line of a carrier claim of person 7.
pub(crate) fn line(claim: &str, number: &str, values: &[(&str, &str)]) -> String {
    let mut all = vec![("CLM_ID", claim), ("LINE_NUM", number)];
    if !values.iter().any(|(name, _)| *name == "BENE_ID") {
        all.push(("BENE_ID", "7"));
    }
    all.extend(values);
    row(RifType::Carrier, &all)
}
