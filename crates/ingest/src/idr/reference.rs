//! Providers, plans and cross-references: rows that other records name.
//!
//! They are copied into every record that names them, so that one read gives the whole claim or person, and
//! stored by themselves, so that records of later deliveries can name them too.

use std::collections::{BTreeMap, HashMap};

use bluestem_model::column::{Column, View, cntrct_pbp_num, prvdr_hstry};
use bluestem_model::record::{Record, RecordBuilder, Row, SourceRow};
use bluestem_model::time::{is_sentinel, parse_date};
use bluestem_store::claims::{ClaimsLoader, ReferenceKey, ReferenceRow};

use crate::LoadError;
use crate::row::{KeptRow, RawRow};

/// Providers, plans and cross-references of the delivery.
#[derive(Default)]
pub(super) struct References {
    rows: BTreeMap<ReferenceKey, Vec<KeptRow>>,
}

/// The key of a provider.
pub(super) fn provider(npi: &str) -> ReferenceKey {
    ReferenceKey { view: View::PrvdrHstry, key: npi.to_owned() }
}

/// The key of a plan by its number in the source.
pub(super) fn plan(number: i64) -> ReferenceKey {
    ReferenceKey { view: View::CntrctPbpCntct, key: number.to_string() }
}

/// The key of a plan by contract and benefit package.
pub(super) fn contract(contract: &str, package: &str) -> ReferenceKey {
    ReferenceKey { view: View::CntrctPbpNum, key: format!("{contract}|{package}") }
}

/// The key of the cross-references by which a person was merged away.
pub(super) fn merged_away(number: i64) -> ReferenceKey {
    ReferenceKey { view: View::BeneXref, key: number.to_string() }
}

impl References {
    /// Takes a row under its key; false when it is there already, word for word.
    pub(super) fn add(&mut self, key: ReferenceKey, row: &RawRow<'_>) -> bool {
        let rows = self.rows.entry(key).or_default();
        let is_new = rows.iter().all(|other| !other.raw().is_same(row));
        if is_new {
            rows.push(row.keep());
        }
        is_new
    }

    /// Files the plans under contract and benefit package too. Called once, behind the last row.
    pub(super) fn file_by_contract(&mut self) {
        let mut contracts: BTreeMap<ReferenceKey, Vec<KeptRow>> = BTreeMap::new();
        for rows in self.rows.values() {
            let mut keys: Vec<ReferenceKey> = rows
                .iter()
                .filter_map(|row| {
                    let row = row.raw();
                    let package = row.text(cntrct_pbp_num::CNTRCT_PBP_NUM)?;
                    Some(contract(row.text(cntrct_pbp_num::CNTRCT_NUM)?, package))
                })
                .collect();
            keys.sort_unstable();
            keys.dedup();
            for key in keys {
                contracts.entry(key).or_default().extend(rows.iter().cloned());
            }
        }
        self.rows.extend(contracts);
    }

    /// How many keys there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// What is stored of them, in parts of `size` keys.
    pub(super) fn parts(&self, size: usize, files: &[u32]) -> Vec<Vec<ReferenceRow>> {
        let all: Vec<_> = self.rows.iter().collect();
        all.chunks(size)
            .map(|chunk| chunk.iter().map(|(key, rows)| stored(key, rows, files)).collect())
            .collect()
    }
}

fn stored(key: &ReferenceKey, rows: &[KeptRow], files: &[u32]) -> ReferenceRow {
    let mut builder = RecordBuilder::default();
    for row in rows {
        builder.push(row.raw().source_row(files));
    }
    ReferenceRow { key: key.clone(), record: builder.encode() }
}

/// Looks references up for the records of one part, first in the delivery, then in the store.
pub(super) struct Lookup<'a> {
    delivered: &'a References,
    files: &'a [u32],
    stored: HashMap<ReferenceKey, Vec<SourceRow>>,
}

impl<'a> Lookup<'a> {
    /// Fetches from the store what the delivery does not have of `keys`.
    pub(super) async fn fetch(
        delivered: &'a References,
        files: &'a [u32],
        loader: &dyn ClaimsLoader,
        mut keys: Vec<ReferenceKey>,
    ) -> Result<Self, LoadError> {
        keys.retain(|key| !delivered.rows.contains_key(key));
        keys.sort_unstable();
        keys.dedup();
        let mut stored = HashMap::new();
        if !keys.is_empty() {
            for row in loader.reference(&keys).await? {
                let record = Record::parse(&row.record).map_err(bluestem_store::StoreError::from)?;
                stored.insert(
                    row.key,
                    chosen(record.rows().collect()).into_iter().map(SourceRow::from).collect(),
                );
            }
        }
        Ok(Self { delivered, files, stored })
    }

    /// The rows to copy into a record that names `key`.
    pub(super) fn rows(&self, key: &ReferenceKey) -> Vec<SourceRow> {
        match self.delivered.rows.get(key) {
            Some(rows) => {
                let rows: Vec<RawRow<'_>> = rows.iter().map(KeptRow::raw).collect();
                chosen(rows).into_iter().map(|row| row.source_row(self.files)).collect()
            }
            None => self.stored.get(key).cloned().unwrap_or_default(),
        }
    }
}

/// What choosing needs of a row, delivered or stored.
trait Cells {
    fn view(&self) -> View;
    fn cell(&self, column: Column) -> Option<&str>;
}

impl Cells for RawRow<'_> {
    fn view(&self) -> View {
        self.view
    }

    fn cell(&self, column: Column) -> Option<&str> {
        self.text(column)
    }
}

impl Cells for Row<'_> {
    fn view(&self) -> View {
        self.view
    }

    fn cell(&self, column: Column) -> Option<&str> {
        self.text(column)
    }
}

/// Of a provider's history the row in force: not obsolete, and the last to take effect. Of others every row.
fn chosen<R: Cells>(rows: Vec<R>) -> Vec<R> {
    if rows.len() < 2 || rows.iter().any(|row| row.view() != View::PrvdrHstry) {
        return rows;
    }
    let rank = |row: &R| {
        let date = |column| row.cell(column).and_then(parse_date);
        let in_force = date(prvdr_hstry::PRVDR_HSTRY_OBSLT_DT).is_none_or(is_sentinel);
        (in_force, date(prvdr_hstry::PRVDR_HSTRY_EFCTV_DT))
    };
    rows.into_iter().max_by_key(rank).into_iter().collect()
}
