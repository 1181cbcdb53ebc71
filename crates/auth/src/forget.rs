//! Forgetting what is long void.

use bluestem_model::time::Timestamp;
use bluestem_store::StoreError;
use bluestem_store::platform::Platform;

/// Seconds for which a code or refresh token that is presented again is recognised.
const REPLAY_SECONDS: i64 = 30 * 24 * 3600;

/// Forgets some of what is void at `now`. Returns how many rows it touched; 0 when there are no more. One process of
/// all is enough to do so now and then.
pub async fn forget_void(platform: &dyn Platform, now: Timestamp) -> Result<u64, StoreError> {
    platform.purge(now, now.plus_seconds(-REPLAY_SECONDS)).await
}
