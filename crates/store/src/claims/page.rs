//! Where a page of claims begins and ends.

use bluestem_model::claim::StoredClaim;
use bluestem_model::id::ClaimId;
use bluestem_model::query::{ClaimPage, ClaimQuery, PageStart};

use crate::sql::Parameters;

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

/// How a page of a person's claims is read: which end it is nearer to, what it skips, how many claims it takes.
#[derive(Debug, PartialEq)]
pub(crate) struct Walk {
    /// From the last claim to the first.
    pub(crate) backward: bool,
    after: i64,
    offset: u64,
    limit: u64,
}

impl Walk {
    /// The walk to the claims behind this one, with one claim more to see whether more follow.
    pub(crate) fn behind(id: ClaimId, count: u32) -> Self {
        Self { backward: false, after: id.number, offset: 0, limit: u64::from(count) + 1 }
    }

    /// The walk to the claims behind the first `offset` of `total`, from the end that is nearer, with one more.
    pub(crate) fn to(offset: u64, total: u64, count: u32) -> Self {
        let end = total.min(offset.saturating_add(u64::from(count) + 1));
        let limit = end.saturating_sub(offset);
        let behind = total - end;
        let backward = behind < offset;
        Self { backward, after: i64::MIN, offset: if backward { behind } else { offset }, limit }
    }

    /// The parameters `:after`, `:offset` and `:limit`.
    pub(crate) fn parameters(&self) -> Parameters {
        let number = |count| i64::try_from(count).unwrap_or(i64::MAX);
        vec![
            (":after", self.after.into()),
            (":offset", number(self.offset).into()),
            (":limit", number(self.limit).into()),
        ]
    }
}

/// The page of the claims that a walk found.
pub(crate) fn found(
    query: &ClaimQuery,
    total: u64,
    mut claims: Vec<StoredClaim>,
    state: Option<u64>,
) -> ClaimPage {
    let more = claims.len() > query.count as usize;
    claims.truncate(query.count as usize);
    ClaimPage { total, claims, more, state }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(backward: bool, offset: u64, limit: u64) -> Walk {
        Walk { backward, after: i64::MIN, offset, limit }
    }

    #[test]
    fn a_page_is_reached_from_the_nearer_end() {
        assert_eq!(Walk::to(20, 100, 10), walk(false, 20, 11));
        assert_eq!(Walk::to(80, 100, 10), walk(true, 9, 11));
        assert_eq!(Walk::to(90, 100, 10), walk(true, 0, 10));
        assert_eq!(Walk::to(95, 100, 10), walk(true, 0, 5));
    }

    #[test]
    fn behind_the_last_claim_there_is_nothing() {
        for offset in [100, 101, u64::MAX] {
            assert_eq!(Walk::to(offset, 100, 10).limit, 0);
        }
        assert_eq!(Walk::to(0, 0, 10).limit, 0);
    }
}
