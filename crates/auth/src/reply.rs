//! How an error is told to a client.

use std::borrow::Cow;

/// What an error becomes on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// OAuth error code (RFC 6749 5.2, RFC 6750 3.1).
    pub error: &'static str,
    /// `error_description`: what to fix, without personal data.
    pub description: Cow<'static, str>,
    /// Value of `WWW-Authenticate`.
    pub challenge: Option<&'static str>,
    /// Value of `Retry-After`, seconds.
    pub retry_after: Option<i64>,
}

impl Reply {
    /// A reply without further headers.
    pub(crate) fn new(status: u16, error: &'static str, description: impl Into<Cow<'static, str>>) -> Self {
        Self { status, error, description: description.into(), challenge: None, retry_after: None }
    }

    /// The reply to somebody who tried too often.
    pub(crate) fn too_many(retry_after: i64) -> Self {
        let description = "Too many failed attempts. Wait before you try again.";
        Self { retry_after: Some(retry_after), ..Self::new(429, "slow_down", description) }
    }

    pub(crate) fn with_challenge(self, challenge: &'static str) -> Self {
        Self { challenge: Some(challenge), ..self }
    }
}

/// An error of an endpoint. Each variant is mapped to the wire once, here.
pub trait OAuthError {
    /// What it becomes on the wire.
    fn reply(&self) -> Reply;
}
