//! A data set of 1,000 members, made once for all tests of this file, and how to read it.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use bluestem_model::column::{Column, View, ViewSpec, clm, clm_dt_sgntr};
use bluestem_model::number::{Decimal, Money};
use bluestem_synth::{Options, Summary, idr};

pub(crate) const SEED: u64 = 1;

/// What is read of the data set.
pub(crate) struct DataSet {
    pub(crate) summary: Summary,
    pub(crate) tables: HashMap<View, Table>,
}

/// The rows of a file.
pub(crate) struct Table {
    pub(crate) spec: &'static ViewSpec,
    pub(crate) rows: Vec<Row>,
}

/// A row: its text without quotes, where each cell ends in it, and which four cells are the key of a claim.
pub(crate) struct Row {
    text: String,
    ends: Vec<usize>,
    key: [usize; 4],
}

impl Row {
    pub(crate) fn get(&self, column: Column) -> &str {
        self.cell(usize::from(column.index()))
    }

    fn cell(&self, place: usize) -> &str {
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        &self.text[start..self.ends[place]]
    }

    pub(crate) fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|place| self.cell(place))
    }

    /// An amount; an absent one is 0.
    pub(crate) fn money(&self, column: Column) -> Money {
        Decimal::parse(self.get(column)).unwrap_or_default().to_money()
    }

    /// The four parts that join the rows of a claim.
    pub(crate) fn key(&self) -> [&str; 4] {
        self.key.map(|place| self.cell(place))
    }
}

/// Makes a data set in a folder.
pub(crate) fn make(dir: &Path, options: &Options) -> Summary {
    idr::write(dir, options, &mut |_| {}).unwrap()
}

/// The 1,000 members.
pub(crate) fn members() -> &'static DataSet {
    static MADE: OnceLock<DataSet> = OnceLock::new();
    MADE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let summary = make(dir.path(), &Options::new(1000, SEED));
        let tables = View::all().filter_map(|spec| Some((spec.view, read(dir.path(), spec)?))).collect();
        DataSet { summary, tables }
    })
}

impl DataSet {
    pub(crate) fn rows(&self, view: View) -> &[Row] {
        &self.tables[&view].rows
    }

    /// Claims by their key.
    pub(crate) fn claims(&self) -> HashMap<[&str; 4], &Row> {
        self.rows(View::Clm).iter().map(|row| (row.key(), row)).collect()
    }

    /// Date signatures by their key.
    pub(crate) fn dates(&self) -> HashMap<&str, &Row> {
        self.rows(View::ClmDtSgntr).iter().map(|row| (row.get(clm_dt_sgntr::CLM_DT_SGNTR_SK), row)).collect()
    }
}

impl Row {
    /// `CLM_TYPE_CD` of a claim header.
    pub(crate) fn type_code(&self) -> u16 {
        self.get(clm::CLM_TYPE_CD).parse().unwrap()
    }
}

/// Reads the file of a view, if there is one. Fails on a header that is not the view's columns.
pub(crate) fn read(dir: &Path, spec: &'static ViewSpec) -> Option<Table> {
    let text = fs::read_to_string(dir.join(format!("SYNTHETIC_{}.csv", spec.stem))).ok()?;
    let mut lines = text.lines();
    let header: Vec<&str> = spec.columns.iter().map(|column| column.name).collect();
    assert_eq!(lines.next().unwrap(), header.join(","));
    let place = |name| spec.view.column(name).map_or(0, |column| usize::from(column.index()));
    let key = ["GEO_BENE_SK", "CLM_DT_SGNTR_SK", "CLM_TYPE_CD", "CLM_NUM_SK"].map(place);
    let rows: Vec<Row> = lines.map(|line| split(line, key)).collect();
    assert!(rows.iter().all(|row| row.ends.len() == header.len()), "{}", spec.stem);
    Some(Table { spec, rows })
}

/// The cells of a line (RFC 4180; no cell holds a line break or a quote).
fn split(line: &str, key: [usize; 4]) -> Row {
    let mut row = Row { text: String::with_capacity(line.len()), ends: Vec::new(), key };
    // Every second piece between quotes stood inside of them.
    for (number, piece) in line.split('"').enumerate() {
        if number % 2 == 1 {
            row.text.push_str(piece);
            continue;
        }
        for (number, cell) in piece.split(',').enumerate() {
            if number > 0 {
                row.ends.push(row.text.len());
            }
            row.text.push_str(cell);
        }
    }
    row.ends.push(row.text.len());
    row
}
