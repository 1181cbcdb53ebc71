//! Sign-in of the person who is asked.

use bluestem_model::id::PersonId;
use bluestem_store::audit::{AuditEvent, EventKind, Outcome};

use crate::Auth;
use crate::authorize::ApprovalError;
use crate::failure::{Failure, fails_with_the_store};
use crate::identity::{Asserted, IdentityError, IdentityProvider};
use crate::limits::Failing;
use crate::person::Match;
use crate::reply::{OAuthError, Reply};

/// What the sign-in form sends.
pub struct SignIn<'a> {
    /// Id of the approval.
    pub approval: &'a str,
    /// Value of the browser's cookie.
    pub browser: &'a str,
    /// The form's hidden field against forgery.
    pub csrf: &'a str,
    /// User name as typed.
    pub username: &'a str,
    /// Password as typed.
    pub password: &'a str,
    /// Network address of the browser.
    pub address: &'a str,
}

/// One try to prove who one is.
pub(crate) struct Attempt<'a> {
    pub(crate) username: &'a str,
    pub(crate) password: &'a str,
    pub(crate) address: &'a str,
}

/// Why nobody is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// The approval does not go on.
    #[error(transparent)]
    Approval(ApprovalError),
    /// The form was not made for this browser.
    #[error("This form is out of date.")]
    Forged,
    /// This way of signing in is not configured.
    #[error("Sign-in is not set up on this server.")]
    NotConfigured,
    /// Nobody left for the provider from this browser, or it is too long ago, or they have come back before.
    #[error("This sign-in has expired or was begun in another browser.")]
    Lost,
    /// The person did not sign in at the provider.
    #[error("You did not sign in.")]
    Declined,
    /// What came from the provider, or in its name, is not to be believed.
    #[error("The sign-in cannot be trusted.")]
    Untrusted,
    /// User name or password is wrong; which one is not said.
    #[error("User name or password is wrong.")]
    WrongCredentials,
    /// The identity is good, yet no record belongs to it.
    #[error("Your records cannot be found at this time.")]
    NoRecord,
    /// The identity is good, yet records of several people belong to it.
    #[error("Your records cannot be told apart from another person's.")]
    Ambiguous,
    /// Too many failures of this account or address.
    #[error("Too many failed attempts.")]
    TooMany {
        /// Seconds to wait.
        retry_after: i64,
    },
    /// The server or the identity provider failed.
    #[error(transparent)]
    Failed(Failure),
}

impl OAuthError for SignInError {
    fn reply(&self) -> Reply {
        match self {
            Self::Approval(error) => error.reply(),
            Self::Forged => Reply::new(403, "invalid_request", self.to_string()),
            Self::NotConfigured => Reply::new(501, "server_error", self.to_string()),
            Self::Lost => Reply::new(400, "invalid_request", self.to_string()),
            Self::WrongCredentials | Self::Declined | Self::Untrusted => {
                Reply::new(401, "access_denied", self.to_string())
            }
            Self::NoRecord => Reply::new(404, "access_denied", self.to_string()),
            Self::Ambiguous => Reply::new(409, "access_denied", self.to_string()),
            Self::TooMany { retry_after } => Reply::too_many(*retry_after),
            Self::Failed(failure) => failure.reply(),
        }
    }
}

impl SignInError {
    /// The word by which it is recorded, and by which a page is asked to tell of it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Approval(_) => "approval",
            Self::Forged => "forged",
            Self::NotConfigured => "not-configured",
            Self::WrongCredentials => "wrong-credentials",
            Self::Lost => "lost",
            Self::Declined => "declined",
            Self::Untrusted => "untrusted",
            Self::NoRecord => "no-record",
            Self::Ambiguous => "ambiguous",
            Self::TooMany { .. } => "too-many",
            Self::Failed(Failure::Away) => "unavailable",
            Self::Failed(Failure::Broken) => "failed",
        }
    }
}

