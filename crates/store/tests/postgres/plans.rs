//! On filled tables, no use case reads a table from end to end, and a person's claims are one partition's.

use bluestem_model::access::{Access, Agent, ClaimScope, People, ResourceType, Rights};
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::label::Labels;
use bluestem_model::matching::{Demographics, Name, keys};
use bluestem_model::query::{ClaimFilter, ClaimQuery, ClaimSelect, PageStart};
use bluestem_model::time::{Timestamp, parse_date};
use bluestem_store::audit::{Audit, AuditQuery};
use bluestem_store::claims::{Claims, ClaimsLoader, LoadPlan, Part};
use bluestem_store::platform::{
    Claimant, EndReason, Ending, Exchange, JobState, Jobs, NewToken, Platform, Rotation,
};
use bluestem_store::postgres::{self, Rooms};
use tokio_postgres::Client;

use crate::fill::{CLAIMS, PEOPLE, claim, fill, mbi, person};
use crate::support::{Database, client};

/// Apps, approvals, grants, families, codes, tokens and events by the thousand.
const PLATFORM: &str = "
    INSERT INTO platform.app SELECT 'app' || n, 'App', 1, NULL, '', '', 1, 1, 0, 0, 0, 1, NULL, NULL, NULL, \
        NULL, 0 FROM generate_series(0, 999) AS n;
    INSERT INTO platform.approval SELECT sha256(('a' || n)::bytea), sha256('b'), 'app1', '', NULL, NULL, n, n \
        FROM generate_series(0, 99999) AS n;
    INSERT INTO platform.access_grant (client_id, person_namespace, person_number, scope, withheld, \
        created_at, renewed_at, expires_at, ended_at, end_reason) \
        SELECT 'app' || n % 1000, 1, n / 10, '', 0, 0, n, NULL, NULL, NULL FROM generate_series(0, 9999) AS n;
    INSERT INTO platform.token_family (grant_id, scope, created_at) \
        SELECT n, '', 0 FROM generate_series(1, 10000) AS n;
    INSERT INTO platform.code (hash, client_id, grant_id, scope, redirect_uri, redirect_given, challenge, \
        expires_at) SELECT sha256(('c' || n)::bytea), 'app1', n, '', '', 1, '', 100000 + n \
        FROM generate_series(1, 10000) AS n;
    INSERT INTO platform.access_token (hash, client_id, family_id, scope, issued_at, expires_at) \
        SELECT sha256(('t' || n)::bytea), 'app' || n % 1000, n, '', 0, 100000 + n \
        FROM generate_series(1, 10000) AS n;
    INSERT INTO platform.refresh_token (hash, family_id) \
        SELECT sha256(('r' || n)::bytea), n FROM generate_series(1, 10000) AS n;
    INSERT INTO audit.event (at, kind, outcome, client_id, person_namespace, person_number, withheld) \
        SELECT n, 'read', 'success', 'app' || n % 1000, 1, n / 10, 0 FROM generate_series(1, 10000) AS n;
    ANALYZE;";

pub(crate) struct Bench {
    pub(crate) database: Database,
    pub(crate) direct: Client,
}

impl Bench {
    /// Runs one use case over connections of its own and asserts that no table of ours was scanned whole.
    pub(crate) async fn check<T>(&self, name: &str, case: impl AsyncFnOnce(&Rooms) -> T) -> T {
        let rooms = postgres::connect(&self.database.config).await.unwrap();
        self.direct.batch_execute("SELECT pg_stat_reset()").await.unwrap();
        let result = case(&rooms).await;
        drop(rooms);
        // A server process tells what it did when it ends.
        let gone = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'bluestem' \
                    AND datname = current_database()";
        while self.direct.query_one(gone, &[]).await.unwrap().get::<_, i64>(0) > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let scanned = "SELECT schemaname || '.' || t.relname FROM pg_stat_user_tables AS t \
                       JOIN pg_class AS c ON c.oid = t.relid WHERE seq_scan > 0 AND reltuples >= 1000";
        let scanned: Vec<String> =
            self.direct.query(scanned, &[]).await.unwrap().iter().map(|row| row.get(0)).collect();
        assert!(scanned.is_empty(), "{name} scans {scanned:?}");
        result
    }

