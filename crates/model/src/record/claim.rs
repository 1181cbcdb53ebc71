//! A record read as a claim: one header, lines with their parts.

use super::{Record, Row};
use crate::column::{
    Column, View, ccw_clm_line, clm_line, clm_line_dcmtn, clm_line_instnl, clm_line_prfnl, clm_line_rx,
};
use crate::number::{Decimal, Money};
use crate::time::Date;

/// A claim's record with its rows in their places.
#[derive(Debug)]
pub struct ClaimRecord<'r> {
    record: &'r Record<'r>,
    headers: [Option<Row<'r>>; HEADERS.len()],
    lines: Vec<Line<'r>>,
}

/// The views of which a claim has one row.
const HEADERS: [View; 8] = [
    View::Clm,
    View::ClmInstnl,
    View::ClmPrfnl,
    View::ClmDcmtn,
    View::ClmDtSgntr,
    View::ClmFiss,
    View::ClmLctnHstry,
    View::CcwClm,
];

/// The parts of a line: view and the column with the line's number.
const PARTS: [(View, Column); 6] = [
    (View::ClmLine, clm_line::CLM_LINE_NUM),
    (View::ClmLineInstnl, clm_line_instnl::CLM_LINE_NUM),
    (View::ClmLinePrfnl, clm_line_prfnl::CLM_LINE_NUM),
    (View::ClmLineRx, clm_line_rx::CLM_LINE_NUM),
    (View::ClmLineDcmtn, clm_line_dcmtn::CLM_LINE_NUM),
    (View::CcwClmLine, ccw_clm_line::CLM_LINE_NUM),
];

/// One line of a claim: its `CLM_LINE` row and the rows of the same number in the views beside it.
#[derive(Debug, Clone)]
pub struct Line<'r> {
    /// `CLM_LINE_NUM`.
    pub number: i64,
    parts: [Option<Row<'r>>; PARTS.len()],
}

/// Reading a cell wherever its column lives.
macro_rules! cell_readers {
    () => {
        /// The cell's text; None when absent.
        pub fn text(&self, column: Column) -> Option<&'r str> {
            self.row_with(column)?.text(column)
        }

        /// The cell as an integer.
        pub fn integer(&self, column: Column) -> Option<i64> {
            self.row_with(column)?.integer(column)
        }

        /// The cell as a decimal number.
        pub fn decimal(&self, column: Column) -> Option<Decimal> {
            self.row_with(column)?.decimal(column)
        }

        /// The cell as an amount, rounded to cents.
        pub fn money(&self, column: Column) -> Option<Money> {
            self.row_with(column)?.money(column)
        }

        /// The cell as a date; None for the source's sentinels.
        pub fn date(&self, column: Column) -> Option<Date> {
            self.row_with(column)?.date(column)
        }

        /// The cell as `YYYY-MM-DD`; None for the source's sentinels.
        pub fn date_text(&self, column: Column) -> Option<&'r str> {
            self.row_with(column)?.date_text(column)
        }
    };
}

impl<'r> ClaimRecord<'r> {
    /// Sorts the rows of `record` into header and lines. Lines stand in the order of their numbers.
    pub fn new(record: &'r Record<'r>) -> Self {
        let headers = HEADERS.map(|view| record.first(view));
        let mut lines: Vec<Line<'r>> = Vec::new();
        for (part, (view, number_column)) in PARTS.into_iter().enumerate() {
            for row in record.rows_of(view) {
                let Some(number) = row.integer(number_column) else { continue };
                let place = lines.binary_search_by_key(&number, |line| line.number);
                let place = match place {
                    Ok(place) => place,
                    Err(place) => {
                        lines.insert(place, Line { number, parts: [None; PARTS.len()] });
                        place
                    }
                };
                if let Some(slot) = lines.get_mut(place).and_then(|line| line.parts.get_mut(part)) {
                    slot.get_or_insert(row);
                }
            }
        }
        Self { record, headers, lines }
    }

    /// The lines in the order of their numbers.
    pub fn lines(&self) -> &[Line<'r>] {
        &self.lines
    }

    /// The whole record: diagnoses, procedures, values, conditions and joined reference rows are read from it.
    pub fn record(&self) -> &'r Record<'r> {
        self.record
    }

    /// The header row of the column's view.
    pub fn row_with(&self, column: Column) -> Option<&Row<'r>> {
        let place = HEADERS.iter().position(|view| view.number() == column.view_number())?;
        self.headers.get(place)?.as_ref()
    }

    cell_readers!();
}

impl Line<'_> {
    /// A line of which nothing is known: for claims without lines where one is demanded.
    pub const UNKNOWN: Line<'static> = Line { number: 0, parts: [None; PARTS.len()] };
}

impl<'r> Line<'r> {
    /// The part of the line in the column's view.
    pub fn row_with(&self, column: Column) -> Option<&Row<'r>> {
        let place = PARTS.iter().position(|(view, _)| view.number() == column.view_number())?;
        self.parts.get(place)?.as_ref()
    }

    cell_readers!();
}
