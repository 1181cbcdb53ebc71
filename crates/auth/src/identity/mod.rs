//! How people prove who they are, and how what they prove leads to their record.

mod oidc;
mod person;
mod sandbox;
mod slsx;

pub use oidc::{OidcProvider, OidcSettings};
pub use person::{PersonRules, Subjects, mbi};
pub use sandbox::{SandboxIdentity, SyntheticPeople};
pub use slsx::{SlsxProvider, SlsxSettings};

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bluestem_model::id::PersonId;
use bluestem_model::matching::Demographics;

use crate::parameters::Parameters;
use crate::secret;

/// Who a provider says has signed in. Holds personal data: its `Debug` tells the kind alone.
#[derive(Clone, PartialEq, Eq)]
pub enum Asserted {
    /// The person with this key.
    Person(PersonId),
    /// The person with this Medicare Beneficiary Identifier.
    Mbi(String),
    /// The person whom these demographics fit.
    Demographics(Box<Demographics>),
}

impl fmt::Debug for Asserted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Person(_) => "Person",
            Self::Mbi(_) => "Mbi",
            Self::Demographics(_) => "Demographics",
        })
    }
}

/// Why nobody was asserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// User name or password is wrong.
    #[error("user name or password is wrong")]
    WrongCredentials,
    /// The person did not sign in at the provider.
    #[error("the person did not sign in at the identity provider")]
    Declined,
    /// The provider knows the person, but says nothing of them by which a record could be found.
    #[error("the identity provider says nothing by which a record could be found")]
    Unidentified,
    /// What came from the provider, or in its name, is not to be believed.
    #[error("the identity provider's answer is not to be believed")]
    Untrusted,
    /// The provider does not answer.
    #[error("the identity provider does not answer")]
    Unavailable,
}

/// The one way in which people sign in; the configuration chooses it.
#[derive(Clone)]
pub enum IdentityProvider {
    /// By user name and password, on this server's own page.
    Password(Arc<dyn PasswordProvider>),
    /// At another server, to which the browser goes and from which it comes back.
    Redirect(Arc<dyn RedirectProvider>),
}

/// Checks passwords.
#[async_trait]
pub trait PasswordProvider: Send + Sync {
    /// Checks user name and password.
    async fn verify(&self, username: &str, password: &str) -> Result<Asserted, IdentityError>;
}

/// Signs people in at another server.
#[async_trait]
pub trait RedirectProvider: Send + Sync {
    /// What people call the place where they sign in.
    fn name(&self) -> &str;

    /// The parameter in which it hands back the state of a visit.
    fn state_parameter(&self) -> &'static str;

    /// Where the browser goes.
    async fn depart(&self, visit: &Visit<'_>) -> Result<String, IdentityError>;

    /// Who came back from this visit with these parameters.
    async fn arrive(&self, visit: &Visit<'_>, parameters: &Parameters) -> Result<Asserted, IdentityError>;

    /// Where a person ends what the provider remembers of them, and is then sent `back`; None where it offers no
    /// such place.
    async fn sign_out(&self, back: &str) -> Option<String>;
}

/// A browser's visit to a provider. Everything secret in it follows from its state, so nothing else is kept.
pub struct Visit<'a> {
    pub(crate) state: &'a str,
    /// Where the provider sends the browser back to.
    pub(crate) redirect_uri: String,
    /// `en` or `es`.
    pub(crate) language: &'a str,
}

impl Visit<'_> {
    /// `nonce` (OpenID Connect 3.1.2.1): the identity token must carry it.
    fn nonce(&self) -> String {
        secret::derive(self.state, &[], "nonce")
    }

    /// `code_verifier` (RFC 7636 4.1).
    fn verifier(&self) -> String {
        secret::derive(self.state, &[], "code verifier")
    }
}