    /// The partitions of claims that were touched since the last reset.
    async fn partitions(&self) -> i64 {
        let touched = "SELECT count(*) FROM pg_stat_user_tables WHERE relname ~ '^claim_[0-9]+$' \
                       AND idx_scan > 0";
        self.direct.query_one(touched, &[]).await.unwrap().get(0)
    }

    /// How many entries of their indexes tables of this name were read by since the last reset.
    pub(crate) async fn entries_read(&self, table: &str) -> u64 {
        let read = "SELECT CAST(coalesce(sum(idx_tup_read), 0) AS bigint) FROM pg_stat_user_indexes \
                    WHERE relname ~ ('^' || $1 || '_[0-9]+$')";
        self.direct.query_one(read, &[&table]).await.unwrap().get::<_, i64>(0).unsigned_abs()
    }

    /// Asserts that not many more entries of claims were read than a part of 2,000 is about.
    pub(crate) async fn asserts_few_entries(&self, name: &str) {
        for table in ["claim_key", "claim_body", "claim"] {
            let read = self.entries_read(table).await;
            assert!(read < 10_000, "{name} reads {read} entries of {table} for 2,000 claims");
        }
    }

    pub(crate) async fn hash(&self, text: &str) -> [u8; 32] {
        let row = self.direct.query_one("SELECT sha256($1::text::bytea)", &[&text]).await.unwrap();
        row.get::<_, Vec<u8>>(0).try_into().unwrap()
    }
}

/// Without people and claims.
pub(crate) async fn platform_bench() -> Option<Bench> {
    let database = Database::new().await?;
    database.rooms().await;
    let direct = client(&database.config.url).await;
    direct.batch_execute(PLATFORM).await.unwrap();
    Some(Bench { database, direct })
}

pub(crate) async fn bench() -> Option<Bench> {
    let database = Database::new().await?;
    fill(&*database.rooms().await.claims).await;
    let direct = client(&database.config.url).await;
    direct.batch_execute(PLATFORM).await.unwrap();
    Some(Bench { database, direct })
}

pub(crate) fn access(people: People) -> Access {
    let all = Rights { read: true, search: true };
    let rights = ResourceType::ALL.iter().map(|resource| (*resource, all)).collect();
    let agent = Agent { client_id: "suite".to_owned(), grant: None };
    Access::grant(agent, people, rights, Labels::NONE, ClaimScope::All, Timestamp(i64::MAX))
}

#[tokio::test]
async fn claims_are_found_by_indexes() {
    let Some(bench) = bench().await else { return };
    let person = PersonId::idr(17);
    for access in [access(People::One(person)), access(People::All)] {
        let found = bench.check("person", async |rooms| rooms.claims.person(&access, person).await).await;
        assert!(found.unwrap().is_some());
        let by_mbi =
            bench.check("people_by_mbi", async |rooms| rooms.claims.people_by_mbi(&access, &mbi(17)).await);
        assert_eq!(by_mbi.await.unwrap().len(), 1);
        let claim = bench.check("claim", async |rooms| rooms.claims.claim(&access, ClaimId::idr(17)).await);
        assert!(claim.await.unwrap().is_some());
        assert_eq!(bench.partitions().await, 1);
        let mut query = ClaimQuery {
            select: ClaimSelect::OfPerson(person),
            filter: ClaimFilter::default(),
            start: PageStart::Offset(5),
            count: 10,
        };
        let page = bench.check("claims", async |rooms| rooms.claims.claims(&access, &query).await).await;
        assert_eq!(page.unwrap().total, CLAIMS.unsigned_abs());
        assert_eq!(bench.partitions().await, 1);
        query.select = ClaimSelect::Ids(vec![ClaimId::idr(17), ClaimId::idr(2017)]);
        query.start = PageStart::Offset(0);
        let page =
            bench.check("claims by id", async |rooms| rooms.claims.claims(&access, &query).await).await;
        assert_eq!(page.unwrap().total, 2);
    }
    let asked = Demographics {
        names: vec![Name { given: "ann".to_owned(), family: String::new() }],
        birth: parse_date("1950-01-02"),
        mbis: vec![mbi(17)],
        ..Demographics::default()
    };
    let keys: Vec<_> = keys(&asked).into_iter().collect();
    let all = access(People::All);
    let by_keys = bench.check("people_by_keys", async |rooms| rooms.claims.people_by_keys(&all, &keys).await);
    assert_eq!(by_keys.await.unwrap()[0].person, person);
    let known = [person, PersonId::idr(-1)];
    let known = bench.check("known_people", async |rooms| rooms.claims.known_people(&known).await).await;
    assert_eq!(known.unwrap(), [person]);
    let by_hash = bench.check("people_by_mbi_hash", async |rooms| {
        rooms.claims.people_by_mbi_hash(&access(People::All), "aa").await
    });
    assert!(by_hash.await.unwrap().is_empty());
    let ids = [ClaimId::idr(17), ClaimId::idr(-1)];
    let hashes = bench.check("claim_hashes", async |rooms| rooms.claims.claim_hashes(&ids).await).await;
    assert_eq!(hashes.unwrap().len(), 1);
    bench.check("finish_load", async |rooms| change_one(&*rooms.claims).await).await;
    bench.database.remove().await;
}

