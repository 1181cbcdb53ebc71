//! Claims: their rows, put aside and put together.

mod group;
mod record;

pub(super) use group::{ClaimRows, ClaimsOf, claims_of};

use std::collections::HashSet;

use bluestem_model::column::{Column, View, clm};
use bluestem_model::id::PersonId;
use bluestem_store::claims::ClaimDelivery;

use self::group::signature_key;
use self::record::{index_of, record, references_of};
use super::people::{People, Sources};
use super::reference::Lookup;
use super::signature::Signatures;
use crate::LoadError;
use crate::PART;
use crate::report::{LoadReport, Place, Reason};
use crate::row::RawRow;
use crate::spill::JoinKey;
use crate::spill::{Partition, Spill};

/// The claims of a delivery.
pub(super) struct Claims {
    spill: Spill,
    /// Headers per partition.
    headers: Vec<u64>,
    /// Claims that were put together, to tell one that comes twice.
    seen: HashSet<i64>,
}

impl Claims {
    pub(super) fn new(bytes: u64) -> Self {
        let spill = Spill::new(bytes);
        Self { headers: vec![0; spill.len()], spill, seen: HashSet::new() }
    }

    /// Takes a row of the claim with this key.
    pub(super) fn push(&mut self, key: &JoinKey, row: &RawRow<'_>) -> Result<(), LoadError> {
        if row.view == View::Clm
            && let Some(headers) = self.headers.get_mut(self.spill.partition_of(key))
        {
            *headers += 1;
        }
        self.spill.push(key, row)
    }

    /// Notes that a row of the claim was refused.
    pub(super) fn push_refused(&mut self, key: &JoinKey, place: Place) -> Result<(), LoadError> {
        self.spill.push_refused(key, place)
    }

    /// Takes the row of a date signature.
    pub(super) fn push_signature(&mut self, number: i64, row: &RawRow<'_>) -> Result<(), LoadError> {
        self.spill.push(&signature_key(number), row)
    }

    /// Notes that the row of a date signature was refused.
    pub(super) fn push_refused_signature(&mut self, number: i64, place: Place) -> Result<(), LoadError> {
        self.spill.push_refused(&signature_key(number), place)
    }

    /// How many parts each partition has.
    pub(super) fn parts(&self) -> Vec<u64> {
        self.headers.iter().map(|headers| headers.div_ceil(PART as u64)).collect()
    }

    pub(super) fn take(&mut self, partition: usize) -> Result<Partition, LoadError> {
        self.spill.take(partition)
    }

    /// Puts the claims of one part together.
    pub(super) async fn build(
        &mut self,
        chunk: &[ClaimRows<'_>],
        joins: &mut Joins<'_>,
        report: &mut LoadReport,
    ) -> Result<Vec<ClaimDelivery>, LoadError> {
        let people = known_people(chunk, joins).await?;
        let keys = chunk.iter().flat_map(|claim| claim.rows.iter().flat_map(references_of)).collect();
        let Sources { references, files, loader, .. } = joins.sources;
        let lookup = Lookup::fetch(references, files, *loader, keys).await?;
        let mut claims = Vec::with_capacity(chunk.len());
        for claim in chunk {
            report.claims.read += 1;
            match self.build_one(claim, joins, &lookup, &people) {
                Ok(built) => {
                    report.claims.used += 1;
                    claim.rows.iter().for_each(|row| report.view(row.view).used += 1);
                    joins.used_dates.extend(claim.dates.iter().map(|row| row.place));
                    claims.push(built);
                }
                Err(Refused { column, reason, because }) => {
                    report.claims.refused += 1;
                    claim.rows.iter().for_each(|row| report.view(row.view).refused += 1);
                    match because {
                        Some(bad) => report.refuse_because(claim.header.place, bad),
                        None => report.refuse(claim.header.place, column, reason),
                    }
                }
            }
        }
        Ok(claims)
    }

    fn build_one(
        &mut self,
        claim: &ClaimRows<'_>,
        joins: &mut Joins<'_>,
        lookup: &Lookup<'_>,
        people: &HashSet<PersonId>,
    ) -> Result<ClaimDelivery, Refused> {
        let signatures = || claim.rows.iter().find_map(|row| joins.signatures.refused_by(row));
        if let Some(bad) = claim.refused.or_else(signatures) {
            return Err(Refused { column: None, reason: Reason::RowRefused, because: Some(bad) });
        }
        let refused = |column, reason| Refused { column: Some(column), reason, because: None };
        let rows = record(claim, joins, lookup);
        let index = index_of(&rows, joins.sources.list)
            .map_err(|error| refused(error.column(), Reason::Claim(error)))?;
        if !people.contains(&index.person) {
            return Err(refused(clm::BENE_SK, Reason::NoPerson));
        }
        if !self.seen.insert(index.id.number) {
            return Err(refused(clm::CLM_UNIQ_ID, Reason::ClaimTwice));
        }
        Ok(ClaimDelivery { index, rows })
    }
}

struct Refused {
    column: Option<Column>,
    reason: Reason,
    because: Option<Place>,
}

/// Where the records of claims get what they do not bring themselves.
pub(super) struct Joins<'s> {
    pub(super) sources: &'s Sources<'s>,
    pub(super) signatures: &'s mut Signatures,
    pub(super) people: &'s People,
    /// Rows of date signatures that a claim took.
    pub(super) used_dates: HashSet<Place>,
}

impl Joins<'_> {
    /// Counts the date signatures of a partition, behind its last claim.
    pub(super) fn count_dates(&mut self, of: &ClaimsOf<'_>, report: &mut LoadReport) {
        for row in &of.dates {
            let counts = report.view(row.view);
            if self.used_dates.contains(&row.place) {
                counts.used += 1;
            } else {
                counts.unused += 1;
            }
        }
        self.used_dates.clear();
    }
}

/// Who of the people that the claims name is in the delivery or stored.
async fn known_people(chunk: &[ClaimRows<'_>], joins: &Joins<'_>) -> Result<HashSet<PersonId>, LoadError> {
    let named = chunk.iter().filter_map(|claim| claim.header.integer(clm::BENE_SK));
    let (mut known, unsure): (HashSet<PersonId>, HashSet<PersonId>) =
        named.map(PersonId::idr).partition(|id| joins.people.has(id.number));
    if !unsure.is_empty() {
        let mut unsure: Vec<PersonId> = unsure.into_iter().collect();
        unsure.sort_unstable();
        known.extend(joins.sources.loader.known_people(&unsure).await?);
    }
    Ok(known)
}
