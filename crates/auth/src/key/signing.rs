//! The signing keys of the server: made when first needed, sealed in the store, rotated by an operator.

use std::sync::{Arc, PoisonError, RwLock};

use bluestem_store::StoreError;
use bluestem_store::audit::{AuditEvent, EventKind, Outcome};
use bluestem_store::platform::{SigningAlgorithm, SigningKey};
use serde_json::{Value, json};

use super::master::MasterKey;
use super::signer::Signer;
use crate::Auth;
use crate::failure::Failure;
use crate::reply::{OAuthError, Reply};

/// Seconds for which a retired key still stands in the JWKS: longer than any token that it signed.
const RETIRED_SECONDS: i64 = 86_400;

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

impl SigningKeyError {
    pub(crate) fn failure(&self) -> Failure {
        match self {
            Self::Store(error) => Failure::from(error),
            Self::Sealed { .. } | Self::Library => Failure::Broken,
        }
    }
}

impl OAuthError for SigningKeyError {
    fn reply(&self) -> Reply {
        self.failure().reply()
    }
}

/// The master key, and the signing keys that it opened last: one of an algorithm. Which one is in use is for the store
/// to say each time, so that a rotation by another process holds at once.
pub(crate) struct Keyring {
    master: MasterKey,
    opened: RwLock<Vec<Arc<Signer>>>,
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
        Self { master, opened: RwLock::default() }
    }

    /// The key that seals.
    pub(crate) fn master(&self) -> &MasterKey {
        &self.master
    }

    fn signer(&self, key: &SigningKey) -> Result<Arc<Signer>, SigningKeyError> {
        let opened = self.opened.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(signer) = opened.iter().find(|signer| signer.kid == key.kid) {
            return Ok(signer.clone());
        }
        drop(opened);
        let signer = Arc::new(self.open(key)?);
        let mut opened = self.opened.write().unwrap_or_else(PoisonError::into_inner);
        opened.retain(|other| other.algorithm != key.algorithm);
        opened.push(signer.clone());
        Ok(signer)
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
    /// them from now on; what the old ones signed verifies until it expires.
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

    /// Opens every stored key, as a check of the master key; how many there are. Makes none.
    pub async fn open_signing_keys(&self) -> Result<usize, SigningKeyError> {
        let keys = self.platform.signing_keys(self.now().plus_seconds(-RETIRED_SECONDS)).await?;
        keys.iter().try_for_each(|key| self.keyring.open(key).map(drop))?;
        Ok(keys.len())
    }

    /// What signs with this algorithm now.
    pub(crate) async fn pen(&self, algorithm: SigningAlgorithm) -> Result<Pen, SigningKeyError> {
        let keys = self.signing_keys().await?;
        let in_use = keys.iter().find(|key| key.algorithm == algorithm && key.retired_at.is_none());
        self.keyring.signer(in_use.ok_or(SigningKeyError::Library)?).map(Pen)
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
