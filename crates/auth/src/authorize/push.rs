//! Pushed authorization requests (RFC 9126): an app sends its request to the server first, proves that it is the
//! app, and gives the browser a reference to it that works once and soon.

use bluestem_store::platform::PushedRequest;
use serde::Serialize;

use super::error::{AuthorizeError, AuthorizePageError};
use super::request::trusted_redirect;
use crate::client::{ClientError, ClientRequest};
use crate::dpop::{self, DpopError};
use crate::failure::{Failure, fails_with_the_store};
use crate::parameters::{Parameters, Repeated};
use crate::reply::{OAuthError, Reply};
use crate::{Auth, secret};

/// What a `request_uri` of this server begins with.
const URN: &str = "urn:ietf:params:oauth:request_uri:";
/// Parameters that prove the app; they are no part of the request.
const PROOF: [&str; 3] = ["client_secret", "client_assertion", "client_assertion_type"];

/// The answer to a pushed request; status 201.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pushed {
    /// What the browser brings, with `client_id`.
    pub request_uri: String,
    /// Seconds for which it holds.
    pub expires_in: i64,
}

/// Why a request is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PushError {
    /// A parameter is repeated.
    #[error("Parameter {} is repeated.", .0.0)]
    Repeated(Repeated),
    /// The app is not known.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// `request_uri` itself may not be pushed (RFC 9126 2.1).
    #[error("request_uri cannot be pushed.")]
    RequestUri,
    /// The redirect URI is missing or none of the app's.
    #[error(transparent)]
    Redirect(AuthorizePageError),
    /// The request would be refused.
    #[error(transparent)]
    Request(AuthorizeError),
    /// The proof of a key proves nothing, or of another key than `dpop_jkt`.
    #[error(transparent)]
    Dpop(#[from] DpopError),
    /// The server failed.
    #[error(transparent)]
    Failed(Failure),
}

impl OAuthError for PushError {
    fn reply(&self) -> Reply {
        match self {
            Self::Client(error) => error.reply(),
            Self::Dpop(error) => error.reply(),
            Self::Repeated(_) | Self::RequestUri | Self::Redirect(_) => {
                Reply::new(400, "invalid_request", self.to_string())
            }
            Self::Request(AuthorizeError::Failed(failure)) | Self::Failed(failure) => failure.reply(),
            Self::Request(error) => Reply::new(400, error.code(), self.to_string()),
        }
    }
}

fails_with_the_store!(PushError, "cannot keep a pushed request");

impl Auth {
    /// Checks an authorization request as [`Auth::begin_authorization`] will, and keeps it for that app.
    pub async fn push_authorization(&self, request: &ClientRequest<'_>) -> Result<Pushed, PushError> {
        request.parameters.check_unique().map_err(PushError::Repeated)?;
        let app = self.client(request).await?;
        if request.parameters.get("request_uri").is_some() {
            return Err(PushError::RequestUri);
        }
        let key = self.proven_key(&request.call, None).await?;
        let mut asked = request.parameters.without(&PROOF).with("client_id", &app.client_id);
        if let Some(key) = &key {
            dpop::check_key(asked.get("dpop_jkt"), Some(key))?;
            asked = asked.with("dpop_jkt", key);
        }
        let redirect_uri = trusted_redirect(&app, &asked).map_err(PushError::Redirect)?;
        self.check_request(&app, redirect_uri, &asked).map_err(PushError::Request)?;
        let reference = self.secret();
        let pushed = PushedRequest {
            id: secret::hash(&reference),
            client_id: app.client_id,
            content: serde_json::to_string(&asked).map_err(|_| PushError::Failed(Failure::Broken))?,
            expires_at: self.now().plus_seconds(self.config.pushed_seconds),
        };
        self.platform.push_request(&pushed).await?;
        Ok(Pushed { request_uri: format!("{URN}{reference}"), expires_in: self.config.pushed_seconds })
    }

    /// The pushed request that `parameters` refer to, which is used up; None when they refer to none.
    pub(super) async fn pushed_request(
        &self,
        parameters: &Parameters,
    ) -> Result<Option<Parameters>, AuthorizePageError> {
        let reference = parameters.get("request_uri").and_then(|uri| uri.strip_prefix(URN));
        let Some(reference) = reference else { return Ok(None) };
        let client_id = parameters.once("client_id").map_err(|_| AuthorizePageError::Repeated)?;
        let client_id = client_id.ok_or(AuthorizePageError::MissingClient)?;
        let pushed = self.platform.take_pushed_request(&secret::hash(reference)).await?;
        let now = self.now();
        let pushed = pushed.filter(|pushed| pushed.client_id == client_id && now < pushed.expires_at);
        let content = pushed.ok_or(AuthorizePageError::PushedRequest)?.content;
        serde_json::from_str(&content).map(Some).map_err(|_| AuthorizePageError::PushedRequest)
    }
}
