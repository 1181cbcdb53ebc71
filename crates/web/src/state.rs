//! What every handler is given.

use std::num::NonZeroU32;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use bluestem_auth::Auth;
use bluestem_fhir::codes::Displays;
use bluestem_fhir::v2::eob::Defects;
use bluestem_model::chance::Random;
use bluestem_model::time::{Clock, ShiftedClock, Timestamp};
use bluestem_store::claims::Claims;

use crate::base_url::BaseUrl;
use crate::health::Health;
use crate::testclient::session::Sessions;

/// The application as the doors see it. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    parts: Parts,
    displays: RwLock<Arc<Displays>>,
    sessions: Sessions,
    health: Health,
}

/// What [`App`] is made of; the binary constructs it.
pub struct Parts {
    /// The claims plane.
    pub claims: Arc<dyn Claims>,
    /// Who may see what.
    pub auth: Arc<Auth>,
    /// The present moment.
    pub clock: Arc<dyn Clock>,
    /// Chance, for ids of browser sessions and of requests.
    pub random: Arc<dyn Random>,
    /// Where the public finds this server; the start of every absolute link.
    pub base_url: BaseUrl,
    /// Texts of codes that others own; empty unless the operator loaded some.
    pub displays: Arc<Displays>,
    /// Which defects of BFD v2 its clients depend on here.
    pub defects: Defects,
    /// Whether people are loaded with hashes of their identifiers, to be found by.
    pub hashes: bool,
    /// Present in the sandbox only.
    pub sandbox: Option<SandboxState>,
    /// Bounds on what a request may take.
    pub limits: Limits,
    /// Of the requests that belong to no trace of their caller's one in so many begins one; None: none does.
    pub traced: Option<NonZeroU32>,
}

/// What only the sandbox has.
pub struct SandboxState {
    /// The clock that a test may move on.
    pub travel: Arc<dyn TimeTravel>,
    /// The app as which the test client acts. Its redirect URI is `{base}/testclient/callback`.
    pub test_client: SampleApp,
    /// Every app that the sandbox registers, for its page about itself.
    pub samples: Vec<SampleApp>,
}

/// An app that the sandbox registers.
#[derive(Clone, Debug)]
pub struct SampleApp {
    /// `client_id`.
    pub client_id: String,
    /// `client_secret`, which the sandbox shows to everybody; none for a public app.
    pub client_secret: Option<String>,
    /// Whether it is a system that reads every loaded person, by client credentials.
    pub system: bool,
}

/// A clock that can be moved on.
pub trait TimeTravel: Send + Sync {
    /// Moves the clock on by `seconds`; never back.
    fn advance(&self, seconds: i64);
}

impl<C: Clock> TimeTravel for ShiftedClock<C> {
    fn advance(&self, seconds: i64) {
        Self::advance(self, seconds);
    }
}

/// Bounds on what a request may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of request line and headers together; more is answered 431.
    pub header_bytes: usize,
    /// Bytes of a body; more is answered 413.
    pub body_bytes: usize,
    /// Time for the headers to arrive in full, also between two requests of one connection.
    pub header_time: Duration,
    /// Time for a request to be answered; after that 503 (408 is about the client's slowness, not ours).
    pub request_time: Duration,
    /// Time between the signal to stop and the end of accepting, in which a proxy sees that the server is not ready and
    /// sends requests elsewhere.
    pub unready_time: Duration,
    /// Time that open requests are given when the server stops.
    pub drain_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header_bytes: 32 * 1024,
            body_bytes: 64 * 1024,
            header_time: Duration::from_secs(15),
            request_time: Duration::from_secs(30),
            unready_time: Duration::ZERO,
            drain_time: Duration::from_secs(20),
        }
    }
}

impl App {
    /// The application made of these parts.
    pub fn new(parts: Parts) -> Self {
        let displays = RwLock::new(Arc::clone(&parts.displays));
        Self(Arc::new(Inner { parts, displays, sessions: Sessions::default(), health: Health::default() }))
    }

    /// The claims plane.
    pub fn claims(&self) -> &dyn Claims {
        self.0.parts.claims.as_ref()
    }

    /// Who may see what.
    pub fn auth(&self) -> &Auth {
        &self.0.parts.auth
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.0.parts.clock.now()
    }

    /// One request in so many begins a trace.
    pub(crate) fn traced(&self) -> Option<NonZeroU32> {
        self.0.parts.traced
    }

    /// Chance.
    pub fn random(&self) -> &dyn Random {
        self.0.parts.random.as_ref()
    }

    /// Where the public finds this server.
    pub fn base_url(&self) -> &BaseUrl {
        &self.0.parts.base_url
    }

    /// Texts of codes that others own, and reference data.
    pub fn displays(&self) -> Arc<Displays> {
        Arc::clone(&self.0.displays.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Shows these texts from the next request on.
    pub fn set_displays(&self, displays: Arc<Displays>) {
        *self.0.displays.write().unwrap_or_else(PoisonError::into_inner) = displays;
    }

    /// Which defects of BFD v2 are kept.
    pub fn defects(&self) -> Defects {
        self.0.parts.defects
    }

    /// Whether people can be found by hashes of their identifiers.
    pub fn knows_hashes(&self) -> bool {
        self.0.parts.hashes
    }

    /// What only the sandbox has.
    pub fn sandbox(&self) -> Option<&SandboxState> {
        self.0.parts.sandbox.as_ref()
    }

    /// What is known of this process's health.
    pub(crate) fn health(&self) -> &Health {
        &self.0.health
    }

    /// The sessions of the test client.
    pub(crate) fn sessions(&self) -> &Sessions {
        &self.0.sessions
    }

    /// Bounds on what a request may take.
    pub fn limits(&self) -> &Limits {
        &self.0.parts.limits
    }
}
