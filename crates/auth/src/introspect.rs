//! Introspection (RFC 7662) of a client's own tokens.

use serde::Serialize;

use crate::Auth;
use crate::bearer::BearerError;
use crate::client::{ClientError, ClientRequest};
use crate::failure::Failure;
use crate::parameters::Repeated;
use crate::reply::{OAuthError, Reply};
use crate::token::token_type;

/// What a token is. An inactive one is described by `active: false` and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Introspection {
    /// Whether it holds.
    pub active: bool,
    /// Its scopes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The app it was given to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// `Bearer`, or `DPoP` where it is bound to a key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_type: Option<&'static str>,
    /// When it was issued, seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iat: Option<i64>,
    /// From when it is void, seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exp: Option<i64>,
    /// The key that it is bound to (RFC 9449 6.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cnf: Option<Confirmation>,
    /// FHIR id of the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patient: Option<String>,
    /// The issuer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iss: Option<String>,
}

/// How whoever presents a token proves that it is theirs (RFC 7800 3.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confirmation {
    /// SHA-256 thumbprint of the key (RFC 7638).
    pub jkt: String,
}

/// Why a token is not described.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntrospectError {
    /// A parameter is repeated.
    #[error("Parameter {} is repeated.", .0.0)]
    Repeated(Repeated),
    /// The app is not known.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// No `token`.
    #[error("token is missing.")]
    MissingToken,
    /// The server failed.
    #[error(transparent)]
    Failed(Failure),
}

impl OAuthError for IntrospectError {
    fn reply(&self) -> Reply {
        match self {
            Self::Client(error) => error.reply(),
            Self::Repeated(_) | Self::MissingToken => Reply::new(400, "invalid_request", self.to_string()),
            Self::Failed(failure) => failure.reply(),
        }
    }
}

impl Auth {
    /// Describes an access token of the app that asks. Tokens of others look inactive.
    pub async fn introspect(&self, request: &ClientRequest<'_>) -> Result<Introspection, IntrospectError> {
        request.parameters.check_unique().map_err(IntrospectError::Repeated)?;
        let app = self.client(request).await?;
        let token = request.parameters.get("token").ok_or(IntrospectError::MissingToken)?;
        let token = match self.live_token(token).await {
            Ok(token) if token.client_id == app.client_id => token,
            Err(BearerError::Failed(failure)) => return Err(IntrospectError::Failed(failure)),
            _ => return Ok(Introspection::default()),
        };
        Ok(Introspection {
            active: true,
            scope: Some(token.scope.clone()),
            client_id: Some(token.client_id.clone()),
            token_type: Some(token_type(token.key.as_deref())),
            iat: Some(token.issued_at.seconds()),
            exp: Some(token.expires_at.seconds()),
            cnf: token.key.clone().map(|jkt| Confirmation { jkt }),
            patient: token.grant.as_ref().map(|grant| grant.person.to_string()),
            iss: Some(self.config.base_url.clone()),
        })
    }
}
