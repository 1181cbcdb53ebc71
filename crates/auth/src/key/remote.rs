//! Key sets that others publish (`jwks_uri`, RFC 7591 2), fetched when needed and kept for a while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use bluestem_model::time::Timestamp;
use url::Url;

use super::jwk::KeySet;
use super::jws::Jws;
use crate::fetch::{Ask, Fetch, Reach};

/// Seconds for which a set is used without another look: a key that is withdrawn holds no longer.
const FRESH: i64 = 600;
/// Seconds between two fetches of a set at least, whatever key ids are presented.
const PAUSE: i64 = 30;

/// No key set to judge by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoKeys;

/// The key sets of others, by their URL.
pub(crate) struct RemoteKeys {
    fetch: Arc<dyn Fetch>,
    /// One lock a URL: whoever comes while it is fetched waits for that one fetch.
    sets: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Kept>>>>,
}

#[derive(Default)]
struct Kept {
    /// The last set that was read, and when.
    set: Option<(KeySet, Timestamp)>,
    tried_at: Option<Timestamp>,
}

impl RemoteKeys {
    pub(crate) fn new(fetch: Arc<dyn Fetch>) -> Self {
        Self { fetch, sets: Mutex::default() }
    }

    /// Whether a key of the set at `uri` made the signature. A key that the kept set does not know makes it look
    /// again, at most once in [`PAUSE`] seconds.
    pub(crate) async fn verify(
        &self,
        uri: &str,
        reach: Reach,
        jws: &Jws,
        now: Timestamp,
    ) -> Result<bool, NoKeys> {
        let place = Arc::clone(
            self.sets.lock().unwrap_or_else(PoisonError::into_inner).entry(uri.to_owned()).or_default(),
        );
        let mut kept = place.lock().await;
        if let Some(set) = kept.fresh(now) {
            if set.verify(jws) {
                return Ok(true);
            }
            if set.knows(jws) || kept.pauses(now) {
                return Ok(false);
            }
        } else if kept.pauses(now) {
            return Err(NoKeys);
        }
        kept.tried_at = Some(now);
        let set = self.read(uri, reach).await?;
        let verified = set.verify(jws);
        kept.set = Some((set, now));
        Ok(verified)
    }

    async fn read(&self, uri: &str, reach: Reach) -> Result<KeySet, NoKeys> {
        let url = Url::parse(uri).map_err(|_| NoKeys)?;
        let told = self.fetch.fetch(Ask::get(url, reach)).await.map_err(|error| {
            tracing::warn!(%error, uri, "cannot fetch a key set");
            NoKeys
        })?;
        let text = String::from_utf8(told.body).map_err(|_| NoKeys)?;
        if told.status != 200 {
            tracing::warn!(status = told.status, uri, "cannot fetch a key set");
            return Err(NoKeys);
        }
        KeySet::parse(&text).map_err(|error| {
            tracing::warn!(%error, uri, "cannot read a key set");
            NoKeys
        })
    }
}

impl Kept {
    fn fresh(&self, now: Timestamp) -> Option<&KeySet> {
        let (set, at) = self.set.as_ref()?;
        (now < at.plus_seconds(FRESH)).then_some(set)
    }

    fn pauses(&self, now: Timestamp) -> bool {
        self.tried_at.is_some_and(|at| now < at.plus_seconds(PAUSE))
    }
}
