//! Claims: their rows grouped, judged and put together.

mod group;
mod record;

pub(super) use group::{RifClaim, claims_of};
pub(super) use record::RifRow;

use std::collections::{HashMap, HashSet};

use bluestem_model::claim::{ClaimIndex, ClaimIndexError, claim_index_of, kind_of};
use bluestem_model::column::clm;
use bluestem_model::id::{ClaimId, Namespace, PersonId};
use bluestem_model::record::{ClaimRecord, Record, RecordBuilder};
use bluestem_store::claims::{ClaimDelivery, content_hash};

use self::group::Version;
use self::record::record;
use super::load::Sources;
use crate::LoadError;
use crate::report::{LoadReport, Place, Reason, Warning};

/// Puts the claims of one part together.
pub(super) async fn build(
    chunk: &[RifClaim<'_>],
    sources: &Sources<'_>,
    report: &mut LoadReport,
) -> Result<Vec<ClaimDelivery>, LoadError> {
    let people = known_people(chunk, sources).await?;
    let ids: Vec<ClaimId> = chunk.iter().map(|claim| claim.id).collect();
    let stored: HashMap<ClaimId, Vec<u8>> = sources.loader.claim_hashes(&ids).await?.into_iter().collect();
    let mut claims = Vec::with_capacity(chunk.len());
    for claim in chunk {
        report.claims.read += 1;
        let mut before = stored.get(&claim.id).cloned();
        let mut built: Option<ClaimDelivery> = None;
        let mut left = false;
        for version in &claim.versions {
            match judge(version, before.as_deref(), sources, &people) {
                Ok(Verdict::Take(delivery, hash)) => {
                    // A later file of the same delivery speaks last.
                    before = Some(hash);
                    built = Some(*delivery);
                    report.rows_of(version.kind).used += version.rows.len() as u64;
                }
                Ok(Verdict::Leave) => {
                    left = true;
                    leave(version, report);
                }
                Err(refused) => refuse(version, refused, report),
            }
        }
        match built {
            Some(delivery) => {
                report.claims.used += 1;
                claims.push(delivery);
            }
            None if left => report.claims.used += 1,
            None => report.claims.refused += 1,
        }
    }
    Ok(claims)
}

enum Verdict {
    /// It is stored, and its content has this hash.
    Take(Box<ClaimDelivery>, Vec<u8>),
    /// It is there already and `INSERT` does not change it.
    Leave,
}

#[derive(Clone, Copy)]
struct Refused {
    column: Option<&'static str>,
    reason: Reason,
    because: Option<Place>,
}

/// What becomes of one version of a claim, given the hash of what is there.
fn judge(
    version: &Version<'_>,
    before: Option<&[u8]>,
    sources: &Sources<'_>,
    people: &HashSet<PersonId>,
) -> Result<Verdict, Refused> {
    let refused = |column, reason| Refused { column: Some(column), reason, because: None };
    if let Some(because) = version.refused {
        return Err(Refused { column: None, reason: Reason::RowRefused, because: Some(because) });
    }
    if version.is_update() && before.is_none() {
        return Err(refused("DML_IND", Reason::NothingToUpdate));
    }
    let rows = record(&version.rows.iter().map(|(row, _)| *row).collect::<Vec<_>>());
    let index =
        index_of(&rows, sources).map_err(|error| refused(error.column().name(), Reason::Claim(error)))?;
    if kind_of(index.type_code) != version.kind.claim_kind() {
        return Err(refused("NCH_CLM_TYPE_CD", Reason::WrongClaimType));
    }
    if !people.contains(&index.person) {
        return Err(refused("BENE_ID", Reason::NoPerson));
    }
    let hash = content_hash(&rows.content());
    if version.is_insert() && before.is_some_and(|before| before != hash) {
        return Ok(Verdict::Leave);
    }
    Ok(Verdict::Take(Box::new(ClaimDelivery { index, rows }), hash))
}

/// An `INSERT` of what is there changes nothing, as in the reference.
fn leave(version: &Version<'_>, report: &mut LoadReport) {
    report.rows_of(version.kind).unused += version.rows.len() as u64;
    if let Some(place) = version.first_place() {
        let file = report.file(place.file).to_owned();
        report.warnings.add(Warning::AlreadyThere { file, line: place.line });
    }
}

fn refuse(version: &Version<'_>, refused: Refused, report: &mut LoadReport) {
    report.rows_of(version.kind).refused += version.rows.len() as u64;
    let Some(place) = version.first_place() else { return };
    match refused.because {
        Some(bad) => report.refuse_because(place, bad),
        None => report.refuse_cell(place, refused.column, refused.reason),
    }
}

/// The index columns of the claim.
fn index_of(rows: &RecordBuilder, sources: &Sources<'_>) -> Result<ClaimIndex, ClaimIndexError> {
    let bytes = rows.clone().encode();
    // Bytes that were encoded here parse.
    let record = Record::parse(&bytes).map_err(|_| ClaimIndexError::Missing(clm::CLM_UNIQ_ID))?;
    claim_index_of(Namespace::Ccw, &ClaimRecord::new(&record), sources.list)
}

/// Who of the people that the claims name is in the delivery or stored.
async fn known_people(chunk: &[RifClaim<'_>], sources: &Sources<'_>) -> Result<HashSet<PersonId>, LoadError> {
    let rows = chunk.iter().flat_map(|claim| &claim.versions).filter_map(|version| version.rows.first());
    let named = rows.filter_map(|(row, _)| row.text("BENE_ID")?.parse().ok());
    let (mut known, unsure): (HashSet<PersonId>, HashSet<PersonId>) =
        named.map(PersonId::ccw).partition(|id| sources.delivered.contains(&id.number));
    if !unsure.is_empty() {
        let mut unsure: Vec<PersonId> = unsure.into_iter().collect();
        unsure.sort_unstable();
        known.extend(sources.loader.known_people(&unsure).await?);
    }
    Ok(known)
}
