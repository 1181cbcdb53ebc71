//! The platform plane: apps, approvals, grants, tokens and jobs.
//!
//! Every write is one use case in one transaction: it happens whole or not at all, and is durable when it
//! returns. Secrets arrive as SHA-256; their clear text is never here.

mod app;
mod approval;
pub(crate) mod bind;
mod failures;
mod grant;
mod job;
pub(crate) mod job_sql;
mod key;
pub(crate) mod key_sql;
mod pushed;
pub(crate) mod rows;
mod session;
pub(crate) mod sql;
mod token;
pub(crate) mod use_case;

pub use app::{App, ClientKind, DataAccessType, PersonalInformation};
pub use approval::{Approval, Code, Consent};
pub use failures::Failures;
pub use grant::{EndReason, Grant};
pub use job::{
    Beat, CancelOutcome, Claimant, Ending, Enqueued, Job, JobProgress, JobState, Jobs, Lease, NewJob,
};
pub use key::{SigningAlgorithm, SigningKey};
pub use pushed::PushedRequest;
pub use session::BrowserSession;
pub use token::{Entrusted, Exchange, Exchanged, NewToken, RefreshToken, Revoked, Rotated, Rotation, Token};

use async_trait::async_trait;
use bluestem_model::id::PersonId;
use bluestem_model::time::Timestamp;

use crate::StoreError;

/// SHA-256 of a secret.
pub type Hash = [u8; 32];

/// The platform plane.
#[async_trait]
pub trait Platform: Send + Sync {
    /// Registers an app; false when the client id is taken.
    async fn add_app(&self, app: &App) -> Result<bool, StoreError>;

    /// The app with this client id.
    async fn app(&self, client_id: &str) -> Result<Option<App>, StoreError>;

    /// Every app, by client id.
    async fn apps(&self) -> Result<Vec<App>, StoreError>;

    /// Switches an app on or off; false when there is no such app.
    async fn set_app_active(&self, client_id: &str, active: bool) -> Result<bool, StoreError>;

    /// Sets where a browser may be sent back to; false when there is no such app.
    async fn set_redirect_uris(&self, client_id: &str, redirect_uris: &[String]) -> Result<bool, StoreError>;

    /// Stores a signing key; false, and nothing done, when one of its algorithm is in use.
    async fn add_signing_key(&self, key: &SigningKey) -> Result<bool, StoreError>;

    /// Retires the key of this algorithm that is in use and puts `key` in its place. False, and no key stored,
    /// when another process did so at the same moment.
    async fn rotate_signing_key(&self, key: &SigningKey) -> Result<bool, StoreError>;

    /// The signing keys in use and those retired after this moment, the latest first.
    async fn signing_keys(&self, retired_after: Timestamp) -> Result<Vec<SigningKey>, StoreError>;

    /// Notes that a signed assertion, by the hash of what makes it unique, was used; false when it was before.
    /// It is remembered until `expires_at`.
    async fn use_assertion(&self, hash: &Hash, expires_at: Timestamp) -> Result<bool, StoreError>;

    /// Stores a pushed authorization request.
    async fn push_request(&self, request: &PushedRequest) -> Result<(), StoreError>;

    /// Takes up a pushed authorization request, expired or not; of any number of racing calls one gets it.
    async fn take_pushed_request(&self, id: &Hash) -> Result<Option<PushedRequest>, StoreError>;

    /// Stores an approval.
    async fn begin_approval(&self, approval: &Approval) -> Result<(), StoreError>;

    /// The approval with this id, expired or not.
    async fn approval(&self, id: &Hash) -> Result<Option<Approval>, StoreError>;

