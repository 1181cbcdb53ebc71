//! Reading claims. The access is part of every query.

use bluestem_model::access::{Access, People};
use bluestem_model::claim::StoredClaim;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::query::{ClaimFilter, ClaimPage, ClaimQuery, ClaimSelect};
use rusqlite::Connection;

use super::super::values::{first, rows};
use super::people::subject;
use crate::StoreError;
use crate::claims::rows::CLAIM_COLUMNS;
use crate::claims::sql::{self, MATCHES};
use crate::claims::{page, rows as read};
use crate::sql::Parameters;

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
    let text = format!(
        "SELECT {CLAIM_COLUMNS}, b.record FROM claim AS c JOIN claim_body AS b ON b.id = c.body \
         WHERE c.namespace = :namespace AND c.number = :number AND {MATCHES}"
    );
    let mut parameters = sql::matching(access, filter);
    parameters.extend(sql::of_claim(id));
    let found = first(connection, &text, &parameters, read::claim)?;
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
    let mut parameters = sql::matching(access, &query.filter);
    parameters.extend(sql::of_subject(subject));
    // Before the count: what is loaded in between then only makes the next page count again.
    let state = first(connection, sql::LOADS, &Vec::new(), |row| sql::state(row, access))?.flatten();
    let total = match page::counted(query, state) {
        Some(total) => total,
        None => {
            first(connection, &sql::count_claims(), &parameters, |row| row.number(0))?.unwrap_or_default()
        }
    };
    if query.count == 0 {
        return Ok(ClaimPage { total, state, ..ClaimPage::default() });
    }
    parameters.extend(sql::page(query));
    let mut claims = page_of(connection, &parameters)?;
    let more = claims.len() > query.count as usize;
    claims.truncate(query.count as usize);
    Ok(ClaimPage { total, claims, more, state })
}

fn page_of(connection: &Connection, parameters: &Parameters) -> Result<Vec<StoredClaim>, StoreError> {
    // page_of_claims: the inner query skips and stops before any record is touched
    let text = format!(
        "SELECT {CLAIM_COLUMNS}, b.record FROM (SELECT * FROM claim WHERE namespace = :namespace \
         AND subject = :subject AND number > :after AND {MATCHES} ORDER BY number LIMIT :limit \
         OFFSET :offset) AS c JOIN claim_body AS b ON b.id = c.body ORDER BY c.number"
    );
    rows(connection, &text, parameters, read::claim)
}

fn claims_by_id(
    connection: &Connection,
    access: &Access,
    query: &ClaimQuery,
    ids: &[ClaimId],
) -> Result<ClaimPage, StoreError> {
    let mut found = Vec::new();
    for id in page::in_order(ids) {
        found.extend(matching_claim(connection, access, &query.filter, id)?);
    }
    Ok(page::cut(found, query))
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
