//! Carrying an embedded installation over.

use std::path::Path;

use bluestem_model::id::PersonId;
use bluestem_model::time::Timestamp;
use bluestem_store::StoreError;
use bluestem_store::audit::{Audit, AuditEvent, AuditQuery, EventKind, Outcome};
use bluestem_store::claims::{ClaimsLoader, LoadPlan, Part};
use bluestem_store::embedded::{EmbeddedAudit, EmbeddedClaims, EmbeddedPlatform};
use bluestem_store::platform::Platform;
use bluestem_store::postgres;
use bluestem_store::transfer::{self, Source, Target, TransferError};
use rusqlite::Connection;

use crate::fill;
use crate::support::{Database, client};

const ID: [u8; 16] = [7; 16];

/// More claims than one transaction takes over.
const CLAIMS: i64 = 6_000;

/// An app, a person's grant to it, and tokens of two families.
const PLATFORM: &str = "
    INSERT INTO app VALUES ('app', 'App', 1, NULL, '', '', 1, 1, 0, 0, 0, 1, NULL, NULL, NULL, NULL, 0, \
        NULL, NULL, 0, 0);
    INSERT INTO access_grant VALUES (41, 'app', 1, 17, 'openid', 0, 1, 1, NULL, NULL, NULL);
    INSERT INTO token_family VALUES (5, 41, '', 1, 2, NULL), (6, 41, '', 3, NULL, NULL);
    INSERT INTO refresh_token VALUES (x'00ff', 6, NULL, NULL), (x'00', 5, 2, x'');";

/// An installation with 300 people.
async fn installation(folder: &Path) {
    let claims = EmbeddedClaims::open(&folder.join("claims.db")).unwrap();
    let plan = LoadPlan { fingerprint: [7; 32], format: "idr", parts: 1, files: Vec::new() };
    let load = claims.begin_load(&plan, Timestamp(1)).await.unwrap();
    let numbers = (0..CLAIMS).map(|number| number / 300 * fill::PEOPLE + number % 300);
    let part = Part {
        people: (0..300).map(fill::person).collect(),
        claims: numbers.map(fill::claim).collect(),
        ..Part::default()
    };
    claims.write_part(&load, part).await.unwrap();
    claims.finish_load(&load).await.unwrap();
    drop(EmbeddedPlatform::open(&folder.join("platform.db")).unwrap());
    Connection::open(folder.join("platform.db")).unwrap().execute_batch(PLATFORM).unwrap();
    let audit = EmbeddedAudit::open(&folder.join("audit.db")).unwrap();
    let event = |at| AuditEvent::new(Timestamp(at), EventKind::App, Outcome::Success);
    audit.append((0..50).map(event).collect()).await.unwrap();
}