impl From<IdentityError> for SignInError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::WrongCredentials => Self::WrongCredentials,
            IdentityError::Declined => Self::Declined,
            IdentityError::Unidentified => Self::NoRecord,
            IdentityError::Untrusted => Self::Untrusted,
            IdentityError::Unavailable => Self::Failed(Failure::Away),
        }
    }
}

fails_with_the_store!(SignInError, "cannot sign a person in");

impl Auth {
    /// Signs a person in for an approval. Returns the new value of the browser's cookie.
    pub async fn sign_in(&self, form: &SignIn<'_>) -> Result<String, SignInError> {
        let open = self.open_approval(form.approval, form.browser).await.map_err(SignInError::Approval)?;
        open.check_csrf(form.csrf).map_err(SignInError::Approval)?;
        let attempt = Attempt { username: form.username, password: form.password, address: form.address };
        let person = self.sign_in_recorded(&attempt, Some(&open.app.client_id)).await?;
        let moved = self.move_approval(&open.approval.id, form.browser, Some(person)).await;
        moved.map_err(SignInError::Approval)
    }

    /// Signs a person in, for an app or for the server's own pages, and records how it ended.
    pub(crate) async fn sign_in_recorded(
        &self,
        attempt: &Attempt<'_>,
        client_id: Option<&str>,
    ) -> Result<PersonId, SignInError> {
        let result = self.identify(attempt).await;
        self.record_sign_in(attempt.address, client_id, result).await
    }

    async fn identify(&self, form: &Attempt<'_>) -> Result<PersonId, SignInError> {
        let Some(IdentityProvider::Password(provider)) = &self.identity else {
            return Err(SignInError::NotConfigured);
        };
        let account = form.username.trim().to_lowercase();
        let own = self.bounds([Failing::AccountFrom(&account, form.address), Failing::Account(&account)]);
        let address = self.bounds([Failing::Address(form.address)]);
        let (all, now) = ([&own[..], &address[..]].concat(), self.now());
        // A look first, so that who waits writes nothing.
        if let Some(retry_after) = self.wait(&all, now).await? {
            return Err(SignInError::TooMany { retry_after });
        }
        // Then the attempt counts before it is made: of any number that are made at once, no more are tried than are
        // allowed. Those that are not tried do not count, or a flood from one address would lock the owner out.
        if let Some(retry_after) = self.fail(&all, now).await? {
            self.take_back(&all, &[]).await?;
            return Err(SignInError::TooMany { retry_after });
        }
        let verified = provider.verify(form.username, form.password).await;
        match &verified {
            Ok(_) => self.take_back(&address, &own).await?,
            Err(IdentityError::WrongCredentials) => {}
            Err(_) => self.take_back(&all, &[]).await?,
        }
        self.matched(&verified?).await
    }

    /// The one person whose record it is.
    pub(crate) async fn matched(&self, asserted: &Asserted) -> Result<PersonId, SignInError> {
        match self.match_person(asserted).await? {
            Match::Person(person) => Ok(person),
            Match::Nobody => Err(SignInError::NoRecord),
            Match::Ambiguous => Err(SignInError::Ambiguous),
        }
    }

    /// Records how a sign-in ended, and passes it on: nobody is signed in without a record of it.
    pub(crate) async fn record_sign_in(
        &self,
        address: &str,
        client_id: Option<&str>,
        result: Result<PersonId, SignInError>,
    ) -> Result<PersonId, SignInError> {
        // The failures that led to a wait are recorded; a flood must not fill the trail.
        if matches!(result, Err(SignInError::TooMany { .. })) {
            return result;
        }
        let outcome = if result.is_ok() { Outcome::Success } else { Outcome::Refused };
        let event = AuditEvent {
            client_id: client_id.map(str::to_owned),
            person: result.ok(),
            address: Some(address.to_owned()),
            what: result.err().map(|error| error.word().to_owned()),
            ..AuditEvent::new(self.now(), EventKind::SignIn, outcome)
        };
        self.recorder.append(event).await?;
        result
    }
}
