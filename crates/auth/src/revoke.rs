//! Revocation (RFC 7009).

use bluestem_store::audit::{AuditEvent, EventKind, Outcome};
use bluestem_store::platform::{EndReason, Revoked};

use crate::audit::purpose;
use crate::client::{ClientError, ClientRequest};
use crate::failure::{Failure, fails_with_the_store};
use crate::parameters::Repeated;
use crate::reply::{OAuthError, Reply};
use crate::{Auth, secret};

/// What a revocation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// The token, and with a refresh token its family (`o/revoke_token`).
    Token,
    /// The person's grant behind the token, with every token of it (`o/revoke`).
    Grant,
}

/// Why nothing is revoked. A token that nobody knows is no error (RFC 7009 2.2).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RevokeError {
    /// A parameter is repeated.
    #[error("Parameter {} is repeated.", .0.0)]
    Repeated(Repeated),
    /// The app is not known.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// No `token`.
    #[error("token is missing.")]
    MissingToken,
    /// The token was given to another app.
    #[error("Application did not have access to the provided token.")]
    Foreign,
    /// The server failed.
    #[error(transparent)]
    Failed(Failure),
}

impl OAuthError for RevokeError {
    fn reply(&self) -> Reply {
        match self {
            Self::Client(error) => error.reply(),
            Self::Repeated(_) | Self::MissingToken => Reply::new(400, "invalid_request", self.to_string()),
            Self::Foreign => Reply::new(400, "invalid_grant", self.to_string()),
            Self::Failed(failure) => failure.reply(),
        }
    }
}

fails_with_the_store!(RevokeError, "cannot revoke a token");

impl Auth {
    /// Revokes a token of the app that asks. The answer is 200 with an empty body.
    pub async fn revoke(
        &self,
        request: &ClientRequest<'_>,
        revocation: Revocation,
    ) -> Result<(), RevokeError> {
        request.parameters.check_unique().map_err(RevokeError::Repeated)?;
        let app = self.client(request).await?;
        let token = request.parameters.get("token").ok_or(RevokeError::MissingToken)?;
        let now = self.now();
        let revoked = self.platform.revoke_token(&secret::hash(token), &app.client_id, now).await?;
        let grant = match revoked {
            Revoked::Unknown => return Ok(()),
            Revoked::Foreign { grant } | Revoked::Access { grant } => grant,
            Revoked::Family { grant } => Some(grant),
        };
        let foreign = matches!(revoked, Revoked::Foreign { .. });
        let ends = grant.filter(|_| revocation == Revocation::Grant && !foreign);
        if let Some(grant) = ends {
            self.platform.end_grant(grant, EndReason::App, now).await?;
        }
        let kind = if ends.is_some() { EventKind::GrantEnd } else { EventKind::TokenRevoke };
        let outcome = if foreign { Outcome::Refused } else { Outcome::Success };
        let event = AuditEvent {
            purpose: Some(purpose(grant.is_some())),
            client_id: Some(app.client_id),
            grant,
            address: Some(request.address.to_owned()),
            what: foreign.then(|| "invalid_grant".to_owned()),
            ..AuditEvent::new(now, kind, outcome)
        };
        self.recorder.append(event).await?;
        if foreign { Err(RevokeError::Foreign) } else { Ok(()) }
    }
}
