//! Codes that are on no list, counted by column.

use std::collections::BTreeMap;
use std::fmt;

use bluestem_model::column::Column;
use bluestem_model::record::RecordBuilder;

use crate::codes::{Codes, Fate};

/// Cells of claims whose code is on no list. What stands in them is no part of the report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnknownCodes {
    served: BTreeMap<Column, u64>,
    left_out: BTreeMap<Column, u64>,
}

impl UnknownCodes {
    /// Counts those of a claim's rows.
    pub(crate) fn count(&mut self, rows: &RecordBuilder, codes: &dyn Codes) {
        for (column, code) in rows.cells() {
            let counts = match codes.fate(column, code) {
                Fate::Known => continue,
                Fate::Served => &mut self.served,
                Fate::LeftOut => &mut self.left_out,
            };
            *counts.entry(column).or_default() += 1;
        }
    }

    /// How many cells of each column are served without a text.
    pub fn served(&self) -> &BTreeMap<Column, u64> {
        &self.served
    }

    /// How many cells of each column are left out of what is served.
    pub fn left_out(&self) -> &BTreeMap<Column, u64> {
        &self.left_out
    }
}

impl fmt::Display for UnknownCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (counts, fate) in [(&self.served, "served without a text"), (&self.left_out, "left out")] {
            for (column, count) in counts {
                writeln!(f, "unknown codes: {column:?}: {count} {fate}")?;
            }
        }
        Ok(())
    }
}
