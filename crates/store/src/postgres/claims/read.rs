//! Reading claims. The access is part of every query.

use std::sync::LazyLock;

use bluestem_model::access::{Access, People};
use bluestem_model::claim::StoredClaim;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::query::{ClaimFilter, ClaimPage, ClaimQuery, ClaimSelect, PageStart};
use futures_util::future::{try_join, try_join_all};

use super::super::failure::Failure;
use super::super::statement::{Statement, named};
use super::super::wire::Client;
use super::people::{subject, survivor};
use super::{divided, statement};
use crate::claims::page::{self, Walk};
use crate::claims::rows::{self, CLAIM_COLUMNS};
use crate::claims::sql;
use crate::sql::Parameters;

static LOADS: LazyLock<Statement> = LazyLock::new(|| statement(sql::LOADS));

static KEPT_COUNT: LazyLock<Statement> = LazyLock::new(|| divided(&sql::kept_count()));

static COUNT_CLAIMS: LazyLock<ByFilter> = LazyLock::new(|| ByFilter::new(sql::count_claims));

static CLAIM: LazyLock<ByFilter> = LazyLock::new(|| {
    ByFilter::new(|narrow| {
        format!(
            "SELECT {CLAIM_COLUMNS}, b.record FROM (SELECT * FROM main.claim WHERE namespace = :namespace \
             AND subject = :subject AND number = :number AND {}) AS c JOIN main.claim_body AS b \
             ON b.namespace = :namespace AND b.subject = :subject AND b.number = :number",
            sql::matches(narrow)
        )
    })
});

const BODY: &str = "b.namespace = :namespace AND b.subject = :subject AND b.number = c.number";

static PAGE_FORWARD: LazyLock<ByFilter> =
    LazyLock::new(|| ByFilter::new(|narrow| sql::page_of_claims(narrow, false, BODY)));

static PAGE_BACKWARD: LazyLock<ByFilter> =
    LazyLock::new(|| ByFilter::new(|narrow| sql::page_of_claims(narrow, true, BODY)));

/// A statement in two forms: for filters that are narrow, and simpler for those that are not.
struct ByFilter {
    narrow: Statement,
    other: Statement,
}

impl ByFilter {
    fn new(text: impl Fn(bool) -> String) -> Self {
        Self { narrow: divided(&text(true)), other: divided(&text(false)) }
    }

    fn of(&self, filter: &ClaimFilter) -> &Statement {
        if filter.is_narrow() { &self.narrow } else { &self.other }
    }
}

static SUBJECT_OF_CLAIM: LazyLock<Statement> = LazyLock::new(|| {
    divided("SELECT subject FROM main.claim_key WHERE namespace = :namespace AND number = :number")
});

pub(super) async fn claim(
    client: &Client,
    access: &Access,
    id: ClaimId,
) -> Result<Option<StoredClaim>, Failure> {
    matching_claim(client, access, &ClaimFilter::default(), id).await
}

/// A person's own access knows where to look; everybody else is told by the claim's key.
async fn matching_claim(
    client: &Client,
    access: &Access,
    filter: &ClaimFilter,
    id: ClaimId,
) -> Result<Option<StoredClaim>, Failure> {
    if let People::One(own) = access.people() {
        let found = survivor(client, *own).await?.filter(|_| own.namespace == id.namespace);
        let Some(subject) = found else { return Ok(None) };
        return claim_under(client, access, filter, id, subject).await;
    }
    let mut seen = None;
    while let Some(subject) = subject_of_claim(client, id).await? {
        let person = PersonId { namespace: id.namespace, number: subject };
        let (survivor, found) =
            try_join(survivor(client, person), claim_under(client, access, filter, id, subject)).await?;
        // It may have moved to another person between the two questions; then it is asked for there.
        if found.is_some() || seen == Some(subject) {
            return Ok(found.filter(|_| survivor == Some(subject)));
        }
        seen = Some(subject);
    }
    Ok(None)
}

async fn subject_of_claim(client: &Client, id: ClaimId) -> Result<Option<i64>, Failure> {
    SUBJECT_OF_CLAIM.first(client, &named(sql::of_claim(id)), |row| row.number(0)).await
}

