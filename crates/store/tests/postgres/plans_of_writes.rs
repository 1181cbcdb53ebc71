//! On filled tables, loads and what members do find by indexes what they change.

use bluestem_model::access::People;
use bluestem_model::column::View;
use bluestem_model::id::{ClaimId, PersonId};
use bluestem_model::label::Labels;
use bluestem_model::time::Timestamp;
use bluestem_store::claims::{
    ClaimDelivery, Claims, ClaimsLoader, LoadPlan, NewLabels, Part, ReferenceKey, ReferenceRow, SourceFile,
};
use bluestem_store::platform::{Consent, Entrusted, NewToken, Platform};

use crate::fill::{claim, mbi, person};
use crate::plans::{access, bench, platform_bench};

/// What loads leave behind, by the thousand. Loads themselves are few: one a delivery.
const LOADS: &str = "
    INSERT INTO claims.source_file (path, size, sha256) \
        SELECT 'path' || n, 1, sha256(('f' || n)::bytea) FROM generate_series(1, 10000) AS n;
    INSERT INTO claims.load_part (load, part) SELECT 1, n FROM generate_series(1, 10000) AS n;
    INSERT INTO claims.reference_row (view, key, record) SELECT 20, 'k' || n, '' FROM generate_series(1, 10000) AS n;
    INSERT INTO claims.mbi_hash (mbi, hash, pepper) SELECT 'm' || n, 'h' || n, 'p' FROM generate_series(1, 10000) AS n;
    ANALYZE;";

/// What browsers leave behind.
const BROWSERS: &str = "
    INSERT INTO platform.browser_session SELECT sha256(('s' || n)::bytea), '', NULL, NULL, n, n, 100000 + n \
        FROM generate_series(1, 10000) AS n;
    INSERT INTO platform.pushed_request SELECT sha256(('p' || n)::bytea), 'app1', '', 100000 + n \
        FROM generate_series(1, 10000) AS n;
    INSERT INTO platform.failure_count SELECT n, 1, 100000 + n FROM generate_series(1, 10000) AS n;
    ANALYZE;";

#[tokio::test]
async fn a_part_looks_for_its_own_claims_alone() {
    let Some(bench) = bench().await else { return };
    let plan = LoadPlan { fingerprint: [9; 32], format: "idr", parts: 1, files: Vec::new() };
    let load = bench.database.rooms().await.claims.begin_load(&plan, Timestamp(2)).await.unwrap();
    let changed = |number| ClaimDelivery { rows: claim(number + 1).rows, ..claim(number) };
    let part = Part { claims: (0..2_000).map(changed).collect(), ..Part::default() };
    let stored = bench.check("write_part", async |rooms| rooms.claims.write_part(&load, part).await.unwrap());
    assert_eq!(stored.await.claims_changed, 2_000);
    bench.asserts_few_entries("write_part").await;
    let ids: Vec<ClaimId> = (0..2_000).map(ClaimId::idr).collect();
    let hashes = bench.check("claim_hashes", async |rooms| rooms.claims.claim_hashes(&ids).await.unwrap());
    assert_eq!(hashes.await.len(), 2_000);
    bench.asserts_few_entries("claim_hashes").await;
    let seen = Timestamp(2);
    let new = |id| NewLabels { id, labels: Labels::NONE, label_list: 2, seen };
    let new: Vec<NewLabels> = ids.into_iter().map(new).collect();
    let labelled =
        bench.check("write_labels", async |rooms| rooms.claims.write_labels(&load, 1, &new).await.unwrap());
    assert_eq!(labelled.await, 2_000);
    bench.asserts_few_entries("write_labels").await;
    bench.database.remove().await;
}

