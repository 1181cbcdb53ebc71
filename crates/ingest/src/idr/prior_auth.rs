//! Prior authorizations: one record for each identifier of a person and tracking number (`UTN`), of a row a
//! segment.

use std::collections::{BTreeMap, HashSet};

use aws_lc_rs::digest::{SHA256, digest};
use bluestem_model::claim::prior_auth_index;
use bluestem_model::column::{View, prauc};
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::record::{ClaimRecord, Record, RecordBuilder};
use bluestem_store::StoreError;
use bluestem_store::claims::{ClaimDelivery, ReferenceKey};

use super::holder::{Holders, text_key};
use super::people::Sources;
use super::reference::{Lookup, provider};
use crate::LoadError;
use crate::PART;
use crate::report::{LoadReport, Place};
use crate::row::RawRow;
use crate::spill::{Entry, Partition, Spill};

/// The prior authorizations of a delivery.
pub(super) struct PriorAuths {
    spill: Spill,
    /// Tracking numbers per partition, by the first number of their keys.
    numbers: Vec<HashSet<i64>>,
}

/// The rows with one tracking number.
pub(super) struct Tracked<'p> {
    rows: Vec<RawRow<'p>>,
    /// A row of it that was refused.
    refused: Option<Place>,
}

impl PriorAuths {
    pub(super) fn new(bytes: u64) -> Self {
        let spill = Spill::new(bytes);
        Self { numbers: vec![HashSet::new(); spill.len()], spill }
    }

    /// Takes a segment of the authorization `number`.
    pub(super) fn push(&mut self, number: &str, row: &RawRow<'_>) -> Result<(), LoadError> {
        let key = text_key(number);
        if let Some(numbers) = self.numbers.get_mut(self.spill.partition_of(&key)) {
            numbers.insert(key[0]);
        }
        self.spill.push(&key, row)
    }

    /// Notes that a segment of the authorization `number` was refused.
    pub(super) fn push_refused(&mut self, number: &str, place: Place) -> Result<(), LoadError> {
        self.spill.push_refused(&text_key(number), place)
    }

    /// How many parts each partition has.
    pub(super) fn parts(&self) -> Vec<u64> {
        self.numbers.iter().map(|numbers| numbers.len().div_ceil(PART) as u64).collect()
    }

    pub(super) fn take(&mut self, partition: usize) -> Result<Partition, LoadError> {
        self.spill.take(partition)
    }

    /// The authorizations of a partition, rows that are there twice once.
    pub(super) fn tracked_of<'p>(partition: &'p Partition, report: &mut LoadReport) -> Vec<Tracked<'p>> {
        let mut all = Vec::new();
        for (_, entries) in partition.groups() {
            let mut tracked = Tracked { rows: Vec::new(), refused: None };
            let mut seen = HashSet::new();
            for entry in entries {
                match entry {
                    Entry::Refused(place) => drop(tracked.refused.get_or_insert(place)),
                    Entry::Row(row) if seen.insert(row.cells) => tracked.rows.push(row),
                    Entry::Row(_) => report.view(View::Prauc).repeated += 1,
                }
            }
            if !tracked.rows.is_empty() {
                all.push(tracked);
            }
        }
        all
    }

    /// Puts the authorizations of one part together.
    pub(super) async fn build(
        chunk: &[Tracked<'_>],
        sources: &Sources<'_>,
        report: &mut LoadReport,
    ) -> Result<Vec<ClaimDelivery>, LoadError> {
        let rows = || chunk.iter().flat_map(|tracked| &tracked.rows);
        let mbis = rows().filter_map(|row| row.text(prauc::MBI_NUM)).collect();
        let holders = Holders::find(sources.loader, mbis).await?;
        let keys = rows().flat_map(providers_of).collect();
        let lookup = Lookup::fetch(sources.references, sources.files, sources.loader, keys).await?;
        let mut built = Vec::new();
        for tracked in chunk {
            for ((mbi, person), rows) in by_person(tracked, &holders, report) {
                report.prior_auths.read += 1;
                if let Some(bad) = tracked.refused {
                    report.prior_auths.refused += 1;
                    report.view(View::Prauc).refused += rows.len() as u64;
                    for row in &rows {
                        report.refuse_because(row.place, bad);
                    }
                    continue;
                }
                let segments = in_force(&rows);
                let counts = report.view(View::Prauc);
                counts.used += segments.len() as u64;
                counts.unused += (rows.len() - segments.len()) as u64;
                report.prior_auths.used += 1;
                built.push(delivery(person, mbi, &segments, &lookup, sources)?);
            }
        }
        Ok(built)
    }
}