    /// Notes who signed in, or that nobody is, and moves the approval to the browser id `next`. False when it
    /// does not exist, belongs to another browser or expired.
    async fn sign_in_approval(
        &self,
        id: &Hash,
        browser: &Hash,
        next: &Hash,
        person: Option<PersonId>,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Ends an approval without consent. False as for [`Self::sign_in_approval`].
    async fn cancel_approval(&self, id: &Hash, browser: &Hash, now: Timestamp) -> Result<bool, StoreError>;

    /// Ends an approval with consent, makes or renews the grant and stores the code. None, and nothing done,
    /// when the approval does not exist, belongs to another browser, app or person, or expired.
    async fn consent(&self, consent: &Consent) -> Result<Option<Grant>, StoreError>;

    /// The code with this hash, used, expired or not.
    async fn code(&self, hash: &Hash) -> Result<Option<Code>, StoreError>;

    /// Exchanges a code for tokens; of any number of racing exchanges one succeeds.
    async fn exchange_code(&self, exchange: &Exchange) -> Result<Exchanged, StoreError>;

    /// Gives an app tokens for a person whose credential it presented; they replace those that it had.
    async fn entrust(&self, entrusted: &Entrusted) -> Result<Grant, StoreError>;

    /// The refresh token with this hash.
    async fn refresh_token(&self, hash: &Hash) -> Result<Option<RefreshToken>, StoreError>;

    /// Rotates a refresh token; of any number of racing rotations one makes the successor.
    async fn rotate_refresh(&self, rotation: &Rotation) -> Result<Rotated, StoreError>;

    /// Stores an app's own token (client credentials).
    async fn issue_app_token(&self, token: &NewToken) -> Result<(), StoreError>;

    /// The access token with this hash, void or not.
    async fn token(&self, hash: &Hash) -> Result<Option<Token>, StoreError>;

    /// A number that is another one after every write, by whatever process, that may have changed what a token
    /// opens: what [`Self::token`] said holds while it stands still. None where that cannot be known for less than
    /// asking for the token costs.
    fn token_version(&self) -> Option<i64>;

    /// Revokes a token that the app was given, access or refresh.
    async fn revoke_token(&self, hash: &Hash, client_id: &str, now: Timestamp)
    -> Result<Revoked, StoreError>;

    /// Ends a grant and voids every token of it. False when there is none or it had ended.
    async fn end_grant(&self, grant: i64, reason: EndReason, now: Timestamp) -> Result<bool, StoreError>;

    /// The grant of this person to this app that has not ended, expired or not.
    async fn grant(&self, client_id: &str, person: PersonId) -> Result<Option<Grant>, StoreError>;

    /// The person's grants that have not ended, the latest consent first.
    async fn grants_of(&self, person: PersonId) -> Result<Vec<Grant>, StoreError>;

    /// Stores a browser's session.
    async fn begin_session(&self, session: &BrowserSession) -> Result<(), StoreError>;

    /// The browser session with this id, void or not.
    async fn session(&self, id: &Hash) -> Result<Option<BrowserSession>, StoreError>;

    /// Notes that a browser session was used.
    async fn see_session(&self, id: &Hash, now: Timestamp) -> Result<(), StoreError>;

    /// Ends a browser session and returns it; of any number of racing calls one gets it.
    async fn end_session(&self, id: &Hash) -> Result<Option<BrowserSession>, StoreError>;

    /// What is counted at these places in windows that are open at `now`; places where nothing is are left out.
    async fn failures(&self, places: &[u32], now: Timestamp) -> Result<Vec<Failures>, StoreError>;

    /// Counts a failure at each of these places, in a window that ends at `until` where none is open, and returns
    /// what is counted there now, in ascending order of places.
    async fn count_failure(
        &self,
        places: &[u32],
        until: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<Failures>, StoreError>;

    /// Takes one failure back at each of the places `back` and all of them at `forgotten`.
    async fn take_back_failure(&self, back: &[u32], forgotten: &[u32]) -> Result<(), StoreError>;

    /// Forgets some counted failures, pushed requests, approvals, browser sessions and access tokens that are void at `now`, and
    /// codes, refresh tokens and families that have been void since before `replays_before`: until then,
    /// presenting one again is recognised. Returns how many rows it touched; 0 when there are no more.
    async fn purge(&self, now: Timestamp, replays_before: Timestamp) -> Result<u64, StoreError>;

    /// Whether the plane answers: asks it something cheap.
    async fn probe(&self) -> Result<(), StoreError>;
}
