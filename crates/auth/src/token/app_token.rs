//! `grant_type=client_credentials`: an app's own token (RFC 6749 4.4, SMART backend services).

use bluestem_store::platform::ClientKind;

use super::{Asked, TokenError, TokenResponse, Trail};
use crate::Auth;
use crate::scope::{Context, ScopeSet};

impl Auth {
    /// Gives an app a token of its own. It reaches everybody who is loaded, no refresh token comes with it.
    pub(super) async fn app_token(
        &self,
        asked: &Asked<'_>,
        trail: &mut Trail,
    ) -> Result<TokenResponse, TokenError> {
        let Asked { app, parameters, .. } = asked;
        if !app.client_credentials || app.kind != ClientKind::Confidential {
            return Err(TokenError::GrantNotAllowed);
        }
        let scope = parameters.get("scope").ok_or(TokenError::MissingScope)?;
        let scope = ScopeSet::parse(scope).map_err(TokenError::Scope)?;
        let allowed = ScopeSet::stored(&app.scopes)?.of(Context::System);
        let scope = scope.narrowed_to(&allowed);
        if scope.is_empty() {
            return Err(TokenError::ExcessiveScope);
        }
        let (access, scope, seconds) = (self.secret(), scope.to_string(), self.config.app_token_seconds);
        let token = asked.new_token(&access, &scope, seconds, self.now());
        self.platform.issue_app_token(&token).await?;
        trail.scope = Some(scope.clone());
        Ok(TokenResponse {
            access_token: access,
            token_type: asked.token_type(),
            expires_in: seconds,
            scope,
            refresh_token: None,
            id_token: None,
            patient: None,
            access_grant_expiration: None,
        })
    }
}