/// The rows of each identifier and its person. Those of nobody, or of nobody knows whom, are refused.
fn by_person<'t>(
    tracked: &Tracked<'t>,
    holders: &Holders,
    report: &mut LoadReport,
) -> BTreeMap<(&'t str, PersonId), Vec<RawRow<'t>>> {
    let mut people: BTreeMap<(&'t str, PersonId), Vec<RawRow<'t>>> = BTreeMap::new();
    for row in &tracked.rows {
        let mbi = row.text(prauc::MBI_NUM).unwrap_or_default();
        match holders.one(mbi) {
            Ok(person) => people.entry((mbi, person)).or_default().push(*row),
            Err(reason) => {
                report.view(View::Prauc).orphaned += 1;
                report.refuse(row.place, Some(prauc::MBI_NUM), reason);
            }
        }
    }
    people
}

/// Of each segment the row that was written last, in the order of the segments' numbers.
fn in_force<'t>(rows: &[RawRow<'t>]) -> Vec<RawRow<'t>> {
    let written = |row: &RawRow<'t>| {
        let text = |column| row.text(column).unwrap_or_default();
        let times = [prauc::PA_DT_UPDATED, prauc::IDR_UPDT_TS, prauc::IDR_INSRT_TS].map(text);
        (times, row.place)
    };
    let mut segments: BTreeMap<Option<i64>, RawRow<'t>> = BTreeMap::new();
    for row in rows {
        let kept = segments.entry(row.integer(prauc::CURRENT_SEGMENT)).or_insert(*row);
        if written(row) > written(kept) {
            *kept = *row;
        }
    }
    segments.into_values().collect()
}

fn delivery(
    person: PersonId,
    mbi: &str,
    segments: &[RawRow<'_>],
    lookup: &Lookup<'_>,
    sources: &Sources<'_>,
) -> Result<ClaimDelivery, LoadError> {
    let mut rows = RecordBuilder::default();
    let mut named = HashSet::new();
    for segment in segments {
        rows.push(segment.source_row(sources.files));
        for key in providers_of(segment) {
            if !named.contains(&key) {
                lookup.rows(&key).into_iter().for_each(|row| rows.push(row));
                named.insert(key);
            }
        }
    }
    let number = segments.iter().find_map(|row| row.text(prauc::UTN)).unwrap_or_default();
    let bytes = rows.clone().encode();
    let record = Record::parse(&bytes).map_err(StoreError::from)?;
    let index = prior_auth_index(id_of(mbi, number), person, &ClaimRecord::new(&record), sources.list);
    Ok(ClaimDelivery { index, rows })
}

/// The same for the same identifier and tracking number, whatever delivery brings them and however keys of people
/// are merged meanwhile.
fn id_of(mbi: &str, number: &str) -> ClaimId {
    let text = format!("prior authorization|{mbi}|{number}");
    let hash = digest(&SHA256, text.as_bytes());
    let bytes = hash.as_ref().first_chunk::<8>().copied().unwrap_or_default();
    ClaimId::prior_auth(u64::from_be_bytes(bytes))
}

fn providers_of(row: &RawRow<'_>) -> Vec<ReferenceKey> {
    let columns =
        [prauc::NPI, prauc::ORDER_REFER_NPI, prauc::RENDER_NPI, prauc::OPERATE_NPI, prauc::ATT_PHY_NPI];
    columns.into_iter().filter_map(|column| row.text(column).map(provider)).collect()
}
