//! Access tokens that were looked up a moment ago.
//!
//! An app sends the same token many times a second, and the answer is the same until something is written. What
//! this process writes counts at once; what other processes write counts after [`LIFE`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use bluestem_model::time::{SECOND, Timestamp};
use bluestem_store::StoreError;
use bluestem_store::platform::{Hash, Platform, Token};

/// For how long, in microseconds, a look lasts: half of the second within which a revocation must reach every process.
const LIFE: i64 = SECOND / 2;
/// How many are remembered at most.
const CAPACITY: usize = 4096;

/// The tokens of the last looks.
#[derive(Default)]
pub(crate) struct TokenMemory {
    seen: Mutex<HashMap<Hash, Seen>>,
}

struct Seen {
    token: Arc<Token>,
    at: Timestamp,
    writes: u64,
}

impl TokenMemory {
    /// The stored token with this hash, void or not, as it is now or was a moment ago.
    pub(crate) async fn token(
        &self,
        platform: &dyn Platform,
        hash: &Hash,
        now: Timestamp,
    ) -> Result<Option<Arc<Token>>, StoreError> {
        // Read first: what is written while the token is looked up makes the look void.
        let writes = platform.token_writes();
        if let Some(token) = self.recall(hash, now, writes) {
            return Ok(Some(token));
        }
        let Some(token) = platform.token(hash).await?.map(Arc::new) else { return Ok(None) };
        self.remember(*hash, Seen { token: token.clone(), at: now, writes });
        Ok(Some(token))
    }

    fn recall(&self, hash: &Hash, now: Timestamp, writes: u64) -> Option<Arc<Token>> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let last = seen.get(hash)?;
        // A clock that was set back makes it void too.
        let fresh = (0..LIFE).contains(&(now.0 - last.at.0)) && last.writes == writes;
        fresh.then(|| last.token.clone())
    }

    fn remember(&self, hash: Hash, look: Seen) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= CAPACITY {
            seen.clear();
        }
        seen.insert(hash, look);
    }
}