#[tokio::test]
async fn a_page_of_a_long_history_reads_little_more_than_it_shows() {
    let Some(bench) = bench().await else { return };
    let (person, history) = (PersonId::idr(17), 2_000);
    let claims = (CLAIMS..CLAIMS + history).map(|times| claim(17 + PEOPLE * times)).collect();
    store(&*bench.database.rooms().await.claims, Part { claims, ..Part::default() }).await;
    let access = access(People::One(person));
    let query = ClaimQuery {
        select: ClaimSelect::OfPerson(person),
        filter: ClaimFilter::default(),
        start: PageStart::Offset(0),
        count: 10,
    };
    let page = bench.check("claims", async |rooms| rooms.claims.claims(&access, &query).await).await;
    assert_eq!(page.unwrap().total, (CLAIMS + history).unsigned_abs());
    let read = bench.entries_read("claim").await;
    assert!(read < 50, "{read} entries are looked at for a page of 10");
    bench.database.remove().await;
}

/// A delivery of one person and one claim: a day's load looks at whom it touches, not at everybody.
async fn change_one(room: &impl ClaimsLoader) {
    let (people, claims) = (vec![person(PEOPLE + 1)], vec![claim(PEOPLE * CLAIMS + 1)]);
    store(room, Part { people, claims, ..Part::default() }).await;
}

/// A delivery of one part.
async fn store(room: &impl ClaimsLoader, part: Part) {
    let plan = LoadPlan { fingerprint: [8; 32], format: "idr", parts: 1, files: Vec::new() };
    let load = room.begin_load(&plan, Timestamp(2)).await.unwrap();
    room.write_part(&load, part).await.unwrap();
    room.finish_load(&load).await.unwrap();
}

#[tokio::test]
async fn grants_and_tokens_are_found_by_indexes() {
    let Some(bench) = platform_bench().await else { return };
    let person = PersonId::idr(17);
    let now = Timestamp(20_000);
    let (code, access, refresh) = (bench.hash("c5").await, bench.hash("t6").await, bench.hash("r7").await);
    let new = |kind: u8| NewToken {
        hash: [kind; 32],
        client_id: "app1".to_owned(),
        scope: String::new(),
        issued_at: now,
        expires_at: now,
        key: None,
    };
    let exchange = Exchange { code, access: new(1), refresh: [1; 32], refresh_key: None, now };
    let rotation = Rotation {
        presented: refresh,
        refresh: [2; 32],
        seed: [2; 32],
        access: new(2),
        grace_from: now,
        now,
    };
    bench.check("app", async |rooms| rooms.platform.app("app1").await.unwrap().unwrap()).await;
    bench.check("token", async |rooms| rooms.platform.token(&access).await.unwrap().unwrap()).await;
    bench.check("code", async |rooms| rooms.platform.code(&code).await.unwrap().unwrap()).await;
    bench
        .check("refresh_token", async |rooms| rooms.platform.refresh_token(&refresh).await.unwrap().unwrap())
        .await;
    let grants = bench.check("grants_of", async |rooms| rooms.platform.grants_of(person).await.unwrap());
    assert_eq!(grants.await.len(), 10);
    bench.check("grant", async |rooms| rooms.platform.grant("app170", person).await.unwrap().unwrap()).await;
    bench.check("exchange_code", async |rooms| rooms.platform.exchange_code(&exchange).await.unwrap()).await;
    bench
        .check("rotate_refresh", async |rooms| rooms.platform.rotate_refresh(&rotation).await.unwrap())
        .await;
    bench
        .check("revoke_token", async |rooms| rooms.platform.revoke_token(&access, "app6", now).await.unwrap())
        .await;
    let end =
        bench.check("end_grant", async |rooms| rooms.platform.end_grant(9, EndReason::Person, now).await);
    assert!(end.await.unwrap());
    let purged = bench.check("purge", async |rooms| rooms.platform.purge(Timestamp(50), now).await.unwrap());
    assert_eq!(purged.await, 51, "the approvals of the first moments");
    bench.database.remove().await;
}

