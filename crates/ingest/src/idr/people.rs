//! People: their rows, put aside and put together.

use std::collections::{HashMap, HashSet};

use bluestem_model::column::{View, bene_hstry, bene_mapd_enrlmt, bene_mapd_enrlmt_rx, bene_mbi_id};
use bluestem_model::id::PersonId;
use bluestem_model::label::LabelList;
use bluestem_model::record::RecordBuilder;
use bluestem_store::claims::{ClaimsLoader, PersonDelivery, ReferenceKey};

use super::reference::{Lookup, References, contract, merged_away, plan};
use crate::LoadError;
use crate::PART;
use crate::report::{LoadReport, Place, Reason};
use crate::row::RawRow;
use crate::spill::{Entry, Partition, Spill};

/// The people of a delivery.
pub(super) struct People {
    spill: Spill,
    /// Everybody who has a row, and whether one of them is a version (`BENE_HSTRY`).
    delivered: HashMap<i64, bool>,
    /// Who has or had an identifier.
    by_mbi: HashMap<Box<str>, Vec<i64>>,
    cross_references: CrossReferences,
}

/// A cross-reference stands in two people's records; it counts once.
#[derive(Default)]
struct CrossReferences {
    used: HashSet<Place>,
    orphaned: HashSet<Place>,
    repeated: HashSet<Place>,
}

/// The rows of one person.
pub(super) struct PersonRows<'p> {
    number: i64,
    rows: Vec<RawRow<'p>>,
}

impl People {
    pub(super) fn new(bytes: u64) -> Self {
        Self {
            spill: Spill::new(bytes),
            delivered: HashMap::new(),
            by_mbi: HashMap::new(),
            cross_references: CrossReferences::default(),
        }
    }

    /// Takes a row of the person `number`.
    pub(super) fn push(&mut self, number: i64, row: &RawRow<'_>) -> Result<(), LoadError> {
        let has_version = self.delivered.entry(number).or_default();
        if row.view == View::BeneHstry {
            *has_version = true;
            if let Some(mbi) = row.text(bene_hstry::BENE_MBI_ID) {
                let people = self.by_mbi.entry(mbi.into()).or_default();
                if !people.contains(&number) {
                    people.push(number);
                }
            }
        }
        self.spill.push(&[number, 0, 0, 0], row)
    }

    /// Takes a cross-reference between two people.
    pub(super) fn push_cross_reference(
        &mut self,
        survivor: i64,
        merged: i64,
        row: &RawRow<'_>,
    ) -> Result<(), LoadError> {
        self.push(survivor, row)?;
        if merged == survivor { Ok(()) } else { self.push(merged, row) }
    }

    /// Takes a row of an identifier for everybody whose version names it; false when nobody's does. All versions
    /// must have been taken before.
    pub(super) fn push_identifier(&mut self, row: &RawRow<'_>) -> Result<bool, LoadError> {
        let people = row.text(bene_mbi_id::BENE_MBI_ID).and_then(|mbi| self.by_mbi.get(mbi));
        let Some(people) = people else { return Ok(false) };
        for number in people {
            self.spill.push(&[*number, 0, 0, 0], row)?;
        }
        Ok(true)
    }

    /// Whether the delivery has a version of this person.
    pub(super) fn has(&self, number: i64) -> bool {
        self.delivered.get(&number).copied().unwrap_or(false)
    }

    /// How many parts each partition has.
    pub(super) fn parts(&self) -> Vec<u64> {
        let mut people = vec![0_u64; self.spill.len()];
        for number in self.delivered.keys() {
            if let Some(count) = people.get_mut(self.spill.partition_of(&[*number, 0, 0, 0])) {
                *count += 1;
            }
        }
        people.into_iter().map(|people| people.div_ceil(PART as u64)).collect()
    }

    pub(super) fn take(&mut self, partition: usize) -> Result<Partition, LoadError> {
        self.spill.take(partition)
    }

