//! A server that is away, slow, or breaks connections.

use std::time::{Duration, Instant};

use bluestem_model::time::Timestamp;
use bluestem_store::StoreError;
use bluestem_store::claims::{Claims, ClaimsLoader, LoadPlan};
use bluestem_store::postgres::{self, PostgresConfig};

use crate::support::{Database, client};

#[tokio::test]
async fn a_server_that_is_away_is_unavailable() {
    // Nothing listens on the discard port.
    let config = PostgresConfig::new("postgres://bluestem:secret@127.0.0.1:9/none");
    let Err(refused) = postgres::connect(&config).await else { panic!("connected to nothing") };
    assert!(matches!(refused, StoreError::Unavailable(_)), "{refused:?}");
    assert!(!refused.to_string().contains("secret"));
    assert!(!format!("{config:?}").contains("secret"));
}

#[tokio::test]
async fn what_takes_too_long_is_given_up_and_cancelled() {
    let Some(mut database) = Database::new().await else { return };
    database.config.statement_timeout = Duration::from_millis(300);
    let rooms = database.rooms().await;
    let direct = client(&database.config.url).await;
    direct.batch_execute("BEGIN; LOCK TABLE claims.load").await.unwrap();
    let begun = Instant::now();
    let read = rooms.claims.complete_until(Timestamp(0)).await;
    assert!(matches!(read, Err(StoreError::Unavailable(_))), "{read:?}");
    let plan = LoadPlan { fingerprint: [1; 32], format: "idr", parts: 1, files: Vec::new() };
    let write = rooms.claims.begin_load(&plan, Timestamp(0)).await;
    assert!(matches!(write, Err(StoreError::Unavailable(_))), "{write:?}");
    assert!(begun.elapsed() < Duration::from_secs(3));
    tokio::time::sleep(Duration::from_millis(200)).await;
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' \
                   AND datname = current_database()";
    assert_eq!(direct.query_one(waiting, &[]).await.unwrap().get::<_, i64>(0), 0, "nobody waits any more");
    direct.batch_execute("ROLLBACK").await.unwrap();
    assert!(rooms.claims.begin_load(&plan, Timestamp(0)).await.is_ok());
    assert!(rooms.claims.complete_until(Timestamp(0)).await.is_ok());
    database.remove().await;
}

#[tokio::test]
async fn lost_connections_are_replaced() {
    let Some(database) = Database::new().await else { return };
    let rooms = database.rooms().await;
    rooms.claims.counts().await.unwrap();
    let direct = client(&database.config.url).await;
    let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                WHERE datname = current_database() AND pid <> pg_backend_pid()";
    direct.batch_execute(kill).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    rooms.claims.counts().await.unwrap();
    database.remove().await;
}