#[tokio::test]
async fn loads_find_by_indexes_what_they_change() {
    let Some(bench) = bench().await else { return };
    bench.direct.batch_execute(LOADS).await.unwrap();
    let all = access(People::All);
    let file = SourceFile { path: "path17".to_owned(), size: 1, sha256: bench.hash("f17").await };
    let plan = LoadPlan { fingerprint: [9; 32], format: "idr", parts: 2, files: vec![file] };
    let now = Timestamp(50);
    let load =
        bench.check("begin_load", async |rooms| rooms.claims.begin_load(&plan, now).await.unwrap()).await;
    let known =
        bench.check("knows_load", async |rooms| rooms.claims.knows_load(&[9; 32]).await.unwrap()).await;
    assert!(known);
    bench.check("complete_until", async |rooms| rooms.claims.complete_until(now).await.unwrap()).await;
    let paths = bench.check("source_files", async |rooms| rooms.claims.source_files(&all, &load.files).await);
    assert_eq!(paths.await.unwrap().len(), 1);
    let key = |key: &str| ReferenceKey { view: View::from_number(20).unwrap(), key: key.to_owned() };
    let asked = [key("k5"), key("none")];
    let found = bench.check("reference", async |rooms| rooms.claims.reference(&asked).await.unwrap()).await;
    assert_eq!(found.len(), 1);
    let people = PersonId::idr(-9)..=PersonId::idr(-1);
    let claims = [ClaimId::idr(-9)..=ClaimId::idr(-1)];
    let held =
        bench.check("holds_any", async |rooms| rooms.claims.holds_any(people, &claims).await.unwrap()).await;
    assert!(!held);
    let holders = bench.check("holders", async |rooms| rooms.claims.holders(&[mbi(17)]).await.unwrap()).await;
    assert_eq!(holders.len(), 1);
    let hashes = vec![("m7".to_owned(), "new".to_owned())];
    bench.check("write_hashes", async |rooms| rooms.claims.write_hashes("p", hashes).await.unwrap()).await;
    // A person and a claim that were there change, others come.
    let changed = ClaimDelivery { rows: claim(99).rows, ..claim(17) };
    let part = Part {
        number: 1,
        references: vec![ReferenceRow { key: key("k5"), record: vec![1] }],
        people: vec![person(17), person(-1)],
        claims: vec![changed, claim(-17)],
    };
    let outcome =
        bench.check("write_part", async |rooms| rooms.claims.write_part(&load, part).await.unwrap());
    assert_eq!(outcome.await.claims_changed, 1);
    let labelled = bench
        .check("labelled", async |rooms| rooms.claims.labelled(Some(ClaimId::idr(99)), 5).await.unwrap());
    let new: Vec<NewLabels> = labelled
        .await
        .into_iter()
        .map(|claim| NewLabels { id: claim.id, labels: Labels::NONE, label_list: 2, seen: claim.updated })
        .collect();
    assert_eq!(new.len(), 5);
    bench.check("write_labels", async |rooms| rooms.claims.write_labels(&load, 2, &new).await.unwrap()).await;
    bench.database.remove().await;
}

#[tokio::test]
async fn what_members_do_finds_its_rows_by_indexes() {
    let Some(bench) = platform_bench().await else { return };
    bench.direct.batch_execute(BROWSERS).await.unwrap();
    let (session, pushed) = (bench.hash("s5").await, bench.hash("p5").await);
    let (approval, browser, other) =
        (bench.hash("a90000").await, bench.hash("b").await, bench.hash("a90001").await);
    let (now, person) = (Timestamp(80_000), PersonId::idr(17));
    bench.check("session", async |rooms| rooms.platform.session(&session).await.unwrap().unwrap()).await;
    bench.check("see_session", async |rooms| rooms.platform.see_session(&session, now).await.unwrap()).await;
    bench
        .check("end_session", async |rooms| rooms.platform.end_session(&session).await.unwrap().unwrap())
        .await;
    let taken =
        bench.check("take_pushed_request", async |rooms| rooms.platform.take_pushed_request(&pushed).await);
    assert!(taken.await.unwrap().is_some());
    bench.check("approval", async |rooms| rooms.platform.approval(&approval).await.unwrap().unwrap()).await;
    let signed_in = bench.check("sign_in_approval", async |rooms| {
        rooms.platform.sign_in_approval(&approval, &browser, &browser, Some(person), now).await.unwrap()
    });
    assert!(signed_in.await);
    let consent = Consent {
        approval,
        browser,
        person,
        client_id: "app1".to_owned(),
        scope: String::new(),
        withheld: Labels::NONE,
        grant_until: None,
        code: [1; 32],
        code_until: Timestamp(90_000),
        redirect_uri: String::new(),
        redirect_given: true,
        challenge: String::new(),
        nonce: None,
        signed_in_at: None,
        key: None,
        now,
    };
    let granted = bench.check("consent", async |rooms| rooms.platform.consent(&consent).await.unwrap()).await;
    assert!(granted.is_some());
    let cancelled = bench.check("cancel_approval", async |rooms| {
        rooms.platform.cancel_approval(&other, &browser, now).await.unwrap()
    });
    assert!(cancelled.await);
    let access = NewToken {
        hash: [3; 32],
        client_id: "app2".to_owned(),
        scope: String::new(),
        issued_at: now,
        expires_at: now,
        key: None,
    };
    let entrusted = Entrusted {
        person,
        client_id: "app2".to_owned(),
        scope: String::new(),
        withheld: Labels::NONE,
        grant_until: Timestamp(90_000),
        access,
        refresh: Some([4; 32]),
        now,
    };
    bench.check("entrust", async |rooms| rooms.platform.entrust(&entrusted).await.unwrap()).await;
    let set = bench.check("set_app_active", async |rooms| rooms.platform.set_app_active("app9", false).await);
    assert!(set.await.unwrap());
    let set =
        bench.check("set_redirect_uris", async |rooms| rooms.platform.set_redirect_uris("app9", &[]).await);
    assert!(set.await.unwrap());
    bench.check("failures", async |rooms| rooms.platform.failures(&[5, 6], now).await.unwrap()).await;
    let until = Timestamp(200_000);
    bench
        .check("count_failure", async |rooms| {
            rooms.platform.count_failure(&[5, 6], until, now).await.unwrap()
        })
        .await;
    bench
        .check("take_back_failure", async |rooms| rooms.platform.take_back_failure(&[5], &[6]).await.unwrap())
        .await;
    bench.database.remove().await;
}