fn change(folder: &Path, plane: &str, sql: &str) {
    Connection::open(folder.join(format!("{plane}.db"))).unwrap().execute_batch(sql).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_installation_is_carried_over_and_what_changed_since_follows() {
    let Some(database) = Database::new().await else { return };
    let folder = tempfile::tempdir().unwrap();
    installation(folder.path()).await;
    postgres::migrate(&database.config).await.unwrap();
    let target = Target::open(&database.config).await.unwrap();
    target.begin(ID, Timestamp(1)).await.unwrap();
    let refused = postgres::connect(&database.config).await.err().unwrap();
    assert!(matches!(refused, StoreError::UnfinishedMove), "half an installation is not served");

    let source = Source::snapshot(folder.path()).unwrap();
    let carried = transfer::carry(&source, &target, |_| {}).await.unwrap();
    let of = |name: &str| carried.iter().find(|table| table.table == name).unwrap();
    let claims = CLAIMS.unsigned_abs();
    for name in ["claims.claim", "claims.claim_body", "claims.claim_key"] {
        assert_eq!((of(name).content.rows, of(name).written), (claims, claims), "{name}");
    }
    assert_eq!((of("platform.refresh_token").content.rows, of("audit.event").content.rows), (2, 50));
    // The sorts of claims are counted there; nobody is left to count.
    assert_eq!(of("claims.claim_count_due").content.rows, 0);
    drop(source);

    // A claim changes, one goes, a person is merged into another, a family ends and another begins.
    change(
        folder.path(),
        "claims",
        "UPDATE claim SET labels = 3 WHERE number = 17; DELETE FROM claim WHERE number = 18; \
        UPDATE person SET survivor = 20, mbi = NULL WHERE number = 19",
    );
    change(
        folder.path(),
        "platform",
        "UPDATE token_family SET revoked_at = 9 WHERE id = 6; \
        INSERT INTO token_family VALUES (7, 41, '', 9, NULL, NULL); DELETE FROM refresh_token WHERE family_id = 5",
    );
    change(
        folder.path(),
        "audit",
        "INSERT INTO event (at, kind, outcome, withheld) VALUES (99, 'app', 'success', 0)",
    );
    let source = Source::alone(folder.path()).unwrap().expect("nobody else has it open");
    let carried = transfer::carry(&source, &target, |_| {}).await.unwrap();
    let written = |name: &str| carried.iter().find(|table| table.table == name).unwrap().written;
    assert_eq!([written("claims.claim"), written("claims.claim_body"), written("claims.person")], [1, 0, 1]);
    assert_eq!(written("audit.event"), 1);
    let compared = transfer::compare(&source, &target).await.unwrap();
    assert!(compared.iter().all(|table| table.source == table.target));
    drop(source);
    target.finish(Timestamp(2)).await.unwrap();

    let rooms = postgres::connect(&database.config).await.unwrap();
    assert_eq!(rooms.claims.counts().await.unwrap().claims, claims - 1);
    assert_eq!(
        rooms
            .platform
            .grants_of(PersonId { namespace: bluestem_model::id::Namespace::Idr, number: 17 })
            .await
            .unwrap()
            .len(),
        1
    );
    // Numbers go on behind those that came.
    rooms
        .audit
        .append(vec![AuditEvent::new(Timestamp(100), EventKind::App, Outcome::Success)])
        .await
        .unwrap();
    let last = rooms.audit.query(&AuditQuery::default()).await.unwrap();
    assert_eq!(last[0].id, 52);
    assert!(matches!(target.begin(ID, Timestamp(3)).await, Err(TransferError::Finished)));
    assert!(matches!(target.begin([8; 16], Timestamp(3)).await, Err(TransferError::OtherSource)));
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn damage_of_one_byte_is_found_and_named() {
    let Some(database) = Database::new().await else { return };
    let folder = tempfile::tempdir().unwrap();
    installation(folder.path()).await;
    postgres::migrate(&database.config).await.unwrap();
    let target = Target::open(&database.config).await.unwrap();
    target.begin(ID, Timestamp(1)).await.unwrap();
    let source = Source::snapshot(folder.path()).unwrap();
    transfer::carry(&source, &target, |_| {}).await.unwrap();
    let direct = client(&database.config.url).await;
    let damage = "UPDATE claims.claim_body SET record = set_byte(record, 3, get_byte(record, 3) # 1) WHERE number = 4100";
    direct.batch_execute(damage).await.unwrap();
    let compared = transfer::compare(&source, &target).await.unwrap();
    let differ: Vec<&str> =
        compared.iter().filter(|one| one.source != one.target).map(|one| one.table.as_str()).collect();
    assert_eq!(differ, ["claims.claim_body"]);
    // Something that stands in the way of the copy for good: a trigger that changes what is written.
    let bend = "CREATE FUNCTION bend() RETURNS trigger LANGUAGE plpgsql AS \
                $$ BEGIN new.path := new.path || '!'; RETURN new; END $$; \
                CREATE TRIGGER bend BEFORE INSERT ON claims.source_file FOR EACH ROW EXECUTE FUNCTION bend(); \
                DELETE FROM claims.source_file";
    direct.batch_execute(bend).await.unwrap();
    change(folder.path(), "claims", "INSERT INTO source_file (path, size, sha256) VALUES ('p', 1, x'00')");
    let source = Source::snapshot(folder.path()).unwrap();
    let Err(TransferError::Differs { table, .. }) = transfer::carry(&source, &target, |_| {}).await else {
        panic!("a table that differs is called moved")
    };
    assert_eq!(table, "claims.source_file");
    database.remove().await;
}

#[tokio::test]
async fn a_target_with_other_data_and_a_source_in_use_are_refused() {
    let Some(database) = Database::new().await else { return };
    let folder = tempfile::tempdir().unwrap();
    drop(EmbeddedClaims::open(&folder.path().join("claims.db")).unwrap());
    drop(EmbeddedPlatform::open(&folder.path().join("platform.db")).unwrap());
    let rooms = database.rooms().await;
    let audit = EmbeddedAudit::open(&folder.path().join("audit.db")).unwrap();
    assert!(Source::alone(folder.path()).unwrap().is_none(), "a room is open");
    drop(audit);
    let alone = Source::alone(folder.path()).unwrap().expect("it is not any more");
    assert!(
        Connection::open(folder.path().join("audit.db"))
            .unwrap()
            .execute_batch("PRAGMA user_version")
            .is_err()
    );
    drop(alone);
    rooms.audit.append(vec![AuditEvent::new(Timestamp(1), EventKind::App, Outcome::Success)]).await.unwrap();
    let target = Target::open(&database.config).await.unwrap();
    let Err(TransferError::HoldsData { table }) = target.begin(ID, Timestamp(1)).await else {
        panic!("another installation's database is taken")
    };
    assert_eq!(table, "audit.event");
    database.remove().await;
}
