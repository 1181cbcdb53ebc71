//! The token endpoint (RFC 6749 3.2).

mod app_token;
mod code;
mod error;
mod id_token;
mod person_token;
mod refresh;
mod response;

pub use error::TokenError;
pub use response::TokenResponse;

use bluestem_model::id::PersonId;
use bluestem_model::time::Timestamp;
use bluestem_store::audit::{AuditEvent, EventKind, Outcome, Purpose};
use bluestem_store::platform::{App, DataAccessType, Grant, NewToken};

use crate::audit::purpose;
use crate::client::{ClientError, ClientRequest};
use crate::parameters::Parameters;
use crate::{Auth, credential, secret};

/// What is recorded of a token request.
#[derive(Default)]
struct Trail {
    client_id: Option<String>,
    person: Option<PersonId>,
    grant: Option<i64>,
    scope: Option<String>,
    /// Whether it is recorded already that the tokens are given.
    recorded: bool,
}

impl Trail {
    /// Why the app asked; None while nobody can tell.
    fn purpose(&self) -> Option<Purpose> {
        let of_one_person = self.person.is_some() || self.grant.is_some();
        (of_one_person || self.scope.is_some()).then(|| purpose(of_one_person))
    }
}

/// A token request of a known app.
struct Asked<'a> {
    app: &'a App,
    parameters: &'a Parameters,
    /// Network address of the client.
    address: &'a str,
    /// Thumbprint of the key that the app proved (RFC 9449); None: it offered none.
    key: Option<String>,
}

impl Asked<'_> {
    /// `token_type` of the answer (RFC 9449 5).
    fn token_type(&self) -> &'static str {
        token_type(self.key.as_deref())
    }

    /// What is stored of a new access token.
    fn new_token(&self, access: &str, scope: &str, seconds: i64, now: Timestamp) -> NewToken {
        NewToken {
            hash: secret::hash(access),
            client_id: self.app.client_id.clone(),
            scope: scope.to_owned(),
            issued_at: now,
            expires_at: now.plus_seconds(seconds),
            key: self.key.clone(),
        }
    }
}

/// `token_type` of a token that is bound to this key, or to none.
pub(crate) fn token_type(key: Option<&str>) -> &'static str {
    if key.is_some() { "DPoP" } else { "Bearer" }
}

impl Auth {
    /// Answers a token request. The answer carries `Cache-Control: no-store` and `Pragma: no-cache`.
    pub async fn token(&self, request: &ClientRequest<'_>) -> Result<TokenResponse, TokenError> {
        let mut trail = Trail::default();
        let result = self.grant_token(request, &mut trail).await;
        if matches!(result, Err(TokenError::Client(ClientError::TooMany { .. }))) {
            // The failures that led here are recorded; a flood must not fill the trail.
            return result;
        }
        if !(result.is_ok() && trail.recorded) {
            // Durable before the answer; if it fails the client asks again: a refresh gives the same tokens.
            let kind = kind(request.parameters, result.as_ref().err());
            let event = self.token_event(kind, request.address, &trail, result.as_ref().err());
            self.recorder.append(event).await?;
        }
        result
    }

    async fn grant_token(
        &self,
        request: &ClientRequest<'_>,
        trail: &mut Trail,
    ) -> Result<TokenResponse, TokenError> {
        let parameters = request.parameters;
        parameters.check_unique().map_err(TokenError::Repeated)?;
        let grant_type = parameters.get("grant_type").ok_or(TokenError::MissingGrantType)?;
        let app = self.client(request).await?;
        trail.client_id = Some(app.client_id.clone());
        let key = self.proven_key(&request.call, None).await?;
        let asked = Asked { app: &app, parameters, address: request.address, key };
        match grant_type {
            "authorization_code" => self.exchange_code(&asked, trail).await,
            "refresh_token" => self.refresh(&asked, trail).await,
            "client_credentials" => match credential::presented(parameters) {
                Some(presented) => self.person_token(&asked, request, presented, trail).await,
                None => self.app_token(&asked, trail).await,
            },
            _ => Err(TokenError::UnsupportedGrantType),
        }
    }

    /// Records that a code is about to be exchanged. Durable before the code is spent: where nothing can be
    /// recorded, the app still has its code. Should the exchange fail after all, a refusal is recorded behind it.
    async fn record_exchange(&self, asked: &Asked<'_>, trail: &mut Trail) -> Result<(), TokenError> {
        let event = self.token_event(EventKind::TokenIssue, asked.address, trail, None);
        self.recorder.append(event).await?;
        trail.recorded = true;
        Ok(())
    }

    fn token_event(
        &self,
        kind: EventKind,
        address: &str,
        trail: &Trail,
        error: Option<&TokenError>,
    ) -> AuditEvent {
        let outcome = if error.is_none() { Outcome::Success } else { Outcome::Refused };
        AuditEvent {
            purpose: trail.purpose(),
            client_id: trail.client_id.clone(),
            person: trail.person,
            grant: trail.grant,
            address: Some(address.to_owned()),
            what: error.map(|error| error.word().to_owned()),
            scope: trail.scope.clone().filter(|_| error.is_none()),
            ..AuditEvent::new(self.now(), kind, outcome)
        }
    }

    /// Until when the app may see the person's data, as `access_grant_expiration` says it.
    fn grant_expiration(app: &App, grant: &Grant, token_until: Timestamp) -> String {
        let until = match app.access_type {
            DataAccessType::ThirteenMonth => grant.expires_at,
            DataAccessType::OneTime => Some(token_until),
            DataAccessType::ResearchStudy => None,
        };
        until.map(Timestamp::to_rfc3339_seconds).unwrap_or_default()
    }
}

/// What kind of event a token request is.
fn kind(parameters: &Parameters, error: Option<&TokenError>) -> EventKind {
    match (parameters.get("grant_type"), error) {
        (_, Some(TokenError::CodeReplayed | TokenError::RefreshReused)) => EventKind::TokenReplay,
        (Some("refresh_token"), _) => EventKind::TokenRefresh,
        _ => EventKind::TokenIssue,
    }
}
