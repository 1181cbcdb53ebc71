//! Reading claims. The access is part of every query.

use bluestem_model::access::{Access, ClaimScope, People};
use bluestem_model::claim::{SourceSystem, StoredClaim};
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::query::{ClaimFilter, ClaimPage, ClaimQuery, ClaimSelect, Mask, PageStart};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::people::subject;
use super::rows::{self, CLAIM_COLUMNS, day};
use crate::StoreError;

/// What every read of claims demands: the claim is served, the access reaches it, the filter takes it.
const MATCHES: &str = "served = 1 AND (labels & :withheld) = 0 AND (:sources >> source) & 1 = 1 \
     AND (:kinds >> kind) & 1 = 1 AND (:outcomes >> outcome) & 1 = 1 \
     AND (:final_action >> final_action) & 1 = 1 \
     AND (:thru_first IS NULL OR thru_day >= :thru_first) AND (:thru_last IS NULL OR thru_day <= :thru_last) \
     AND (:from_first IS NULL OR from_day >= :from_first) AND (:from_last IS NULL OR from_day <= :from_last) \
     AND (:updated_first IS NULL OR updated >= :updated_first) \
     AND (:updated_last IS NULL OR updated <= :updated_last) \
     AND (labels & :with) = :with AND (labels & :without) = 0 \
     AND (:control_number IS NULL OR control_number = :control_number)";

