//! Signatures: sets of rows that many claims or lines share, named by one number.

use std::collections::{HashMap, HashSet};

use bluestem_model::column::{Column, View, clm, clm_line_instnl};

use crate::report::Place;
use crate::row::{KeptRow, RawRow};

/// Which signatures a row names, and in which view they are.
const NAMED: [(Column, View); 4] = [
    (clm::CLM_RLT_COND_SGNTR_SK, View::ClmRltCondSgntrMbr),
    (clm::CLM_RLT_OCRNC_SGNTR_SK, View::ClmRltOcrncSgntrMbr),
    (clm::CLM_OCRNC_SGNTR_SK, View::ClmOcrncSgntrMbr),
    (clm_line_instnl::CLM_ANSI_SGNTR_SK, View::ClmAnsiSgntr),
];

/// Numbers by which the source says that there is no signature.
const NONE: [i64; 3] = [0, 1, -1];

/// The signatures of the delivery, in memory: about 100 bytes a row.
#[derive(Default)]
pub(super) struct Signatures {
    rows: HashMap<(View, i64), Vec<KeptRow>>,
    used: HashSet<(View, i64)>,
    /// Signatures of which a row was refused, and where.
    refused: HashMap<(View, i64), Place>,
}

impl Signatures {
    /// Takes a member of the signature `number`; false when it has it already, word for word.
    pub(super) fn add(&mut self, number: i64, row: &RawRow<'_>) -> bool {
        let members = self.rows.entry((row.view, number)).or_default();
        let is_new = members.iter().all(|member| !member.raw().is_same(row));
        if is_new {
            members.push(row.keep());
        }
        is_new
    }

    /// Notes that a member of the signature was refused.
    pub(super) fn refuse(&mut self, view: View, number: i64, place: Place) {
        self.refused.entry((view, number)).or_insert(place);
    }

    /// The refused row of a signature that `row` names, if there is one.
    pub(super) fn refused_by(&self, row: &RawRow<'_>) -> Option<Place> {
        if self.refused.is_empty() {
            return None;
        }
        named(row).find_map(|key| self.refused.get(&key).copied())
    }

    /// The members of the signatures that `row` names, but of those that are in `taken` already.
    pub(super) fn named_by<'s>(
        &'s mut self,
        row: &RawRow<'_>,
        taken: &mut HashSet<(View, i64)>,
    ) -> impl Iterator<Item = RawRow<'s>> + use<'s> {
        let mut members: Vec<&'s [KeptRow]> = Vec::new();
        for key in named(row) {
            if let Some(rows) = self.rows.get(&key).filter(|_| taken.insert(key)) {
                self.used.insert(key);
                members.push(rows);
            }
        }
        members.into_iter().flatten().map(KeptRow::raw)
    }

    /// Rows of signatures that claims name, and of others, by view.
    pub(super) fn counts(&self) -> Vec<(View, u64, u64)> {
        let mut counts: HashMap<View, (u64, u64)> = HashMap::new();
        for (key, rows) in &self.rows {
            let (used, unused) = counts.entry(key.0).or_default();
            *(if self.used.contains(key) { used } else { unused }) += rows.len() as u64;
        }
        counts.into_iter().map(|(view, (used, unused))| (view, used, unused)).collect()
    }
}

/// The signatures that a row names.
fn named(row: &RawRow<'_>) -> impl Iterator<Item = (View, i64)> + use<> {
    let numbers = NAMED.map(|(column, view)| {
        let is_here = column.view_number() == row.view.number();
        is_here.then(|| row.integer(column)).flatten().map(|number| (view, number))
    });
    numbers.into_iter().flatten().filter(|(_, number)| !NONE.contains(number))
}
