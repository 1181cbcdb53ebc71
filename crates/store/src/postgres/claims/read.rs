//! Reading claims. The access is part of every query.

use std::sync::LazyLock;

use bluestem_model::access::{Access, People};
use bluestem_model::claim::StoredClaim;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::query::{ClaimFilter, ClaimPage, ClaimQuery, ClaimSelect};
use futures_util::future::{try_join, try_join_all};
use tokio_postgres::Client;

use super::super::failure::Failure;
use super::super::statement::{Statement, named};
use super::people::{subject, survivor};
use super::statement;
use crate::claims::rows::CLAIM_COLUMNS;
use crate::claims::sql::{self, MATCHES};
use crate::claims::{page, rows};
use crate::sql::Parameters;

static COUNT_CLAIMS: LazyLock<Statement> = LazyLock::new(|| statement(&sql::count_claims()));

static CLAIM: LazyLock<Statement> = LazyLock::new(|| {
    statement(&format!(
        "SELECT {CLAIM_COLUMNS}, b.record FROM main.claim AS c JOIN main.claim_body AS b \
         ON b.namespace = c.namespace AND b.subject = c.subject AND b.number = c.number \
         WHERE c.namespace = :namespace AND c.subject = :subject AND c.number = :number AND {MATCHES}"
    ))
});

// The inner query skips and stops before any record is touched.
static PAGE_OF_CLAIMS: LazyLock<Statement> = LazyLock::new(|| {
    statement(&format!(
        "SELECT {CLAIM_COLUMNS}, b.record FROM (SELECT * FROM main.claim WHERE namespace = :namespace \
         AND subject = :subject AND number > :after AND {MATCHES} ORDER BY number LIMIT :limit \
         OFFSET :offset) AS c JOIN main.claim_body AS b ON b.namespace = :namespace \
         AND b.subject = :subject AND b.number = c.number ORDER BY c.number"
    ))
});

static SUBJECT_OF_CLAIM: LazyLock<Statement> = LazyLock::new(|| {
    statement("SELECT subject FROM main.claim_key WHERE namespace = :namespace AND number = :number")
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
    let parameters = sql::matching(access, filter);
    if let People::One(own) = access.people() {
        let found = survivor(client, *own).await?.filter(|_| own.namespace == id.namespace);
        let Some(subject) = found else { return Ok(None) };
        return claim_under(client, parameters, id, subject).await;
    }
    let mut seen = None;
    while let Some(subject) = subject_of_claim(client, id).await? {
        let person = PersonId { namespace: id.namespace, number: subject };
        let (survivor, found) =
            try_join(survivor(client, person), claim_under(client, parameters.clone(), id, subject)).await?;
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
    mut parameters: Parameters,
    id: ClaimId,
    subject: i64,
) -> Result<Option<StoredClaim>, Failure> {
    parameters.extend(sql::of_claim(id));
    parameters.push((":subject", subject.into()));
    CLAIM.first(client, &named(parameters), rows::claim).await
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
    if query.count == 0 {
        return Ok(ClaimPage { total: count(client, parameters).await?, ..ClaimPage::default() });
    }
    let mut of_page = parameters.clone();
    of_page.extend(sql::page(query));
    let of_page = named(of_page);
    let found = PAGE_OF_CLAIMS.rows(client, &of_page, rows::claim);
    let (total, mut claims) = try_join(count(client, parameters), found).await?;
    let more = claims.len() > query.count as usize;
    claims.truncate(query.count as usize);
    Ok(ClaimPage { total, claims, more })
}

async fn count(client: &Client, parameters: Parameters) -> Result<u64, Failure> {
    let total = COUNT_CLAIMS.first(client, &named(parameters), |row| row.number(0)).await?;
    Ok(total.unwrap_or_default())
}
