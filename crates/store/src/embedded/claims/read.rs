//! Reading claims. The access is part of every query.

use bluestem_model::access::{Access, People};
use bluestem_model::claim::StoredClaim;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::query::{ClaimFilter, ClaimPage, ClaimQuery, ClaimSelect, PageStart};
use rusqlite::Connection;

use super::super::values::{first, rows};
use super::people::subject;
use crate::StoreError;
use crate::claims::page::{self, Walk};
use crate::claims::rows as read;
use crate::claims::rows::CLAIM_COLUMNS;
use crate::claims::sql;
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
         WHERE c.namespace = :namespace AND c.number = :number AND {}",
        sql::matches(filter.is_narrow())
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
        None => count(connection, query, &parameters)?,
    };
    let walk = match query.start {
        _ if query.count == 0 => return Ok(ClaimPage { total, state, ..ClaimPage::default() }),
        PageStart::Offset(offset) => Walk::to(offset, total, query.count),
        PageStart::After(id) | PageStart::Onward(id, _) => Walk::behind(id, query.count),
    };
    parameters.extend(walk.parameters());
    let text = sql::page_of_claims(query.filter.is_narrow(), walk.backward, "b.id = c.body");
    let claims = rows(connection, &text, &parameters, read::claim)?;
    Ok(page::found(query, total, claims, state))
}

fn count(connection: &Connection, query: &ClaimQuery, parameters: &Parameters) -> Result<u64, StoreError> {
    let narrow = query.filter.is_narrow();
    if !narrow {
        let kept = first(connection, &sql::kept_count(), parameters, |row| row.optional(0))?.flatten();
        if let Some(total) = kept {
            return Ok(total);
        }
    }
    let total = first(connection, &sql::count_claims(narrow), parameters, |row| row.number(0))?;
    Ok(total.unwrap_or_default())
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
    use super::super::MIGRATIONS;
    use super::*;

    /// The plan of a query over an empty schema.
    fn plan(sql: &str) -> String {
        let connection = Connection::open_in_memory().unwrap();
        for migration in MIGRATIONS {
            connection.execute_batch(migration.sql).unwrap();
        }
        let mut query = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps = query.raw_query().mapped(|row| row.get::<_, String>(3));
        steps.map(Result::unwrap).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_persons_claims_are_a_range_of_the_primary_key_either_way() {
        for (narrow, backward) in [(false, false), (false, true), (true, false), (true, true)] {
            let plan = plan(&sql::page_of_claims(narrow, backward, "b.id = c.body"));
            let range = "SEARCH main.claim USING PRIMARY KEY (namespace=? AND subject=? AND number>?)";
            assert!(plan.contains(range), "{plan}");
            // What is sorted is the page alone, once it is cut.
            assert!(plan.find("TEMP B-TREE").is_none_or(|sort| plan.find("SCAN c") < Some(sort)), "{plan}");
        }
    }

    #[test]
    fn those_merged_into_a_person_are_found_without_a_look_at_everybody() {
        for sql in [sql::merged_into(), sql::stored_person(), sql::SURVIVOR.to_owned()] {
            let plan = plan(&sql);
            assert!(plan.lines().all(|step| step.contains("(namespace=? AND ")), "{plan}");
        }
    }

    #[test]
    fn a_total_is_a_few_rows_of_kept_counts() {
        let plan = plan(&sql::kept_count());
        assert!(
            plan.contains("SEARCH main.claim_count USING PRIMARY KEY (namespace=? AND subject=?)"),
            "{plan}"
        );
        assert!(!plan.contains("main.claim USING"), "{plan}");
    }

    #[test]
    fn counting_again_looks_at_the_people_whose_claims_changed() {
        let forget = plan(&sql::forget_counts("claim_count_due"));
        assert!(
            forget.contains("SEARCH main.claim_count USING PRIMARY KEY (namespace=? AND subject=?)"),
            "{forget}"
        );
        let count = plan(&sql::count_again("claim_count_due"));
        assert!(count.contains("SEARCH main.claim USING PRIMARY KEY (namespace=? AND subject=?)"), "{count}");
    }

    #[test]
    fn a_claim_by_id_uses_its_index() {
        let plan = plan("SELECT subject FROM claim WHERE namespace = :namespace AND number = :number");
        assert!(plan.contains("claim_by_number (namespace=? AND number=?)"), "{plan}");
    }
}
