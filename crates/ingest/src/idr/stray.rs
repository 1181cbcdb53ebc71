//! Identifiers whose people are not in the delivery: they may be stored.

use std::collections::{BTreeMap, HashSet};

use bluestem_model::column::{View, bene_mbi_id};
use bluestem_model::id::PersonId;
use bluestem_model::record::RecordBuilder;
use bluestem_store::claims::PersonDelivery;

use super::holder::{Holders, text_key};
use super::people::Sources;
use crate::LoadError;
use crate::PART;
use crate::report::{LoadReport, Reason};
use crate::row::RawRow;
use crate::spill::{Entry, Partition, Spill};

/// Rows of identifiers that no version of the delivery names.
pub(super) struct Strays {
    spill: Spill,
    /// Rows per partition.
    rows: Vec<u64>,
}

impl Strays {
    pub(super) fn new(bytes: u64) -> Self {
        let spill = Spill::new(bytes);
        Self { rows: vec![0; spill.len()], spill }
    }

    /// Takes the row of the identifier `mbi`.
    pub(super) fn push(&mut self, mbi: &str, row: &RawRow<'_>) -> Result<(), LoadError> {
        let key = text_key(mbi);
        if let Some(rows) = self.rows.get_mut(self.spill.partition_of(&key)) {
            *rows += 1;
        }
        self.spill.push(&key, row)
    }

    /// How many parts each partition has at most.
    pub(super) fn parts(&self) -> Vec<u64> {
        self.rows.iter().map(|rows| rows.div_ceil(PART as u64)).collect()
    }

    pub(super) fn take(&mut self, partition: usize) -> Result<Partition, LoadError> {
        self.spill.take(partition)
    }

    /// The rows of a partition, those that are there twice once.
    pub(super) fn rows_of<'p>(partition: &'p Partition, report: &mut LoadReport) -> Vec<RawRow<'p>> {
        let mut rows = Vec::new();
        for (_, entries) in partition.groups() {
            let mut seen = HashSet::new();
            for entry in entries {
                let Entry::Row(row) = entry else { continue };
                if seen.insert(row.cells) {
                    rows.push(row);
                } else {
                    report.view(View::BeneMbiId).repeated += 1;
                }
            }
        }
        rows
    }

    /// Gives the rows to the stored people who have or had their identifiers.
    pub(super) async fn build(
        chunk: &[RawRow<'_>],
        sources: &Sources<'_>,
        report: &mut LoadReport,
    ) -> Result<Vec<PersonDelivery>, LoadError> {
        let mbi = |row: &RawRow<'_>| row.text(bene_mbi_id::BENE_MBI_ID).unwrap_or_default().to_owned();
        let mbis: Vec<String> = chunk.iter().map(mbi).collect();
        let holders = Holders::find(sources.loader, mbis.iter().map(String::as_str).collect()).await?;
        let mut people: BTreeMap<PersonId, RecordBuilder> = BTreeMap::new();
        for (row, mbi) in chunk.iter().zip(&mbis) {
            let counts = report.view(View::BeneMbiId);
            if holders.all(mbi).next().is_none() {
                counts.orphaned += 1;
                report.refuse(row.place, None, Reason::NoPerson);
                continue;
            }
            counts.used += 1;
            for person in holders.all(mbi) {
                people.entry(person).or_default().push(row.source_row(sources.files));
            }
        }
        Ok(people.into_iter().map(|(id, rows)| PersonDelivery { id, rows }).collect())
    }
}
