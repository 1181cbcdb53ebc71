//! Finds the rows of each claim in a partition.

use std::collections::HashSet;

use bluestem_model::column::View;

use crate::report::{LoadReport, Place, Reason, Warning};
use crate::row::RawRow;
use crate::spill::JoinKey;
use crate::spill::{Entry, Partition};

/// Views of which a claim has one row.
const SINGLE: [View; 5] = [View::Clm, View::ClmInstnl, View::ClmPrfnl, View::ClmDcmtn, View::ClmFiss];

/// The rows of one claim.
pub(in super::super) struct ClaimRows<'p> {
    pub(super) header: RawRow<'p>,
    pub(super) rows: Vec<RawRow<'p>>,
    /// Its date signature.
    pub(super) dates: Vec<RawRow<'p>>,
    /// A row of it that was refused.
    pub(super) refused: Option<Place>,
}

/// What a partition holds.
pub(in super::super) struct ClaimsOf<'p> {
    /// Claims in the order of their keys.
    pub(in super::super) claims: Vec<ClaimRows<'p>>,
    /// Rows of date signatures, of claims or of none.
    pub(super) dates: Vec<RawRow<'p>>,
}

/// The key of a date signature's row: it sorts before the keys of the signature's claims.
pub(super) fn signature_key(number: i64) -> JoinKey {
    [number, i64::MIN, i64::MIN, i64::MIN]
}

/// The claims of a partition. Rows that have no claim are refused, rows that are there twice count once.
pub(in super::super) fn claims_of<'p>(partition: &'p Partition, report: &mut LoadReport) -> ClaimsOf<'p> {
    let mut of = ClaimsOf { claims: Vec::new(), dates: Vec::new() };
    let mut seen: HashSet<(View, &[u8])> = HashSet::new();
    let mut signature: (i64, Vec<RawRow<'p>>, Option<Place>) = (0, Vec::new(), None);
    for (key, entries) in partition.groups() {
        let (mut rows, mut refused) = (Vec::new(), None);
        seen.clear();
        for entry in entries {
            match entry {
                Entry::Refused(place) => drop(refused.get_or_insert(place)),
                Entry::Row(row) if seen.insert((row.view, row.cells)) => rows.push(row),
                Entry::Row(row) => report.view(row.view).repeated += 1,
            }
        }
        if key == signature_key(key[0]) {
            of.dates.extend(&rows);
            warn_of_second(&rows, report);
            signature = (key[0], rows, refused);
            continue;
        }
        let (dates, bad_dates) =
            if signature.0 == key[0] { (signature.1.clone(), signature.2) } else { (Vec::new(), None) };
        let header = rows.iter().find(|row| row.view == View::Clm).copied();
        match header {
            Some(header) => {
                warn_of_second(&rows, report);
                of.claims.push(ClaimRows { header, rows, dates, refused: refused.or(bad_dates) });
            }
            None => orphans(&rows, refused, report),
        }
    }
    of
}

/// Rows of a claim that is not there, or whose header was refused.
fn orphans(rows: &[RawRow<'_>], refused: Option<Place>, report: &mut LoadReport) {
    for row in rows {
        if refused.is_some() {
            report.view(row.view).refused += 1;
        } else {
            report.view(row.view).orphaned += 1;
            report.refuse(row.place, None, Reason::NoClaim);
        }
    }
}

/// A record can hold several rows of such a view but the first one is read.
fn warn_of_second(rows: &[RawRow<'_>], report: &mut LoadReport) {
    let mut seen = HashSet::new();
    let single = |view| view == View::ClmDtSgntr || SINGLE.contains(&view);
    for row in rows.iter().filter(|row| single(row.view)) {
        if !seen.insert(row.view) {
            let file = report.file(row.place.file).to_owned();
            report.warnings.add(Warning::SecondRow { file, line: row.place.line });
        }
    }
}
