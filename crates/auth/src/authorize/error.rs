//! How an authorization request is refused.

use crate::failure::{Failure, fails_with_the_store};
use crate::reply::{OAuthError, Reply};

/// What the endpoint does instead of asking the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthorizeRefusal {
    /// Show a page: there is no redirect URI that can be trusted.
    Page(AuthorizePageError),
    /// Send the browser to this URI; it carries `error`, `error_description`, `state` and `iss`.
    Redirect(String),
}

/// Why the app cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthorizePageError {
    /// No `client_id`.
    #[error("The request does not say which app it is for (client_id).")]
    MissingClient,
    /// Nobody is registered under this `client_id`.
    #[error("No app is registered under this client_id.")]
    UnknownClient,
    /// The app is switched off.
    #[error("The app is inactive.")]
    InactiveApp {
        /// Its name.
        name: String,
    },
    /// `redirect_uri` is absent and the app has not exactly one.
    #[error("The request does not say where to go back to (redirect_uri).")]
    MissingRedirect,
    /// `redirect_uri` is none of the app's.
    #[error("The redirect_uri is not registered for this app.")]
    ForeignRedirect,
    /// The `request_uri` of a pushed request does not hold, or not for this app.
    #[error(
        "The request_uri is unknown, of another app, expired, or was used before. Start again in the app."
    )]
    PushedRequest,
    /// `client_id` or `redirect_uri` is repeated.
    #[error("client_id or redirect_uri is repeated.")]
    Repeated,
    /// The server failed.
    #[error(transparent)]
    Failed(Failure),
}

impl OAuthError for AuthorizePageError {
    fn reply(&self) -> Reply {
        match self {
            Self::MissingClient
            | Self::MissingRedirect
            | Self::ForeignRedirect
            | Self::PushedRequest
            | Self::Repeated => Reply::new(400, "invalid_request", self.to_string()),
            Self::UnknownClient => Reply::new(400, "invalid_client", self.to_string()),
            Self::InactiveApp { .. } => Reply::new(403, "invalid_client", self.to_string()),
            Self::Failed(failure) => failure.reply(),
        }
    }
}

fails_with_the_store!(AuthorizePageError, "cannot look up who asks for authorization");

/// Why a request of a known app, with a redirect URI of its own, is refused. Told to the app by redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthorizeError {
    /// Some parameter is repeated.
    #[error("A parameter is repeated.")]
    Repeated,
    /// `client_secret` stands in the request, where anybody can read it.
    #[error("client_secret must not be sent to the authorization endpoint.")]
    SecretInRequest,
    /// `request` (RFC 9101).
    #[error("Request objects are not supported.")]
    RequestObject,
    /// A `request_uri` that this server did not give out (RFC 9101).
    #[error("request_uri must be one that this server gave for a pushed request.")]
    RequestUri,
    /// The app may not use the authorization code grant.
    #[error("This app may not use the authorization code grant.")]
    GrantNotAllowed,
    /// No `response_type`.
    #[error("response_type is missing.")]
    MissingResponseType,
    /// A `response_type` other than `code`.
    #[error("response_type must be code.")]
    ResponseType,
    /// A `response_mode` other than `query`.
    #[error("response_mode must be query.")]
    ResponseMode,
    /// No `state`.
    #[error("state is missing.")]
    MissingState,
    /// No `code_challenge`.
    #[error("code_challenge is missing; PKCE (RFC 7636) is required.")]
    MissingChallenge,
    /// `code_challenge_method` is not `S256`.
    #[error("code_challenge_method must be S256.")]
    ChallengeMethod,
    /// `code_challenge` is not base64url of 43 to 128 characters.
    #[error("code_challenge must be 43 to 128 characters of base64url.")]
    Challenge,
    /// `aud` is not this server's FHIR base URL.
    #[error("aud is not the FHIR base URL of this server.")]
    ForeignAudience,
    /// `resource` (RFC 8707) is not this server's.
    #[error("resource is not a FHIR base URL of this server.")]
    ForeignResource,
    /// A scope that is malformed or has a filter.
    #[error(transparent)]
    Scope(crate::scope::ScopeError),
    /// Nothing that was asked for may be given to this app.
    #[error("This app may not be given any of these scopes.")]
    NoScope,
    /// A `prompt` that this server does not know, or `none` beside another.
    #[error("prompt must be login, consent, select_account or none alone.")]
    Prompt,
    /// A `max_age` that is no number of seconds.
    #[error("max_age must be a whole number of seconds.")]
    MaxAge,
    /// A `dpop_jkt` that is no thumbprint of a key.
    #[error("dpop_jkt must be the SHA-256 thumbprint of a key in base64url.")]
    Thumbprint,
    /// `prompt=none`: a person must always decide here.
    #[error("The person must sign in and decide; prompt=none cannot be met.")]
    PromptNone,
    /// The person said no.
    #[error("The person did not share.")]
    Denied,
    /// The server failed.
    #[error(transparent)]
    Failed(Failure),
}

impl AuthorizeError {
    /// OAuth error code (RFC 6749 4.1.2.1, OpenID Connect 3.1.2.6, RFC 8707).
    pub fn code(self) -> &'static str {
        match self {
            Self::RequestObject => "request_not_supported",
            Self::RequestUri => "request_uri_not_supported",
            Self::GrantNotAllowed => "unauthorized_client",
            Self::ResponseType => "unsupported_response_type",
            Self::ForeignResource => "invalid_target",
            Self::Scope(_) | Self::NoScope => "invalid_scope",
            Self::PromptNone => "login_required",
            Self::Denied => "access_denied",
            Self::Failed(failure) => failure.code(),
            Self::Repeated
            | Self::SecretInRequest
            | Self::MissingResponseType
            | Self::ResponseMode
            | Self::MissingState
            | Self::MissingChallenge
            | Self::ChallengeMethod
            | Self::Challenge
            | Self::Prompt
            | Self::MaxAge
            | Self::Thumbprint
            | Self::ForeignAudience => "invalid_request",
        }
    }
}

fails_with_the_store!(AuthorizeError, "cannot store an approval");
