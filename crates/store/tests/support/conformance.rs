//! One suite on every backend.

/// Runs each of these tests of `suite` on a room of its own, of every backend: the one that `embedded` makes, and
/// the plane of a fresh PostgreSQL database, reached directly and through a pooler. A test gets what the method
/// named second makes of the room's `Arc`: `as_ref` lends the room, `clone` gives a handle to share.
macro_rules! conformance {
    ($plane:ident $given:ident: $($test:ident,)*) => {
        mod on_embedded {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                let (_folder, room) = super::embedded();
                super::suite::$test(room.$given()).await;
            })*
        }

        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                let Some(database) = super::support::Database::new().await else { return };
                super::suite::$test(database.rooms().await.$plane.$given()).await;
                database.remove().await;
            })*
        }

        mod behind_pooler {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                let Some(database) = super::support::Database::pooled().await else { return };
                super::suite::$test(database.rooms().await.$plane.$given()).await;
                database.remove().await;
            })*
        }
    };
}
