//! Which rows of a person's record count.

use bluestem_model::column::{Column, View, ccw_bene};
use bluestem_model::record::{Record, Row};

use crate::v3::person::version;

/// A person's record as v2 reads it.
pub(super) struct Person<'r> {
    /// The version in force (`BENE_HSTRY`).
    pub(super) version: Option<Row<'r>>,
    /// One row a reference year (`CCW_BENE`), the earliest first.
    years: Vec<Row<'r>>,
}

impl<'r> Person<'r> {
    pub(super) fn read(record: &'r Record<'r>) -> Self {
        let versions: Vec<Row<'r>> = record.rows_of(View::BeneHstry).collect();
        let mut years: Vec<Row<'r>> = record.rows_of(View::CcwBene).collect();
        years.sort_by_key(|row| row.integer(ccw_bene::RFRNC_YR));
        Self { version: version(versions.into_iter()), years }
    }

    /// The latest reference year. People of the Integrated Data Repository have none.
    pub(super) fn latest_year(&self) -> Option<Row<'r>> {
        self.years.last().copied()
    }

    /// Every reference year.
    pub(super) fn years(&self) -> impl Iterator<Item = Row<'r>> {
        self.years.iter().copied()
    }

    /// The cell in the version in force or in the latest reference year, whichever has that column.
    pub(super) fn text(&self, column: Column) -> Option<&'r str> {
        let rows = [self.version, self.latest_year()];
        rows.into_iter().flatten().find_map(|row| row.text(column))
    }

    /// As [`Self::text`], of a date.
    pub(super) fn date(&self, column: Column) -> Option<&'r str> {
        let rows = [self.version, self.latest_year()];
        rows.into_iter().flatten().find_map(|row| row.date_text(column))
    }
}
