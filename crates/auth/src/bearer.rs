//! From a token to an [`Access`]: the only place where one is made.

use std::sync::Arc;

use bluestem_model::access::{Access, Agent, People};
use bluestem_model::label::Labels;
use bluestem_store::platform::Token;

use crate::dpop::{self, Call, DpopError};
use crate::failure::{Failure, fails_with_the_store};
use crate::reply::{OAuthError, Reply};
use crate::scope::{Context, ScopeSet};
use crate::{Auth, secret};

/// Why a token opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BearerError {
    /// No token in the `Authorization` header.
    #[error("Authentication credentials were not provided: send Authorization: Bearer and an access token.")]
    Missing,
    /// The token stands in the query, where logs keep it.
    #[error(
        "Using the access token in the query parameters is not supported. Use the Authorization header instead."
    )]
    InQuery,
    /// Unknown, expired, revoked, or of an app that is switched off: from outside these look the same.
    #[error("The access token is not valid: unknown, expired or revoked.")]
    Invalid,
    /// The person's consent has run out.
    #[error(
        "User access has timed out. To refresh Medicare data, end user must re-authenticate and consent to share their data."
    )]
    GrantExpired,
    /// The token lacks the scope.
    #[error("The access token does not cover this request.")]
    InsufficientScope,
    /// The proof of the key that the token is bound to.
    #[error(transparent)]
    Dpop(#[from] DpopError),
    /// The server failed.
    #[error(transparent)]
    Failed(Failure),
}

impl OAuthError for BearerError {
    /// RFC 6750 3.1.
    fn reply(&self) -> Reply {
        let say =
            |status, error, challenge| Reply::new(status, error, self.to_string()).with_challenge(challenge);
        match self {
            Self::Missing => say(401, "invalid_token", "Bearer realm=\"bluestem\""),
            Self::InQuery => {
                say(400, "invalid_request", "Bearer realm=\"bluestem\", error=\"invalid_request\"")
            }
            Self::Invalid | Self::GrantExpired => {
                say(401, "invalid_token", "Bearer realm=\"bluestem\", error=\"invalid_token\"")
            }
            Self::InsufficientScope => {
                say(403, "insufficient_scope", "Bearer realm=\"bluestem\", error=\"insufficient_scope\"")
            }
            Self::Dpop(error) => error.resource_reply(),
            Self::Failed(failure) => failure.reply(),
        }
    }
}

fails_with_the_store!(BearerError, "cannot check a token");

/// A token as a request presents it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presented<'a> {
    token: &'a str,
    /// The call, where the token came with the scheme DPoP.
    call: Option<Call<'a>>,
}

impl<'a> Presented<'a> {
    /// A token that needs no proof.
    pub fn bearer(token: &'a str) -> Self {
        Self { token, call: None }
    }

    /// The token of an `Authorization` header (RFC 6750 2.1, RFC 9449 7.1).
    pub fn from_header(authorization: Option<&'a str>, call: Call<'a>) -> Result<Self, BearerError> {
        let (scheme, token) =
            authorization.and_then(|header| header.split_once(' ')).ok_or(BearerError::Missing)?;
        let token = token.trim_matches(' ');
        let b68 = |byte: u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/' | b'=')
        };
        let proven = scheme.eq_ignore_ascii_case("dpop");
        if !proven && !scheme.eq_ignore_ascii_case("bearer") {
            Err(BearerError::Missing)
        } else if token.is_empty() || token.len() > 512 || !token.bytes().all(b68) {
            Err(BearerError::Invalid)
        } else {
            Ok(Self { token, call: proven.then_some(call) })
        }
    }
}

impl Auth {
    /// What whoever presents this access token may see. One indexed lookup at most; what is revoked is void at
    /// once, whichever process revoked it.
    pub async fn access(&self, presented: &Presented<'_>) -> Result<Access, BearerError> {
        let token = self.presented_token(presented).await?;
        let own = ScopeSet::stored(&token.scope)?;
        let app = ScopeSet::stored(&token.app_scopes)?;
        let agent =
            Agent { client_id: token.client_id.clone(), grant: token.grant.as_ref().map(|grant| grant.id) };
        let Some(grant) = &token.grant else {
            // An organisation that the payer itself trusts with everybody's claims, as BFD's partners.
            let rights = own.rights(Context::System, &[&app]);
            return Ok(Access::grant(
                agent,
                People::All,
                rights,
                Labels::NONE,
                token.app_claims,
                token.expires_at,
            ));
        };
        let consented = ScopeSet::stored(&grant.scope)?;
        let rights = own.rights(Context::Patient, &[&app, &consented]);
        let until = grant.expires_at.map_or(token.expires_at, |end| end.min(token.expires_at));
        Ok(Access::grant(agent, People::One(grant.person), rights, grant.withheld, token.app_claims, until))
    }

    /// The stored token, if it holds and whoever presents it proves the key that it is bound to. A bound token is no
    /// bearer token, and the scheme DPoP is for bound ones alone (RFC 9449 7).
    pub(crate) async fn presented_token(&self, presented: &Presented<'_>) -> Result<Arc<Token>, BearerError> {
        let token = self.live_token(presented.token).await?;
        let Some(call) = &presented.call else {
            return if token.key.is_none() { Ok(token) } else { Err(DpopError::Missing.into()) };
        };
        let bound = token.key.as_deref().ok_or(BearerError::Invalid)?;
        let proven = self.proven_key(call, Some(presented.token)).await?;
        dpop::check_key(Some(bound), proven.as_deref())?;
        Ok(token)
    }

    /// The stored token, if it holds.
    pub(crate) async fn live_token(&self, bearer: &str) -> Result<Arc<Token>, BearerError> {
        let now = self.now();
        let found = self.tokens.token(self.platform.as_ref(), &secret::hash(bearer)).await?;
        let token = found.ok_or(BearerError::Invalid)?;
        let ended = token.grant.as_ref().is_some_and(|grant| grant.ended.is_some());
        if token.revoked || ended || !token.app_active || token.expires_at <= now {
            return Err(BearerError::Invalid);
        }
        if token.grant.as_ref().is_some_and(|grant| grant.has_expired(now)) {
            return Err(BearerError::GrantExpired);
        }
        Ok(token)
    }
}