    /// The people of a partition with their rows, those that are there twice once.
    pub(super) fn people_of<'p>(
        &mut self,
        partition: &'p Partition,
        report: &mut LoadReport,
    ) -> Vec<PersonRows<'p>> {
        let mut people = Vec::new();
        let mut seen: HashSet<(View, &[u8])> = HashSet::new();
        for (key, entries) in partition.groups() {
            let mut person = PersonRows { number: key[0], rows: Vec::new() };
            seen.clear();
            for entry in entries {
                let Entry::Row(row) = entry else { continue };
                if seen.insert((row.view, row.cells)) {
                    person.rows.push(row);
                    continue;
                }
                match row.view {
                    View::BeneMbiId => {}
                    View::BeneXref => drop(self.cross_references.repeated.insert(row.place)),
                    view => report.view(view).repeated += 1,
                }
            }
            people.push(person);
        }
        people
    }

    /// Puts the people of one part together.
    pub(super) async fn build(
        &mut self,
        chunk: &[PersonRows<'_>],
        sources: &Sources<'_>,
        report: &mut LoadReport,
    ) -> Result<Vec<PersonDelivery>, LoadError> {
        let unsure = chunk.iter().map(|person| person.number).filter(|number| !self.has(*number));
        let unsure: Vec<PersonId> = unsure.map(PersonId::idr).collect();
        let stored: HashSet<PersonId> = if unsure.is_empty() {
            HashSet::new()
        } else {
            sources.loader.known_people(&unsure).await?.into_iter().collect()
        };
        let plans = chunk.iter().flat_map(|person| person.rows.iter().flat_map(plans_of));
        let keys = plans.chain(chunk.iter().filter_map(merged_key)).collect();
        let lookup = Lookup::fetch(sources.references, sources.files, sources.loader, keys).await?;
        let mut people = Vec::with_capacity(chunk.len());
        for person in chunk {
            let id = PersonId::idr(person.number);
            let known = self.has(person.number) || stored.contains(&id);
            self.count(person, known, report);
            if known {
                people.push(PersonDelivery { id, rows: record(person, &lookup, sources.files) });
            }
        }
        Ok(people)
    }

    fn count(&mut self, person: &PersonRows<'_>, known: bool, report: &mut LoadReport) {
        for row in &person.rows {
            match row.view {
                // Counted when they were read: their people are in the delivery.
                View::BeneMbiId => {}
                View::BeneXref if known => drop(self.cross_references.used.insert(row.place)),
                View::BeneXref => drop(self.cross_references.orphaned.insert(row.place)),
                view if known => report.view(view).used += 1,
                view => {
                    report.view(view).orphaned += 1;
                    report.refuse(row.place, None, Reason::NoPerson);
                }
            }
        }
    }

    /// Counts the cross-references, behind the last person.
    pub(super) fn count_cross_references(&self, report: &mut LoadReport) {
        let CrossReferences { used, orphaned, repeated } = &self.cross_references;
        let mut lost: Vec<Place> = orphaned.difference(used).copied().collect();
        lost.sort_unstable();
        let counts = report.view(View::BeneXref);
        counts.used += used.len() as u64;
        counts.repeated += repeated.len() as u64;
        counts.orphaned += lost.len() as u64;
        for place in lost {
            report.refuse(place, None, Reason::NoPerson);
        }
    }
}

/// Where the records of a part get what they do not bring themselves.
pub(super) struct Sources<'s> {
    pub(super) loader: &'s dyn ClaimsLoader,
    pub(super) references: &'s References,
    /// The codes by which claims are labelled.
    pub(super) list: &'s LabelList,
    /// Numbers of the delivery's files in the store.
    pub(super) files: &'s [u32],
}

/// The keys under which an enrolment's plan may be filed.
fn plans_of(row: &RawRow<'_>) -> Vec<ReferenceKey> {
    let (number, contract_number, package) = match row.view {
        View::BeneMapdEnrlmt => (
            row.integer(bene_mapd_enrlmt::CNTRCT_PBP_SK),
            row.text(bene_mapd_enrlmt::BENE_CNTRCT_NUM),
            row.text(bene_mapd_enrlmt::BENE_PBP_NUM),
        ),
        View::BeneMapdEnrlmtRx => (
            row.integer(bene_mapd_enrlmt_rx::CNTRCT_PBP_SK),
            row.text(bene_mapd_enrlmt_rx::BENE_CNTRCT_NUM),
            row.text(bene_mapd_enrlmt_rx::BENE_PBP_NUM),
        ),
        _ => return Vec::new(),
    };
    let by_contract = contract_number.zip(package).map(|(number, package)| contract(number, package));
    number.map(plan).into_iter().chain(by_contract).collect()
}

/// Where to find the cross-reference of a person whom a version says to be merged into another. It may have come
/// with an earlier delivery; when it comes with this one, it is in their rows already.
fn merged_key(person: &PersonRows<'_>) -> Option<ReferenceKey> {
    let is_merged = |row: &RawRow<'_>| {
        let survivor = row.integer(bene_hstry::BENE_XREF_EFCTV_SK).unwrap_or(0);
        row.view == View::BeneHstry && survivor != 0 && survivor != person.number
    };
    person.rows.iter().any(is_merged).then(|| merged_away(person.number))
}

/// The record of a person: their rows, and those of their cross-reference and of the plans they are enrolled in.
fn record(person: &PersonRows<'_>, lookup: &Lookup<'_>, files: &[u32]) -> RecordBuilder {
    let mut builder = RecordBuilder::default();
    let mut taken: HashSet<ReferenceKey> = HashSet::new();
    if !person.rows.iter().any(|row| row.view == View::BeneXref) {
        for row in merged_key(person).iter().flat_map(|key| lookup.rows(key)) {
            builder.push(row);
        }
    }
    for row in &person.rows {
        builder.push(row.source_row(files));
        // The number of the plan says more than its contract: a contract's plans change from year to year.
        for key in plans_of(row) {
            let rows = lookup.rows(&key);
            if rows.is_empty() {
                continue;
            }
            if taken.insert(key) {
                for row in rows {
                    builder.push(row);
                }
            }
            break;
        }
    }
    builder
}
