//! A member's session with the server's own pages.

use bluestem_model::id::PersonId;
use bluestem_model::time::Timestamp;
use bluestem_store::platform::BrowserSession;

use crate::failure::{Failure, fails_with_the_store};
use crate::reply::{OAuthError, Reply};
use crate::sign_in::{Attempt, SignInError};
use crate::{Auth, secret};

/// Seconds between two notes that a session is in use.
const NOTE_SECONDS: i64 = 30;
/// What the forms of a session are made for.
const FORMS: &str = "member forms";
/// What the content of a member's session says.
const CONTENT: &str = "member";

/// Why a member's page does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MemberError {
    /// No session, or one that ended.
    #[error("Sign in first.")]
    NotSignedIn,
    /// The form was not made for this browser.
    #[error("This form is out of date.")]
    Forged,
    /// There is no such connection of this person.
    #[error("There is no such connection.")]
    Unknown,
    /// The server failed.
    #[error(transparent)]
    Failed(Failure),
}

impl OAuthError for MemberError {
    fn reply(&self) -> Reply {
        match self {
            Self::NotSignedIn => Reply::new(401, "access_denied", self.to_string()),
            Self::Forged => Reply::new(403, "invalid_request", self.to_string()),
            Self::Unknown => Reply::new(404, "invalid_request", self.to_string()),
            Self::Failed(failure) => failure.reply(),
        }
    }
}

fails_with_the_store!(MemberError, "cannot show a member's page");

/// What a member's sign-in form sends.
pub struct MemberSignIn<'a> {
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

/// A member who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who it is, by the surviving key.
    pub(crate) person: PersonId,
    /// Their name, where the record has one.
    pub name: Option<String>,
    /// Value of the forms' hidden field against forgery.
    pub csrf: String,
}

impl Member {
    /// Refuses a form that was not made for this session.
    pub(crate) fn check_csrf(&self, csrf: &str) -> Result<(), MemberError> {
        if secret::same(self.csrf.as_bytes(), csrf.as_bytes()) { Ok(()) } else { Err(MemberError::Forged) }
    }
}

impl Auth {
    /// Value of the hidden field of the forms that this browser is shown, signed in or not.
    pub fn member_form(&self, browser: &str) -> String {
        secret::derive(browser, &[], FORMS)
    }

    /// Signs a member in to the server's own pages. Returns the new value of the browser's cookie: whoever
    /// planted the old one does not know it (session fixation).
    pub async fn member_sign_in(&self, form: &MemberSignIn<'_>) -> Result<String, SignInError> {
        let expected = self.member_form(form.browser);
        if form.browser.is_empty() || !secret::same(expected.as_bytes(), form.csrf.as_bytes()) {
            return Err(SignInError::Forged);
        }
        let attempt = Attempt { username: form.username, password: form.password, address: form.address };
        let person = self.sign_in_recorded(&attempt, None).await?;
        self.begin_member(form.browser, person).await
    }

    /// Begins the session of a member who has signed in, in place of what `before` stood for. Returns the value of
    /// the browser's cookie.
    pub(crate) async fn begin_member(&self, before: &str, person: PersonId) -> Result<String, SignInError> {
        self.platform.end_session(&secret::hash(before)).await?;
        let (browser, now) = (self.new_browser(), self.now());
        let session = BrowserSession {
            id: secret::hash(&browser),
            content: CONTENT.to_owned(),
            person: Some(person),
            created_at: now,
            seen_at: now,
            expires_at: now.plus_seconds(self.config.member_seconds),
        };
        self.platform.begin_session(&session).await?;
        Ok(browser)
    }

    /// The member who is signed in in this browser.
    pub async fn member(&self, browser: &str) -> Result<Member, MemberError> {
        let (id, now) = (secret::hash(browser), self.now());
        let session = self.platform.session(&id).await?.filter(|session| self.is_open(session, now));
        let person = session.as_ref().and_then(|session| session.person).ok_or(MemberError::NotSignedIn)?;
        if session.is_some_and(|session| session.seen_at.plus_seconds(NOTE_SECONDS) <= now) {
            self.platform.see_session(&id, now).await?;
        }
        let name = self.name_of(person).await?.map(|name| name.full());
        Ok(Member { person, name, csrf: self.member_form(browser) })
    }

    /// Ends the member's session in this browser.
    pub async fn member_sign_out(&self, browser: &str, csrf: &str) -> Result<(), MemberError> {
        self.member(browser).await?.check_csrf(csrf)?;
        self.platform.end_session(&secret::hash(browser)).await?;
        Ok(())
    }

    fn is_open(&self, session: &BrowserSession, now: Timestamp) -> bool {
        let idle_until = session.seen_at.plus_seconds(self.config.member_idle_seconds);
        session.content == CONTENT && now < session.expires_at && now < idle_until
    }
}
