//! Hashes of identifiers, and what a data set is held against before it is loaded.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use bluestem_model::access::Access;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::person::PersonFile;

use super::super::failure::Failure;
use super::super::statement::{Argument, Statement, named};
use super::super::wire::Client;
use super::people::people_by_mbi;
use super::statement;
use crate::claims::mbi_hash as sql;

static MBI_OF_HASH: LazyLock<Statement> = LazyLock::new(|| statement(sql::MBI_OF_HASH));
static UNHASHED: LazyLock<Statement> = LazyLock::new(|| statement(sql::UNHASHED));
static KNOWS_LOAD: LazyLock<Statement> = LazyLock::new(|| statement(sql::KNOWS_LOAD));
static PERSON_BETWEEN: LazyLock<Statement> = LazyLock::new(|| statement(sql::PERSON_BETWEEN));

// As `KEEP_HASH`, of many at once.
static KEEP_HASHES: LazyLock<Statement> = LazyLock::new(|| {
    statement(
        "INSERT INTO main.mbi_hash (mbi, hash, pepper) \
         SELECT k.mbi, k.hash, :key FROM unnest(:mbis, :hashes) AS k (mbi, hash) \
         ON CONFLICT (mbi) DO UPDATE SET hash = excluded.hash, pepper = excluded.pepper",
    )
});

static CLAIM_BETWEEN: LazyLock<Statement> = LazyLock::new(|| {
    statement(
        "SELECT count(*) FROM (SELECT 1 FROM main.claim_key \
         WHERE namespace = :namespace AND number BETWEEN :first AND :last LIMIT 1) AS found",
    )
});

pub(super) async fn people(client: &Client, access: &Access, hash: &str) -> Result<Vec<PersonFile>, Failure> {
    let parameters = [(":hash", Argument::One(hash.into()))];
    let mbis = MBI_OF_HASH.rows(client, &parameters, |row| row.string(0)).await?;
    let mut found = Vec::new();
    for mbi in mbis {
        found.extend(people_by_mbi(client, access, &mbi).await?);
    }
    Ok(found)
}

pub(super) async fn unhashed(
    client: &Client,
    key: &str,
    after: &str,
    count: u32,
) -> Result<Vec<String>, Failure> {
    UNHASHED.rows(client, &named(sql::unhashed(key, after, count)), |row| row.string(0)).await
}

pub(super) async fn keep(client: &Client, key: &str, hashes: &[(String, String)]) -> Result<(), Failure> {
    let (mbis, hashes) = hashes.iter().cloned().unzip();
    let parameters = [
        (":key", Argument::One(key.into())),
        (":mbis", Argument::Texts(mbis)),
        (":hashes", Argument::Texts(hashes)),
    ];
    KEEP_HASHES.execute(client, &parameters).await?;
    Ok(())
}

pub(super) async fn knows_load(client: &Client, fingerprint: &[u8; 32]) -> Result<bool, Failure> {
    let parameters = [(":fingerprint", Argument::One(fingerprint.as_slice().into()))];
    let count = KNOWS_LOAD.first(client, &parameters, |row| row.number::<u64>(0)).await?;
    Ok(count.unwrap_or(0) > 0)
}

pub(super) async fn holds_any(
    client: &Client,
    people: &RangeInclusive<PersonId>,
    claims: &[RangeInclusive<ClaimId>],
) -> Result<bool, Failure> {
    let (from, to) = (people.start(), people.end());
    let asked = sql::between(from.namespace.number(), from.number, to.number);
    let count = PERSON_BETWEEN.first(client, &named(asked), |row| row.number::<u64>(0)).await?;
    if count.unwrap_or(0) > 0 {
        return Ok(true);
    }
    for range in claims {
        let (from, to) = (range.start(), range.end());
        let asked = sql::between(from.namespace.number(), from.number, to.number);
        let count = CLAIM_BETWEEN.first(client, &named(asked), |row| row.number::<u64>(0)).await?;
        if count.unwrap_or(0) > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}
