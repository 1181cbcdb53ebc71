//! Sign-in at another server: the browser leaves, and comes back with an answer.
//!
//! A visit works once, for ten minutes, and in the browser that left alone: it is bound to the cookie of what the
//! person signs in for. So nobody can be signed in as somebody else (login CSRF), and an answer that was stolen or
//! made up opens nothing.

use bluestem_model::id::PersonId;
use bluestem_store::platform::{BrowserSession, Hash};

use crate::identity::{IdentityError, IdentityProvider, RedirectProvider, Visit};
use crate::limits::Failing;
use crate::parameters::Parameters;
use crate::sign_in::SignInError;
use crate::{Auth, secret};

/// Seconds for which a visit lasts.
const VISIT_SECONDS: i64 = 600;
/// Path to which providers send browsers back, below the base URL.
pub const CALLBACK: &str = "/sign-in/callback";

/// How people sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way<'a> {
    /// By user name and password, on our own page.
    Password,
    /// At another server, which people call so.
    Elsewhere(&'a str),
    /// Not at all: no identity provider is configured.
    Closed,
}

/// What a person signs in for.
#[derive(Clone, Copy)]
pub enum Errand<'a> {
    /// To decide on an app's request.
    Approval {
        /// Id of the approval.
        id: &'a str,
        /// Value of its cookie.
        browser: &'a str,
    },
    /// To use the server's own pages.
    Member {
        /// Value of the member's cookie.
        browser: &'a str,
    },
}

impl Errand<'_> {
    /// What a stored visit says of it: nothing that could be used in its place.
    fn mark(&self) -> String {
        match self {
            Self::Approval { id, browser } => secret::derive(browser, id.as_bytes(), "visit for an approval"),
            Self::Member { browser } => secret::derive(browser, &[], "visit of a member"),
        }
    }
}

/// A browser that leaves.
pub struct Departure {
    /// Where it goes.
    pub target: String,
    /// The state with which it will come back. Names the cookie that tells what for.
    pub state: String,
}

/// A browser that came back.
pub struct Arrival<'a> {
    /// What the person signs in for, as the browser's cookies say.
    pub errand: Errand<'a>,
    /// What the provider sent with it.
    pub parameters: &'a Parameters,
    /// Language of the pages: `en` or `es`.
    pub language: &'a str,
    /// Network address of the browser.
    pub address: &'a str,
}

impl Auth {
    /// How people sign in.
    pub fn sign_in_way(&self) -> Way<'_> {
        match &self.identity {
            Some(IdentityProvider::Password(_)) => Way::Password,
            Some(IdentityProvider::Redirect(provider)) => Way::Elsewhere(provider.name()),
            None => Way::Closed,
        }
    }

    /// The state of an answer.
    pub fn state_of<'a>(&self, parameters: &'a Parameters) -> Option<&'a str> {
        parameters.once(self.redirect_provider().ok()?.state_parameter()).ok()?
    }

    /// Sends a browser to the provider.
    pub async fn depart(&self, errand: &Errand<'_>, language: &str) -> Result<Departure, SignInError> {
        let provider = self.redirect_provider()?;
        match errand {
            Errand::Approval { id, browser } => {
                self.open_approval(id, browser).await.map_err(SignInError::Approval)?;
            }
            Errand::Member { browser: "" } => return Err(SignInError::Lost),
            Errand::Member { .. } => {}
        }
        let (state, now) = (self.secret(), self.now());
        let target = provider.depart(&self.visit(&state, language)).await?;
        let visit = BrowserSession {
            id: secret::hash(&state),
            content: errand.mark(),
            person: None,
            created_at: now,
            seen_at: now,
            expires_at: now.plus_seconds(VISIT_SECONDS),
        };
        self.platform.begin_session(&visit).await?;
        Ok(Departure { target, state })
    }

    /// Signs in who came back. Returns the new value of the cookie of what they signed in for: whoever planted the
    /// old one does not know it (session fixation).
    pub async fn arrive(&self, arrival: &Arrival<'_>) -> Result<String, SignInError> {
        let state = self.state_of(arrival.parameters).ok_or(SignInError::Lost)?;
        self.take_visit(&secret::hash(state), &arrival.errand).await?;
        let client_id = match &arrival.errand {
            Errand::Approval { id, browser } => {
                let open = self.open_approval(id, browser).await.map_err(SignInError::Approval)?;
                Some(open.app.client_id)
            }
            Errand::Member { .. } => None,
        };
        let result = self.identify_arrival(arrival, state).await;
        let person = self.record_sign_in(arrival.address, client_id.as_deref(), result).await?;
        match arrival.errand {
            Errand::Approval { id, browser } => {
                let moved = self.move_approval(&secret::hash(id), browser, Some(person)).await;
                moved.map_err(SignInError::Approval)
            }
            Errand::Member { browser } => self.begin_member(browser, person).await,
        }
    }

    /// Where a member ends what the provider remembers of them, and is then sent to the start page.
    pub async fn sign_out_elsewhere(&self) -> Option<String> {
        let provider = self.redirect_provider().ok()?;
        provider.sign_out(&format!("{}/", self.config.base_url)).await
    }

    /// Ends the visit, if it is one of this errand. One of another browser is left to that one.
    async fn take_visit(&self, id: &Hash, errand: &Errand<'_>) -> Result<(), SignInError> {
        let own = |visit: &BrowserSession| {
            secret::same(visit.content.as_bytes(), errand.mark().as_bytes()) && self.now() < visit.expires_at
        };
        self.platform.session(id).await?.filter(own).ok_or(SignInError::Lost)?;
        // Of several that come back with one state, one goes on.
        self.platform.end_session(id).await?.map(drop).ok_or(SignInError::Lost)
    }

    async fn identify_arrival(&self, arrival: &Arrival<'_>, state: &str) -> Result<PersonId, SignInError> {
        let (provider, now) = (self.redirect_provider()?, self.now());
        let bounds = self.bounds([Failing::Address(arrival.address)]);
        if let Some(retry_after) = self.wait(&bounds, now).await? {
            return Err(SignInError::TooMany { retry_after });
        }
        let visit = self.visit(state, arrival.language);
        let arrived = provider.arrive(&visit, arrival.parameters).await;
        if let Err(IdentityError::Untrusted) = &arrived
            && let Some(retry_after) = self.fail(&bounds, now).await?
        {
            return Err(SignInError::TooMany { retry_after });
        }
        self.matched(&arrived?).await
    }

    fn redirect_provider(&self) -> Result<&dyn RedirectProvider, SignInError> {
        match &self.identity {
            Some(IdentityProvider::Redirect(provider)) => Ok(provider.as_ref()),
            Some(IdentityProvider::Password(_)) | None => Err(SignInError::NotConfigured),
        }
    }

    fn visit<'a>(&self, state: &'a str, language: &'a str) -> Visit<'a> {
        Visit { state, redirect_uri: format!("{}{CALLBACK}", self.config.base_url), language }
    }
}
