//! What a load did, row by row.

mod codes;
mod reason;
mod warning;

pub use codes::UnknownCodes;
pub use reason::{FileFault, Reason};
pub use warning::{Warning, Warnings};

use std::collections::BTreeMap;
use std::fmt;

use bluestem_model::column::{Column, View};
use bluestem_model::rif::RifType;
use bluestem_store::claims::PartOutcome;

/// Where a row stands: number of the file in the report and line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    pub(crate) file: u32,
    pub(crate) line: u32,
}

/// Rows of one view. Every row read is in exactly one of the other counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ViewCounts {
    /// Rows read.
    pub read: u64,
    /// Rows that went into a stored record.
    pub used: u64,
    /// Rows that were refused, by themselves or with their claim.
    pub refused: u64,
    /// Rows whose claim or person is not there. Each is listed as refused with that reason.
    pub orphaned: u64,
    /// Rows that were there twice, word for word.
    pub repeated: u64,
    /// Rows of shared views (signatures) that nothing names, and rows of segments of prior authorizations that a
    /// later row replaces.
    pub unused: u64,
}

/// Claims of the delivery, by their headers. `read` is the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClaimCounts {
    /// Claims in the delivery.
    pub read: u64,
    /// Claims that went to the store.
    pub used: u64,
    /// Claims refused whole.
    pub refused: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) place: Place,
    pub(crate) column: Option<&'static str>,
    pub(crate) reason: RowReason,
}

/// A [`Reason`] as the load keeps it, with numbers for names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowReason {
    Plain(Reason),
    Because(Place),
}

/// A row that was refused, as the report names it. Cell values are never part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRow<'r> {
    /// Path below the delivery's folder.
    pub file: &'r str,
    /// Line, counted from 1 for the header.
    pub line: u32,
    /// The column at fault, where one is.
    pub column: Option<&'static str>,
    /// Why.
    pub reason: Reason,
    /// For a claim refused because of another row: that row's file and line.
    pub because: Option<(&'r str, u32)>,
}

impl fmt::Display for RefusedRow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if let Some(column) = self.column {
            write!(f, "{column}: ")?;
        }
        write!(f, "{}", self.reason)?;
        match self.because {
            Some((file, line)) => write!(f, ": {file}:{line}"),
            None => Ok(()),
        }
    }
}

/// A file that could not be read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultyFile {
    /// Path below the delivery's folder.
    pub path: String,
    /// What is wrong with it.
    pub fault: FileFault,
    /// Whether what it holds besides was stored all the same.
    pub rest_stored: bool,
}

impl fmt::Display for FaultyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.fault)
    }
}

/// What a load did.
#[derive(Clone, Debug, Default)]
pub struct LoadReport {
    /// Rows by view.
    pub views: BTreeMap<View, ViewCounts>,
    /// Rows by type of file, of deliveries in the research format.
    pub types: BTreeMap<RifType, ViewCounts>,
    /// Claims of the delivery.
    pub claims: ClaimCounts,
    /// Prior authorizations of the delivery whose person is known.
    pub prior_auths: ClaimCounts,
    /// What changed in the store.
    pub outcome: PartOutcome,
    /// Whether the same delivery had been loaded to its end before.
    pub already_loaded: bool,
    /// Whether the numbers that the delivery says to bring are taken: nothing was stored.
    pub taken_ids: bool,
    /// Parts that an earlier, interrupted run had stored.
    pub parts_resumed: u64,
    /// Files that could not be read to their end. With any of them nothing was stored: who can tell which claims
    /// miss a row?
    pub faults: Vec<FaultyFile>,
    /// Codes of claims that are on no list.
    pub unknown_codes: UnknownCodes,
    /// What is odd but harmless.
    pub warnings: Warnings,
    pub(crate) files: Vec<String>,
    pub(crate) refusals: Vec<Refusal>,
}

impl LoadReport {
    /// Whether nothing stands against storing what was read. A last line that was cut off costs its own claim; a
    /// file that does not read at all leaves everything in doubt.
    pub(crate) fn is_readable(&self) -> bool {
        self.faults.iter().all(|faulty| faulty.rest_stored)
    }

