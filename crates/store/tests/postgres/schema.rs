//! Migrations.

use bluestem_store::StoreError;
use bluestem_store::postgres;
use futures_util::future::join_all;

use crate::support::{Database, client};

#[tokio::test]
async fn schemas_are_made_once_however_many_try() {
    let Some(database) = Database::new().await else { return };
    let before = postgres::status(&database.config).await.unwrap();
    assert_eq!(before.iter().map(|status| status.plane).collect::<Vec<_>>(), ["claims", "platform", "audit"]);
    assert!(before.iter().all(|status| status.version == 0 && !status.pending.is_empty()));
    let needed: usize = before.iter().map(|status| status.pending.len()).sum();
    let Err(refused) = postgres::connect(&database.config).await else { panic!("an empty database serves") };
    assert!(matches!(refused, StoreError::OlderSchema { plane: "claims", found: 0, .. }));
    let ran = join_all((0..8).map(|_| postgres::migrate(&database.config))).await;
    let steps: Vec<String> = ran.into_iter().flat_map(Result::unwrap).collect();
    assert_eq!(steps.len(), needed, "{steps:?}");
    assert!(postgres::status(&database.config).await.unwrap().iter().all(|plane| plane.pending.is_empty()));
    assert!(postgres::migrate(&database.config).await.unwrap().is_empty());
    assert!(postgres::connect(&database.config).await.is_ok());
    database.remove().await;
}

#[tokio::test]
async fn keys_of_people_who_were_loaded_before_are_made_by_a_migration() {
    let Some(database) = Database::new().await else { return };
    crate::fill::fill(&*database.rooms().await.claims).await;
    let direct = client(&database.config.url).await;
    let count = async || -> i64 {
        direct.query_one("SELECT count(*) FROM claims.person_match", &[]).await.unwrap().get(0)
    };
    let before = count().await;
    assert!(before >= crate::fill::PEOPLE);
    let forget = "DELETE FROM claims.person_match; UPDATE claims.match_rules SET rules = 0";
    direct.batch_execute(forget).await.unwrap();
    let Err(refused) = postgres::connect(&database.config).await else { panic!("people cannot be found") };
    assert!(matches!(refused, StoreError::OtherMatchRules));
    let ran = join_all((0..3).map(|_| postgres::migrate(&database.config))).await;
    let steps: Vec<String> = ran.into_iter().flat_map(Result::unwrap).collect();
    assert_eq!(steps, ["claims: match keys"]);
    assert_eq!(count().await, before);
    assert!(postgres::connect(&database.config).await.is_ok());
    database.remove().await;
}

#[tokio::test]
async fn a_newer_or_changed_schema_is_refused() {
    let Some(database) = Database::new().await else { return };
    postgres::migrate(&database.config).await.unwrap();
    let direct = client(&database.config.url).await;
    let newer = "INSERT INTO platform.schema_migration VALUES (1000, 'later', '')";
    direct.batch_execute(newer).await.unwrap();
    let Err(refused) = postgres::connect(&database.config).await else { panic!("a newer schema serves") };
    assert!(matches!(refused, StoreError::NewerSchema { plane: "platform", found: 1000, .. }));
    assert!(postgres::migrate(&database.config).await.is_err());
    direct.batch_execute("DELETE FROM platform.schema_migration WHERE version = 1000").await.unwrap();
    direct.batch_execute("UPDATE audit.schema_migration SET sha256 = ''").await.unwrap();
    let Err(refused) = postgres::connect(&database.config).await else { panic!("a changed schema serves") };
    assert!(matches!(refused, StoreError::Damaged(_)));
    database.remove().await;
}

#[tokio::test]
async fn a_failed_migration_leaves_the_old_state() {
    let Some(database) = Database::new().await else { return };
    let direct = client(&database.config.url).await;
    // Something stands in the way of the last statements of the platform's step.
    direct.batch_execute("CREATE SCHEMA platform; CREATE TABLE platform.refresh_token ()").await.unwrap();
    assert!(postgres::migrate(&database.config).await.is_err());
    let status = postgres::status(&database.config).await.unwrap();
    assert_eq!(status.iter().map(|plane| plane.version > 0).collect::<Vec<_>>(), [true, false, false]);
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'platform'";
    let tables: i64 = direct.query_one(tables, &[]).await.unwrap().get(0);
    assert_eq!(tables, 1);
    direct.batch_execute("DROP TABLE platform.refresh_token").await.unwrap();
    let steps = postgres::migrate(&database.config).await.unwrap();
    assert!(steps.iter().all(|step| !step.starts_with("claims")), "{steps:?}");
    assert!(postgres::connect(&database.config).await.is_ok());
    database.remove().await;
}
