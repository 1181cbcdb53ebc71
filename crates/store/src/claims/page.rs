//! Cutting a page out of claims that were found by their ids.

use bluestem_model::claim::StoredClaim;
use bluestem_model::id::ClaimId;
use bluestem_model::query::{ClaimPage, ClaimQuery, PageStart};

/// The ids in ascending order, each once.
pub(crate) fn in_order(ids: &[ClaimId]) -> Vec<ClaimId> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The page of `found` (ascending by id) that `query` asks for.
pub(crate) fn cut(found: Vec<StoredClaim>, query: &ClaimQuery) -> ClaimPage {
    let total = found.len();
    let behind = |claim: &StoredClaim| match query.start {
        PageStart::Offset(_) => true,
        PageStart::After(id) | PageStart::Onward(id, _) => claim.index.id > id,
    };
    let skip = match query.start {
        PageStart::Offset(offset) => usize::try_from(offset).unwrap_or(usize::MAX),
        PageStart::After(_) | PageStart::Onward(..) => 0,
    };
    let rest: Vec<StoredClaim> = found.into_iter().filter(behind).skip(skip).collect();
    let more = rest.len() > query.count as usize;
    let claims = rest.into_iter().take(query.count as usize).collect();
    ClaimPage { total: total as u64, claims, more, state: None }
}

/// The total of an earlier page, if what it holds for is still so.
pub(crate) fn counted(query: &ClaimQuery, state: Option<u64>) -> Option<u64> {
    match query.start {
        PageStart::Onward(_, counted) => (Some(counted.state) == state).then_some(counted.total),
        PageStart::Offset(_) | PageStart::After(_) => None,
    }
}
