//! The signing keys of the server: made when first needed, sealed in the store, rotated by an operator.

use std::sync::{Arc, PoisonError, RwLock};

use bluestem_model::time::Timestamp;
use bluestem_store::StoreError;
use bluestem_store::audit::{AuditEvent, EventKind, Outcome};
use bluestem_store::platform::{SigningAlgorithm, SigningKey};
use serde_json::{Value, json};

use super::master::MasterKey;
use super::signer::Signer;
use crate::Auth;

/// Seconds for which a retired key still stands in the JWKS: longer than any token that it signed.
const RETIRED_SECONDS: i64 = 86_400;
/// Seconds after which a process looks again which key is in use.
const LOOK_AGAIN_SECONDS: i64 = 30;

const ALGORITHMS: [SigningAlgorithm; 2] = [SigningAlgorithm::Rs256, SigningAlgorithm::Es256];

/// Why nothing can be signed.
#[derive(Debug, thiserror::Error)]
pub enum SigningKeyError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The stored key does not open.
    #[error("signing key {kid} does not open: the master key is not the one that sealed it")]
    Sealed {
        /// Its `kid`.
        kid: String,
    },
    /// The library cannot make, seal or use a key.
    #[error("a signing key cannot be made or used")]
    Library,
}

/// What of the signing keys is in memory.
pub(crate) struct Keyring {
    master: MasterKey,
    in_use: RwLock<Option<InUse>>,
}

#[derive(Clone)]
struct InUse {
    seen_at: Timestamp,
    signers: Vec<Arc<Signer>>,
}

/// Signs what an exchange will say. Taken before anything is changed: a key that does not open must cost no code.
pub(crate) struct Pen(Arc<Signer>);

impl Pen {
    /// A signed token with these claims.
    pub(crate) fn sign(&self, claims: &Value) -> Result<String, SigningKeyError> {
        self.0.sign(claims).ok_or(SigningKeyError::Library)
    }
}

impl Keyring {
    pub(crate) fn new(master: MasterKey) -> Self {
        Self { master, in_use: RwLock::new(None) }
    }

    fn signer(&self, algorithm: SigningAlgorithm, now: Timestamp) -> Option<Arc<Signer>> {
        let in_use = self.in_use.read().unwrap_or_else(PoisonError::into_inner);
        let fresh =
            in_use.as_ref().filter(|keys| (now.0 - keys.seen_at.0) / 1_000_000 < LOOK_AGAIN_SECONDS)?;
        fresh.signers.iter().find(|signer| signer.algorithm == algorithm).cloned()
    }

    fn remember(&self, in_use: InUse) {
        *self.in_use.write().unwrap_or_else(PoisonError::into_inner) = Some(in_use);
    }

    fn open(&self, key: &SigningKey) -> Result<Signer, SigningKeyError> {
        let private = self.master.open(&place(&key.kid), &key.sealed);
        let sealed = || SigningKeyError::Sealed { kid: key.kid.clone() };
        Signer::read(key.algorithm, &private.ok_or_else(sealed)?).ok_or(SigningKeyError::Library)
    }
}

/// What a sealed key is bound to.
fn place(kid: &str) -> String {
    format!("signing_key/{kid}")
}

impl Auth {
    /// The public keys with which identity tokens verify: those in use and those retired within a day. Makes the
    /// keys when there are none.
    pub async fn jwks(&self) -> Result<Value, SigningKeyError> {
        let keys = self.signing_keys().await?;
        let public = keys.iter().map(|key| serde_json::from_str(&key.public));
        let public: Vec<Value> = public.collect::<Result<_, _>>().map_err(|_| SigningKeyError::Library)?;
        Ok(json!({ "keys": public }))
    }

    /// Puts new signing keys in the place of those in use, and returns their `kid`s. Running processes sign with
    /// them within half a minute; what the old ones signed verifies until it expires.
    pub async fn rotate_signing_keys(&self) -> Result<Vec<String>, SigningKeyError> {
        let mut kids = Vec::new();
        for algorithm in ALGORITHMS {
            let key = self.new_signing_key(algorithm).await?;
            if self.platform.rotate_signing_key(&key).await? {
                kids.push(key.kid);
            }
        }
        let event = AuditEvent {
            what: Some("rotated".to_owned()),
            ..AuditEvent::new(self.now(), EventKind::Key, Outcome::Success)
        };
        self.recorder.append(event).await?;
        Ok(kids)
    }

    /// What signs with this algorithm now.
    pub(crate) async fn pen(&self, algorithm: SigningAlgorithm) -> Result<Pen, SigningKeyError> {
        let now = self.now();
        if let Some(signer) = self.keyring.signer(algorithm, now) {
            return Ok(Pen(signer));
        }
        let keys = self.signing_keys().await?;
        let in_use = keys.iter().filter(|key| key.retired_at.is_none());
        let signers =
            in_use.map(|key| self.keyring.open(key).map(Arc::new)).collect::<Result<Vec<_>, _>>()?;
        let found = signers.iter().find(|signer| signer.algorithm == algorithm).cloned();
        self.keyring.remember(InUse { seen_at: now, signers });
        found.map(Pen).ok_or(SigningKeyError::Library)
    }

    /// The stored keys; an algorithm that has none in use gets one first.
    async fn signing_keys(&self) -> Result<Vec<SigningKey>, SigningKeyError> {
        let since = self.now().plus_seconds(-RETIRED_SECONDS);
        let keys = self.platform.signing_keys(since).await?;
        let in_use =
            |algorithm| keys.iter().any(|key| key.algorithm == algorithm && key.retired_at.is_none());
        let missing: Vec<_> = ALGORITHMS.into_iter().filter(|algorithm| !in_use(*algorithm)).collect();
        if missing.is_empty() {
            return Ok(keys);
        }
        for algorithm in missing {
            // Of processes that start together one stores its key; all go on with that one.
            self.platform.add_signing_key(&self.new_signing_key(algorithm).await?).await?;
        }
        Ok(self.platform.signing_keys(since).await?)
    }

    async fn new_signing_key(&self, algorithm: SigningAlgorithm) -> Result<SigningKey, SigningKeyError> {
        // Looking for primes takes a second and more: not on a thread that answers requests.
        let made = tokio::task::spawn_blocking(move || Signer::generate(algorithm)).await;
        let (signer, private) = made.ok().flatten().ok_or(SigningKeyError::Library)?;
        let sealed = self.keyring.master.seal(self.random.as_ref(), &place(&signer.kid), &private);
        let public = signer.public().ok_or(SigningKeyError::Library)?;
        Ok(SigningKey {
            sealed: sealed.ok_or(SigningKeyError::Library)?,
            public: public.to_string(),
            kid: signer.kid,
            algorithm,
            created_at: self.now(),
            retired_at: None,
        })
    }
}
