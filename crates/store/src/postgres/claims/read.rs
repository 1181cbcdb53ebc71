//! Reading claims. The access is part of every query.

use std::sync::LazyLock;

use bluestem_model::access::{Access, People};
use bluestem_model::claim::StoredClaim;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::query::{ClaimFilter, ClaimPage, ClaimQuery, ClaimSelect, PageStart};
use futures_util::future::{try_join, try_join_all, try_join3};

use super::super::failure::Failure;
use super::super::statement::{Statement, named};
use super::super::wire::Client;
use super::people::{subject, survivor};
use super::{divided, statement};
use crate::claims::rows::CLAIM_COLUMNS;
use crate::claims::sql::{self, MATCHES};
use crate::claims::{page, rows};
use crate::sql::Parameters;

static LOADS: LazyLock<Statement> = LazyLock::new(|| statement(sql::LOADS));

static COUNT_CLAIMS: LazyLock<Statement> = LazyLock::new(|| divided(&sql::count_claims()));

static CLAIM: LazyLock<Statement> = LazyLock::new(|| {
    divided(&format!(
        "SELECT {CLAIM_COLUMNS}, b.record FROM (SELECT * FROM main.claim WHERE namespace = :namespace \
         AND subject = :subject AND number = :number AND {MATCHES}) AS c JOIN main.claim_body AS b \
         ON b.namespace = :namespace AND b.subject = :subject AND b.number = :number"
    ))
});

// The inner query skips and stops before any record is touched.
static PAGE_OF_CLAIMS: LazyLock<Statement> = LazyLock::new(|| {
    divided(&format!(
        "SELECT {CLAIM_COLUMNS}, b.record FROM (SELECT * FROM main.claim WHERE namespace = :namespace \
         AND subject = :subject AND number > :after AND {MATCHES} ORDER BY number LIMIT :limit \
         OFFSET :offset) AS c JOIN main.claim_body AS b ON b.namespace = :namespace \
         AND b.subject = :subject AND b.number = c.number ORDER BY c.number"
    ))
});

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
    let mut of_page = parameters.clone();
    of_page.extend(sql::page(query));
    let of_page = named(of_page);
    let found = async {
        match query.count {
            0 => Ok(Vec::new()),
            _ => PAGE_OF_CLAIMS.rows(client, &of_page, rows::claim).await,
        }
    };
    // The state is asked for first: what is loaded in between then only makes the next page count again.
    let (total, state, mut claims) = if let PageStart::Onward(..) = query.start {
        let (state, claims) = try_join(state(client, access), found).await?;
        let total = match page::counted(query, state) {
            Some(total) => total,
            None => count(client, parameters).await?,
        };
        (total, state, claims)
    } else {
        let (state, total, claims) =
            try_join3(state(client, access), count(client, parameters), found).await?;
        (total, state, claims)
    };
    let more = claims.len() > query.count as usize;
    claims.truncate(query.count as usize);
    Ok(ClaimPage { total, claims, more, state })
}

async fn state(client: &Client, access: &Access) -> Result<Option<u64>, Failure> {
    Ok(LOADS.first(client, &[], |row| sql::state(row, access)).await?.flatten())
}

async fn count(client: &Client, parameters: Parameters) -> Result<u64, Failure> {
    let total = COUNT_CLAIMS.first(client, &named(parameters), |row| row.number(0)).await?;
    Ok(total.unwrap_or_default())
}