#[tokio::test]
async fn events_are_found_by_indexes() {
    let Some(bench) = platform_bench().await else { return };
    let person = Some(PersonId::idr(17));
    let app = Some("app1".to_owned());
    for (person, client_id, found) in [(person, None, 10), (None, app.clone(), 10), (person, app, 0)] {
        let query = AuditQuery { person, client_id, ..AuditQuery::default() };
        let events = bench.check("query", async |rooms| rooms.audit.query(&query).await.unwrap()).await;
        assert_eq!(events.len(), found);
    }
    let latest =
        bench.check("latest", async |rooms| rooms.audit.query(&AuditQuery::default()).await.unwrap());
    assert_eq!(latest.await.len(), 100);
    bench.database.remove().await;
}

#[tokio::test]
async fn jobs_are_found_by_indexes() {
    let Some(database) = Database::new().await else { return };
    database.rooms().await;
    let direct = client(&database.config.url).await;
    // Many that ended, some that wait for their time, some loads behind each other.
    let jobs = "INSERT INTO platform.job (kind, payload, priority, state, due_at, attempts, most_attempts, \
            cancel_asked, sequence, created_at, ended_at, fence) \
        SELECT 'load', '{}', 0, 3, n, 1, 5, 0, 'claims', n, n, 1 FROM generate_series(1, 20000) AS n;
        INSERT INTO platform.job (kind, payload, priority, state, due_at, attempts, most_attempts, \
            cancel_asked, single_key, sequence, created_at, fence) \
        SELECT 'load', '{}', 0, 0, n, 0, 5, 0, 'key' || n, CASE WHEN n % 2 = 0 THEN 'claims' END, n, 0 \
        FROM generate_series(30001, 30400) AS n;
        ANALYZE platform.job";
    direct.batch_execute(jobs).await.unwrap();
    let bench = Bench { database, direct };
    let (now, until) = (Timestamp(30_200), Timestamp(31_000));
    let claimant = Claimant { owner: "w".to_owned(), kinds: vec!["load"], now, until };
    let claimed = bench.check("claim", async |rooms| rooms.platform.claim(&claimant).await.unwrap()).await;
    let job = claimed.unwrap();
    assert_eq!(job.id, 20_001);
    let lease = job.lease();
    bench
        .check("heartbeat", async |rooms| rooms.platform.heartbeat(&lease, until, None).await.unwrap())
        .await;
    let failed = Ending::Failed { reason: String::new(), result: None };
    let left = bench.check("leave", async |rooms| rooms.platform.leave(&lease, &failed, now).await.unwrap());
    assert!(left.await);
    assert!(bench.check("retry", async |rooms| rooms.platform.retry(job.id, now).await.unwrap()).await);
    bench.check("cancel", async |rooms| rooms.platform.cancel(job.id, now).await.unwrap()).await;
    let listed = bench.check("jobs", async |rooms| rooms.platform.jobs(None, 10).await.unwrap()).await;
    assert_eq!(listed[0].id, 20_400);
    let waiting = Some(JobState::Waiting);
    assert_eq!(
        bench.check("jobs in", async |rooms| rooms.platform.jobs(waiting, 10).await.unwrap()).await.len(),
        10
    );
    let purged =
        bench.check("purge_jobs", async |rooms| rooms.platform.purge_jobs(Timestamp(50)).await.unwrap());
    assert_eq!(purged.await, 49);
    bench.database.remove().await;
}
