//! `grant_type=authorization_code`.

use bluestem_store::platform::{ClientKind, Code, Exchange, Exchanged};

use super::{Asked, TokenError, TokenResponse, Trail};
use crate::scope::ScopeSet;
use crate::{Auth, dpop, pkce, secret};

impl Auth {
    /// Exchanges a code for tokens (RFC 6749 4.1.3, RFC 7636 4.5).
    pub(super) async fn exchange_code(
        &self,
        asked: &Asked<'_>,
        trail: &mut Trail,
    ) -> Result<TokenResponse, TokenError> {
        let Asked { app, parameters, key, .. } = asked;
        if !app.authorization_code {
            return Err(TokenError::GrantNotAllowed);
        }
        let presented = parameters.get("code").ok_or(TokenError::MissingCode)?;
        let verifier = parameters.get("code_verifier").ok_or(TokenError::MissingVerifier)?;
        if !pkce::well_formed(verifier) {
            return Err(TokenError::MalformedVerifier);
        }
        let hash = secret::hash(presented);
        let code = self.platform.code(&hash).await?.ok_or(TokenError::BadCode)?;
        (trail.grant, trail.person) = (Some(code.grant), Some(code.person));
        if code.client_id != app.client_id {
            return Err(TokenError::BadCode);
        }
        // A used code is a leaked one whatever comes with it: the store revokes what it gave.
        let agrees = redirect_agrees(&code, parameters.get("redirect_uri"));
        if code.used_at.is_none() && !(agrees && pkce::verify(&code.challenge, verifier)) {
            return Err(TokenError::BadCode);
        }
        if code.used_at.is_none() {
            dpop::check_key(code.key.as_deref(), key.as_deref())?;
        }
        let scope = ScopeSet::stored(&code.scope)?;
        let pen = self.identity_pen(app, &scope).await?;
        let (access, refresh, now) = (self.secret(), self.secret(), self.now());
        let token = asked.new_token(&access, &code.scope, self.config.token_seconds, now);
        let until = token.expires_at;
        let refresh_hash = secret::hash(&refresh);
        // A confidential app proves itself at every refresh; a public one has but its key (RFC 9449 5).
        let refresh_key = key.clone().filter(|_| app.kind == ClientKind::Public);
        if code.used_at.is_none() && now < code.expires_at {
            trail.scope = Some(code.scope.clone());
            self.record_exchange(asked, trail).await?;
        }
        let exchange = Exchange { code: hash, access: token, refresh: refresh_hash, refresh_key, now };
        let grant = match self.platform.exchange_code(&exchange).await? {
            Exchanged::Done(grant) => grant,
            Exchanged::Replayed { .. } => return Err(TokenError::CodeReplayed),
            Exchanged::Void => return Err(TokenError::BadCode),
        };
        let identity = pen.map(|pen| self.identity_token(&pen, &code, &grant, &scope));
        Ok(TokenResponse {
            access_token: access,
            token_type: asked.token_type(),
            expires_in: self.config.token_seconds,
            scope: code.scope,
            refresh_token: Some(refresh),
            id_token: identity.transpose()?,
            patient: Some(grant.person.to_string()),
            access_grant_expiration: Some(Self::grant_expiration(app, &grant, until)),
        })
    }
}

/// RFC 6749 4.1.3: named in the authorization request, it must be named again and be the same.
fn redirect_agrees(code: &Code, redirect_uri: Option<&str>) -> bool {
    match redirect_uri {
        Some(uri) => uri == code.redirect_uri,
        None => !code.redirect_given,
    }
}
