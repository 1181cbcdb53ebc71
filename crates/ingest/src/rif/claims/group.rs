//! Finds the rows of each claim in a partition.

use bluestem_model::id::{ClaimId, Namespace};
use bluestem_model::rif::RifType;

use super::super::read::FileKind;
use super::record::RifRow;
use crate::report::{LoadReport, Place, Reason};
use crate::row::RawRow;
use crate::spill::{Entry, Partition};
use bluestem_model::record::Origin;

/// A claim, as each file of the delivery that names it has it.
pub(in super::super) struct RifClaim<'p> {
    pub(super) id: ClaimId,
    /// In the order in which the files are read.
    pub(super) versions: Vec<Version<'p>>,
}

/// The rows of a claim in one file, adjacent or not.
pub(super) struct Version<'p> {
    file: u32,
    pub(super) kind: RifType,
    /// In the order of the file, each with its place.
    pub(super) rows: Vec<(RifRow<'p>, Place)>,
    /// A row that was refused.
    pub(super) refused: Option<Place>,
}

impl Version<'_> {
    fn operation(&self) -> Option<&str> {
        self.rows.first().and_then(|(row, _)| row.text("DML_IND"))
    }

    pub(super) fn is_update(&self) -> bool {
        self.operation() == Some("UPDATE")
    }

    pub(super) fn is_insert(&self) -> bool {
        self.operation() == Some("INSERT")
    }

    pub(super) fn first_place(&self) -> Option<Place> {
        self.rows.first().map(|(_, place)| *place)
    }
}

/// The claims of a partition in the order of their numbers. Rows that are there twice count once; of two that have
/// the same number of a line and say different things the first counts.
pub(in super::super) fn claims_of<'p>(
    partition: &'p Partition,
    kinds: &[Option<FileKind>],
    files: &[u32],
    report: &mut LoadReport,
) -> Vec<RifClaim<'p>> {
    let mut claims = Vec::new();
    for (key, entries) in partition.groups() {
        let id = ClaimId { namespace: Namespace::Ccw, number: key[0] };
        let mut versions: Vec<Version<'p>> = Vec::new();
        for entry in entries {
            let place = match &entry {
                Entry::Row(row) => row.place,
                Entry::Refused(place) => *place,
            };
            let Some(kind) = kinds.get(place.file as usize).copied().flatten() else { continue };
            let place_of = versions.iter().position(|version| version.file == place.file);
            let place_of = place_of.unwrap_or_else(|| {
                let kind = kind.kind;
                versions.push(Version { file: place.file, kind, rows: Vec::new(), refused: None });
                versions.len() - 1
            });
            let Some(version) = versions.get_mut(place_of) else { continue };
            match entry {
                Entry::Refused(place) => drop(version.refused.get_or_insert(place)),
                Entry::Row(row) => version.take(&row, files, report),
            }
        }
        versions.sort_by_key(|version| version.file);
        claims.push(RifClaim { id, versions });
    }
    claims
}

impl<'p> Version<'p> {
    fn take(&mut self, row: &RawRow<'p>, files: &[u32], report: &mut LoadReport) {
        let file = files.get(row.place.file as usize).copied().unwrap_or_default();
        let origin = Origin { file, line: row.place.line };
        let new = RifRow { kind: self.kind, origin, values: row.cells };
        let number = |row: &RifRow<'p>| self.kind.line_number().and_then(|name| row.text(name));
        let same = self.rows.iter().find(|(other, _)| number(other) == number(&new));
        match same {
            None => self.rows.push((new, row.place)),
            Some((other, _)) if other.values == new.values => report.rows_of(self.kind).repeated += 1,
            Some(_) => {
                report.rows_of(self.kind).refused += 1;
                report.refuse_cell(
                    row.place,
                    self.kind.line_number().or(Some(self.kind.key())),
                    Reason::RowTwice,
                );
            }
        }
    }
}