    /// Notes that the last line of a file was cut off and the rest is stored all the same.
    pub(crate) fn cut_off(&mut self, path: &str, line: u32) {
        self.faults.push(FaultyFile {
            path: path.to_owned(),
            fault: FileFault::CutOff(line),
            rest_stored: true,
        });
    }

    /// Whether every file was read to its end. A load that was not complete must fail its command.
    pub fn is_complete(&self) -> bool {
        self.faults.is_empty()
    }

    /// The source files, in the order in which records number them.
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// Every refused row, in the order of files and lines.
    pub fn refused(&self) -> impl Iterator<Item = RefusedRow<'_>> {
        self.refusals.iter().map(|refusal| self.refused_row(refusal))
    }

    fn refused_row(&self, refusal: &Refusal) -> RefusedRow<'_> {
        let (reason, because) = match refusal.reason {
            RowReason::Plain(reason) => (reason, None),
            RowReason::Because(place) => (Reason::RowRefused, Some((self.file(place.file), place.line))),
        };
        RefusedRow {
            file: self.file(refusal.place.file),
            line: refusal.place.line,
            column: refusal.column,
            reason,
            because,
        }
    }

    pub(crate) fn file(&self, number: u32) -> &str {
        self.files.get(number as usize).map_or("?", String::as_str)
    }

    pub(crate) fn view(&mut self, view: View) -> &mut ViewCounts {
        self.views.entry(view).or_default()
    }

    pub(crate) fn rows_of(&mut self, kind: RifType) -> &mut ViewCounts {
        self.types.entry(kind).or_default()
    }

    pub(crate) fn refuse(&mut self, place: Place, column: Option<Column>, reason: Reason) {
        self.refuse_cell(place, column.map(Column::name), reason);
    }

    /// As [`LoadReport::refuse`], of a file whose columns are not those of the model.
    pub(crate) fn refuse_cell(&mut self, place: Place, column: Option<&'static str>, reason: Reason) {
        self.refusals.push(Refusal { place, column, reason: RowReason::Plain(reason) });
    }

    pub(crate) fn refuse_because(&mut self, place: Place, bad: Place) {
        self.refusals.push(Refusal { place, column: None, reason: RowReason::Because(bad) });
    }

    pub(crate) fn fault(&mut self, path: &str, fault: FileFault) {
        self.faults.push(FaultyFile { path: path.to_owned(), fault, rest_stored: false });
    }
}

impl fmt::Display for LoadReport {
    /// Counts, one line a view; then faults, refused rows and warnings.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let views = self.views.iter().map(|(view, rows)| (view.spec().name, rows));
        let types = self.types.iter().map(|(kind, rows)| (kind.name(), rows));
        let head = if self.types.is_empty() { "view" } else { "type" };
        writeln!(
            f,
            "{head:<32}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}",
            "read", "used", "refused", "orphaned", "repeated", "unused"
        )?;
        for (name, rows) in views.chain(types) {
            let ViewCounts { read, used, refused, orphaned, repeated, unused } = rows;
            writeln!(
                f,
                "{name:<32}{read:>10}{used:>10}{refused:>10}{orphaned:>10}{repeated:>10}{unused:>10}"
            )?;
        }
        let PartOutcome { people_new, people_changed, people_same, claims_new, claims_changed, claims_same } =
            self.outcome;
        writeln!(f, "people: {people_new} new, {people_changed} changed, {people_same} as before")?;
        writeln!(f, "claims: {claims_new} new, {claims_changed} changed, {claims_same} as before")?;
        let ClaimCounts { read, used, refused } = self.claims;
        writeln!(f, "claims in the delivery: {read}, used {used}, refused {refused}")?;
        let ClaimCounts { read, used, refused } = self.prior_auths;
        if read > 0 {
            writeln!(f, "prior authorizations in the delivery: {read}, used {used}, refused {refused}")?;
        }
        if self.parts_resumed > 0 {
            writeln!(f, "parts stored by an earlier run: {}", self.parts_resumed)?;
        }
        for fault in &self.faults {
            writeln!(f, "unreadable: {fault}")?;
        }
        for row in self.refused() {
            writeln!(f, "refused: {row}")?;
        }
        write!(f, "{}{}", self.unknown_codes, self.warnings)?;
        if self.is_readable() {
            return Ok(());
        }
        writeln!(
            f,
            "nothing was stored: a file is unreadable or cut off, and claims may miss rows that were in it"
        )
    }
}