async fn claim_under(
    client: &Client,
    access: &Access,
    filter: &ClaimFilter,
    id: ClaimId,
    subject: i64,
) -> Result<Option<StoredClaim>, Failure> {
    let mut parameters = sql::matching(access, filter);
    parameters.extend(sql::of_claim(id));
    parameters.push((":subject", subject.into()));
    CLAIM.of(filter).first(client, &named(parameters), rows::claim).await
}

pub(super) async fn claims(
    client: &Client,
    access: &Access,
    query: &ClaimQuery,
) -> Result<ClaimPage, Failure> {
    match &query.select {
        ClaimSelect::OfPerson(person) => match subject(client, access, *person).await? {
            Some(subject) => claims_of(client, access, query, subject).await,
            None => Ok(ClaimPage::default()),
        },
        ClaimSelect::Ids(ids) => {
            let ids = page::in_order(ids);
            let found =
                try_join_all(ids.iter().map(|id| matching_claim(client, access, &query.filter, *id))).await?;
            Ok(page::cut(found.into_iter().flatten().collect(), query))
        }
    }
}

async fn claims_of(
    client: &Client,
    access: &Access,
    query: &ClaimQuery,
    subject: PersonId,
) -> Result<ClaimPage, Failure> {
    let mut parameters = sql::matching(access, &query.filter);
    parameters.extend(sql::of_subject(subject));
    let total = total(client, access, query, &parameters);
    let (total, state, claims) = match query.start {
        _ if query.count == 0 => {
            let (total, state) = total.await?;
            (total, state, Vec::new())
        }
        // Where only the total tells how to get there, it is asked for first.
        PageStart::Offset(offset) if offset > 0 => {
            let (total, state) = total.await?;
            let walk = Walk::to(offset, total, query.count);
            (total, state, page(client, query, &parameters, &walk).await?)
        }
        start => {
            let walk = match start {
                PageStart::After(id) | PageStart::Onward(id, _) => Walk::behind(id, query.count),
                PageStart::Offset(_) => Walk::to(0, u64::MAX, query.count),
            };
            let ((total, state), claims) = try_join(total, page(client, query, &parameters, &walk)).await?;
            (total, state, claims)
        }
    };
    Ok(page::found(query, total, claims, state))
}

async fn page(
    client: &Client,
    query: &ClaimQuery,
    parameters: &Parameters,
    walk: &Walk,
) -> Result<Vec<StoredClaim>, Failure> {
    let mut parameters = parameters.clone();
    parameters.extend(walk.parameters());
    let statement = if walk.backward { &PAGE_BACKWARD } else { &PAGE_FORWARD };
    statement.of(&query.filter).rows(client, &named(parameters), rows::claim).await
}

/// The total, and the state of the store that it holds for.
async fn total(
    client: &Client,
    access: &Access,
    query: &ClaimQuery,
    parameters: &Parameters,
) -> Result<(u64, Option<u64>), Failure> {
    // The state is asked for first: what is loaded in between then only makes the next page count again.
    if let PageStart::Onward(..) = query.start {
        let state = state(client, access).await?;
        return match page::counted(query, state) {
            Some(total) => Ok((total, state)),
            None => Ok((count(client, query, parameters).await?, state)),
        };
    }
    let (state, total) = try_join(state(client, access), count(client, query, parameters)).await?;
    Ok((total, state))
}

async fn count(client: &Client, query: &ClaimQuery, parameters: &Parameters) -> Result<u64, Failure> {
    let parameters = named(parameters.clone());
    if !query.filter.is_narrow() {
        let kept = KEPT_COUNT.first(client, &parameters, |row| row.optional(0)).await?.flatten();
        if let Some(total) = kept {
            return Ok(total);
        }
    }
    let statement = COUNT_CLAIMS.of(&query.filter);
    Ok(statement.first(client, &parameters, |row| row.number(0)).await?.unwrap_or_default())
}

async fn state(client: &Client, access: &Access) -> Result<Option<u64>, Failure> {
    Ok(LOADS.first(client, &[], |row| sql::state(row, access)).await?.flatten())
}
