//! The service.

use std::sync::Arc;

use bluestem_model::chance::Random;
use bluestem_model::time::{Clock, Timestamp};
use bluestem_store::audit::Audit;
use bluestem_store::claims::Claims;
use bluestem_store::platform::Platform;

use crate::audit::Recorder;
use crate::config::AuthConfig;
use crate::fetch::Fetch;
use crate::identity::IdentityProvider;
use crate::key::{Keyring, MasterKey, RemoteKeys};
use crate::secret;
use crate::token_memory::TokenMemory;

/// What [`Auth`] is made of.
pub struct Parts {
    /// Apps, grants, tokens.
    pub platform: Arc<dyn Platform>,
    /// What happened.
    pub audit: Arc<dyn Audit>,
    /// People, to find the one who signs in.
    pub claims: Arc<dyn Claims>,
    /// The present moment.
    pub clock: Arc<dyn Clock>,
    /// Chance, for every secret.
    pub random: Arc<dyn Random>,
    /// How people sign in; None: they cannot.
    pub identity: Option<IdentityProvider>,
    /// The way to other servers.
    pub fetch: Arc<dyn Fetch>,
    /// What seals the signing keys, and hides the names under which failures are counted.
    pub master_key: MasterKey,
    /// Settings.
    pub config: AuthConfig,
}

/// The authorization server. The only maker of [`Access`](bluestem_model::access::Access).
pub struct Auth {
    pub(crate) platform: Arc<dyn Platform>,
    pub(crate) claims: Arc<dyn Claims>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) identity: Option<IdentityProvider>,
    pub(crate) remote_keys: RemoteKeys,
    pub(crate) config: AuthConfig,
    pub(crate) recorder: Recorder,
    pub(crate) keyring: Keyring,
    pub(crate) tokens: TokenMemory,
}

impl Auth {
    /// The authorization server made of these parts.
    pub fn new(parts: Parts) -> Self {
        Self {
            platform: parts.platform,
            claims: parts.claims,
            clock: parts.clock,
            random: parts.random,
            identity: parts.identity,
            remote_keys: RemoteKeys::new(parts.fetch),
            config: parts.config,
            recorder: Recorder::new(parts.audit),
            keyring: Keyring::new(parts.master_key),
            tokens: TokenMemory::default(),
        }
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new secret.
    pub(crate) fn secret(&self) -> String {
        secret::new_secret(self.random.as_ref())
    }

    /// A new id for a browser, to be kept in a cookie (`HttpOnly`, `SameSite=Lax`, `Secure` over https).
    /// Approvals are bound to it.
    pub fn new_browser(&self) -> String {
        self.secret()
    }
}
