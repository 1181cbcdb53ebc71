//! How a token request is refused.

use crate::client::ClientError;
use crate::credential::CredentialError;
use crate::dpop::DpopError;
use crate::failure::{Failure, fails_with_the_store};
use crate::key::SigningKeyError;
use crate::parameters::Repeated;
use crate::reply::{OAuthError, Reply};
use crate::scope::ScopeError;

/// Why no token is given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// A parameter is repeated.
    #[error("Parameter {} is repeated.", .0.0)]
    Repeated(Repeated),
    /// The app is not known.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// No `grant_type`.
    #[error("grant_type is missing.")]
    MissingGrantType,
    /// A `grant_type` that this server does not have.
    #[error("grant_type must be authorization_code, refresh_token or client_credentials.")]
    UnsupportedGrantType,
    /// A `grant_type` that this app may not use.
    #[error("This app may not use this grant_type.")]
    GrantNotAllowed,
    /// No `code`.
    #[error("code is missing.")]
    MissingCode,
    /// No `code_verifier`.
    #[error("Code verifier required.")]
    MissingVerifier,
    /// A `code_verifier` of the wrong length or letters.
    #[error("code_verifier must be 43 to 128 unreserved characters (RFC 7636 4.1).")]
    MalformedVerifier,
    /// The code is unknown, expired, of another app, or sent with another redirect URI or verifier.
    #[error(
        "The code is not valid: unknown, expired, of another app, or sent with another redirect_uri or code_verifier."
    )]
    BadCode,
    /// The code was used before.
    #[error("The code was used before. The tokens that it gave are revoked.")]
    CodeReplayed,
    /// No `refresh_token`.
    #[error("Missing refresh token parameter.")]
    MissingRefreshToken,
    /// The refresh token is unknown, of another app, or its family was revoked or replaced.
    #[error("The refresh token is not valid.")]
    BadRefreshToken,
    /// The refresh token was rotated before.
    #[error("The refresh token was used before. All tokens of this authorization are revoked.")]
    RefreshReused,
    /// The app's type of data access knows no refresh.
    #[error(
        "Your application is not allowed to refresh tokens. To refresh Medicare data, end user must re-authenticate and consent to share their data."
    )]
    RefreshNotAllowed,
    /// The grant has run out.
    #[error(
        "User access has timed out. To refresh Medicare data, end user must re-authenticate and consent to share their data."
    )]
    GrantExpired,
    /// The grant was ended.
    #[error(
        "User access cannot be found. To refresh Medicare data, end user must re-authenticate and consent to share their data."
    )]
    GrantEnded,
    /// A scope that is malformed or has a filter.
    #[error(transparent)]
    Scope(ScopeError),
    /// More than was consented to, or than this app may have.
    #[error("The scope asked for exceeds what this app may have.")]
    ExcessiveScope,
    /// Client credentials without a scope.
    #[error("scope is missing.")]
    MissingScope,
    /// The proof of a key proves nothing, or the wrong key.
    #[error(transparent)]
    Dpop(#[from] DpopError),
    /// The person's credential is not taken.
    #[error(transparent)]
    Credential(#[from] CredentialError),
    /// The server failed.
    #[error(transparent)]
    Failed(Failure),
}

impl OAuthError for TokenError {
    fn reply(&self) -> Reply {
        let say = |status, error| Reply::new(status, error, self.to_string());
        match self {
            Self::Client(error) => error.reply(),
            Self::Dpop(error) => error.reply(),
            Self::Credential(error) => error.reply(),
            Self::Failed(failure) => failure.reply(),
            Self::RefreshNotAllowed | Self::GrantEnded => say(403, self.word()),
            Self::GrantExpired => say(401, self.word()),
            _ => say(400, self.word()),
        }
    }
}

impl TokenError {
    /// OAuth error code (RFC 6749 5.2).
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Client(error) => error.reply().error,
            Self::Dpop(error) => error.reply().error,
            Self::Credential(error) => error.reply().error,
            Self::Repeated(_)
            | Self::MissingGrantType
            | Self::MissingCode
            | Self::MissingVerifier
            | Self::MalformedVerifier
            | Self::MissingRefreshToken
            | Self::MissingScope => "invalid_request",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::GrantNotAllowed => "unauthorized_client",
            Self::RefreshNotAllowed => "invalid_client",
            Self::BadCode
            | Self::CodeReplayed
            | Self::BadRefreshToken
            | Self::RefreshReused
            | Self::GrantExpired
            | Self::GrantEnded => "invalid_grant",
            Self::Scope(_) | Self::ExcessiveScope => "invalid_scope",
            Self::Failed(failure) => failure.code(),
        }
    }
}

impl From<SigningKeyError> for TokenError {
    fn from(error: SigningKeyError) -> Self {
        tracing::error!(%error, "cannot sign an identity token");
        Self::Failed(error.failure())
    }
}

fails_with_the_store!(TokenError, "a token request failed");
