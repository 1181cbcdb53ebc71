//! How the server itself fails a request.

use bluestem_store::StoreError;

use crate::reply::{OAuthError, Reply};

/// How the server itself failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// A store or another server is not available. Nothing was done, or the same request repeated completes it.
    #[error("The service cannot do this at the moment. Try again in a few seconds.")]
    Away,
    /// Something is broken, or what is stored does not read: to repeat the request does not help.
    #[error("The server failed. Name the X-Request-Id to the operator.")]
    Broken,
}

impl Failure {
    /// Seconds after which the same request may work.
    const RETRY_SECONDS: i64 = 5;

    /// OAuth error code (RFC 6749 4.1.2.1).
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Away => "temporarily_unavailable",
            Self::Broken => "server_error",
        }
    }
}

impl OAuthError for Failure {
    fn reply(&self) -> Reply {
        let say = |status| Reply::new(status, self.code(), self.to_string());
        match self {
            Self::Away => Reply { retry_after: Some(Self::RETRY_SECONDS), ..say(503) },
            Self::Broken => say(500),
        }
    }
}

impl From<&StoreError> for Failure {
    fn from(error: &StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::Away,
            StoreError::Backend(_)
            | StoreError::Damaged(_)
            | StoreError::NewerSchema { .. }
            | StoreError::OlderSchema { .. }
            | StoreError::OtherMatchRules
            | StoreError::UnfinishedMove => Self::Broken,
        }
    }
}

/// Makes an endpoint's error of one of a store. What failed is for the log, with what could not be done.
macro_rules! fails_with_the_store {
    ($error:ty, $what:literal) => {
        impl From<bluestem_store::StoreError> for $error {
            fn from(error: bluestem_store::StoreError) -> Self {
                tracing::error!(%error, $what);
                Self::Failed(crate::failure::Failure::from(&error))
            }
        }
    };
}
pub(crate) use fails_with_the_store;
