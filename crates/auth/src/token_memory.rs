//! Access tokens that were looked up a moment ago.
//!
//! An app sends the same token many times a second, and the answer is the same until something is written, by whatever
//! process. Where the store can tell that cheaply, what it said is used again; where it cannot, it is asked each time.
//! Either way what was revoked before a request came is void for it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use bluestem_store::StoreError;
use bluestem_store::platform::{Hash, Platform, Token};

/// How many are remembered at most.
const CAPACITY: usize = 4096;

/// The tokens of the last looks.
#[derive(Default)]
pub(crate) struct TokenMemory {
    seen: Mutex<HashMap<Hash, Seen>>,
}

struct Seen {
    token: Arc<Token>,
    version: i64,
}

impl TokenMemory {
    /// The stored token with this hash, void or not, as it is now.
    pub(crate) async fn token(
        &self,
        platform: &dyn Platform,
        hash: &Hash,
    ) -> Result<Option<Arc<Token>>, StoreError> {
        // Read first: what is written while the token is looked up makes the look void.
        let version = platform.token_version();
        if let Some(token) = version.and_then(|version| self.recall(hash, version)) {
            return Ok(Some(token));
        }
        let Some(token) = platform.token(hash).await?.map(Arc::new) else { return Ok(None) };
        if let Some(version) = version {
            self.remember(*hash, Seen { token: token.clone(), version });
        }
        Ok(Some(token))
    }

    fn recall(&self, hash: &Hash, version: i64) -> Option<Arc<Token>> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let last = seen.get(hash)?;
        (last.version == version).then(|| last.token.clone())
    }

    fn remember(&self, hash: Hash, look: Seen) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= CAPACITY {
            seen.clear();
        }
        seen.insert(hash, look);
    }
}
