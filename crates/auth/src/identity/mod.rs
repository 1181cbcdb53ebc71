//! How people prove who they are.

mod sandbox;

pub use sandbox::{SandboxIdentity, SyntheticPeople};

use async_trait::async_trait;
use bluestem_model::id::PersonId;

/// Who a provider says has signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asserted {
    /// The person with this key.
    Person(PersonId),
    /// The person with this Medicare Beneficiary Identifier.
    Mbi(String),
}

/// Why nobody was asserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// User name or password is wrong.
    #[error("user name or password is wrong")]
    WrongCredentials,
    /// The provider does not answer.
    #[error("the identity provider does not answer")]
    Unavailable,
}

/// One way to prove who one is.
#[async_trait]
pub trait IdentityProvider: Send + Sync {
    /// Checks user name and password.
    async fn verify(&self, username: &str, password: &str) -> Result<Asserted, IdentityError>;
}