type Parameters = Vec<(&'static str, Value)>;

/// The parameters of [`MATCHES`].
fn matching(access: &Access, filter: &ClaimFilter) -> Parameters {
    let scope = match access.claims() {
        ClaimScope::All => Mask::ALL,
        ClaimScope::PartD => Mask::from_iter([SourceSystem::Ddps]),
    };
    let optional = |number: Option<i64>| number.map_or(Value::Null, Value::Integer);
    vec![
        (":withheld", Value::from(access.withheld().bits())),
        (":sources", Value::from(filter.sources.and(scope).0)),
        (":kinds", Value::from(filter.kinds.0)),
        (":outcomes", Value::from(filter.outcomes.0)),
        (":final_action", Value::from(filter.final_action.0)),
        (":thru_first", optional(filter.thru.first.map(day))),
        (":thru_last", optional(filter.thru.last.map(day))),
        (":from_first", optional(filter.from.first.map(day))),
        (":from_last", optional(filter.from.last.map(day))),
        (":updated_first", optional(filter.updated.first.map(|moment| moment.0))),
        (":updated_last", optional(filter.updated.last.map(|moment| moment.0))),
        (":with", Value::from(filter.with.bits())),
        (":without", Value::from(filter.without.bits())),
        (":control_number", filter.control_number.clone().map_or(Value::Null, Value::Text)),
    ]
}

pub(super) fn claim(
    connection: &Connection,
    access: &Access,
    id: ClaimId,
) -> Result<Option<StoredClaim>, StoreError> {
    matching_claim(connection, access, &ClaimFilter::default(), id)
}

fn matching_claim(
    connection: &Connection,
    access: &Access,
    filter: &ClaimFilter,
    id: ClaimId,
) -> Result<Option<StoredClaim>, StoreError> {
    // claim
    let sql = format!(
        "SELECT {CLAIM_COLUMNS} FROM claim AS c JOIN claim_body AS b ON b.id = c.body \
         WHERE c.namespace = :namespace AND c.number = :number AND {MATCHES}"
    );
    let mut parameters = matching(access, filter);
    parameters.push((":namespace", Value::from(id.namespace.number())));
    parameters.push((":number", Value::from(id.number)));
    let mut query = connection.prepare_cached(&sql)?;
    let mut rows = query.query(&*named(&parameters))?;
    let found = rows.next()?.map(rows::claim).transpose()?;
    let Some(claim) = found else { return Ok(None) };
    let reached = match access.people() {
        People::All => subject(connection, access, claim.subject)?,
        People::One(own) => subject(connection, access, *own)?,
    };
    Ok((reached == Some(claim.subject)).then_some(claim))
}

pub(super) fn claims(
    connection: &Connection,
    access: &Access,
    query: &ClaimQuery,
) -> Result<ClaimPage, StoreError> {
    match &query.select {
        ClaimSelect::OfPerson(person) => match subject(connection, access, *person)? {
            Some(subject) => claims_of(connection, access, query, subject),
            None => Ok(ClaimPage::default()),
        },
        ClaimSelect::Ids(ids) => claims_by_id(connection, access, query, ids),
    }
}

fn claims_of(
    connection: &Connection,
    access: &Access,
    query: &ClaimQuery,
    subject: PersonId,
) -> Result<ClaimPage, StoreError> {
    let mut parameters = matching(access, &query.filter);
    parameters.push((":namespace", Value::from(subject.namespace.number())));
    parameters.push((":subject", Value::from(subject.number)));
    let total = count(connection, &parameters)?;
    if query.count == 0 {
        return Ok(ClaimPage { total, ..ClaimPage::default() });
    }
    let (after, offset) = match query.start {
        PageStart::Offset(offset) => (i64::MIN, i64::try_from(offset).unwrap_or(i64::MAX)),
        PageStart::After(id) => (id.number, 0),
    };
    parameters.push((":after", Value::from(after)));
    parameters.push((":offset", Value::from(offset)));
    parameters.push((":limit", Value::from(i64::from(query.count) + 1)));
    let mut claims = page(connection, &parameters)?;
    let more = claims.len() > query.count as usize;
    claims.truncate(query.count as usize);
    Ok(ClaimPage { total, claims, more })
}

fn count(connection: &Connection, parameters: &Parameters) -> Result<u64, StoreError> {
    // count_claims
    let sql = format!(
        "SELECT count(*) FROM claim WHERE namespace = :namespace AND subject = :subject AND {MATCHES}"
    );
    let mut query = connection.prepare_cached(&sql)?;
    let total: i64 = query.query_row(&*named(parameters), |row| row.get(0))?;
    Ok(total.unsigned_abs())
}

fn page(connection: &Connection, parameters: &Parameters) -> Result<Vec<StoredClaim>, StoreError> {
    // page_of_claims: the inner query skips and stops before any record is touched
    let sql = format!(
        "SELECT {CLAIM_COLUMNS} FROM (SELECT * FROM claim WHERE namespace = :namespace \
         AND subject = :subject AND number > :after AND {MATCHES} ORDER BY number LIMIT :limit \
         OFFSET :offset) AS c JOIN claim_body AS b ON b.id = c.body ORDER BY c.number"
    );
    let mut query = connection.prepare_cached(&sql)?;
    let mut rows = query.query(&*named(parameters))?;
    let mut claims = Vec::new();
    while let Some(row) = rows.next()? {
        claims.push(rows::claim(row)?);
    }
    Ok(claims)
}

fn claims_by_id(
    connection: &Connection,
    access: &Access,
    query: &ClaimQuery,
    ids: &[ClaimId],
) -> Result<ClaimPage, StoreError> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let mut found = Vec::new();
    for id in ids {
        found.extend(matching_claim(connection, access, &query.filter, id)?);
    }
    let total = found.len();
    let behind = |claim: &StoredClaim| match query.start {
        PageStart::Offset(_) => true,
        PageStart::After(id) => claim.index.id > id,
    };
    let skip = match query.start {
        PageStart::Offset(offset) => usize::try_from(offset).unwrap_or(usize::MAX),
        PageStart::After(_) => 0,
    };
    let rest: Vec<StoredClaim> = found.into_iter().filter(behind).skip(skip).collect();
    let more = rest.len() > query.count as usize;
    let claims = rest.into_iter().take(query.count as usize).collect();
    Ok(ClaimPage { total: total as u64, claims, more })
}

fn named(parameters: &Parameters) -> Vec<(&str, &dyn rusqlite::ToSql)> {
    parameters.iter().map(|(name, value)| (*name, value as &dyn rusqlite::ToSql)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The plan of a query over an empty schema.
    fn plan(sql: &str) -> String {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(include_str!("schema.sql")).unwrap();
        let mut query = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps = query.raw_query().mapped(|row| row.get::<_, String>(3));
        steps.map(Result::unwrap).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_persons_claims_are_a_range_of_the_primary_key() {
        let sql = format!(
            "SELECT number FROM claim WHERE namespace = :namespace AND subject = :subject \
             AND number > :after AND {MATCHES} ORDER BY number"
        );
        let plan = plan(&sql);
        assert!(plan.contains("USING PRIMARY KEY (namespace=? AND subject=? AND number>?)"), "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }

    #[test]
    fn a_claim_by_id_uses_its_index() {
        let plan = plan("SELECT subject FROM claim WHERE namespace = :namespace AND number = :number");
        assert!(plan.contains("claim_by_number (namespace=? AND number=?)"), "{plan}");
    }
}
