//! `grant_type=refresh_token`.
//!
//! Every refresh rotates the token. Its successors are derived from the token presented and a stored random
//! seed: a client that asks again within the grace gets the very same tokens, though only hashes are stored.

use bluestem_store::platform::{DataAccessType, RefreshToken, Rotated, Rotation};

use super::{Asked, TokenError, TokenResponse, Trail};
use crate::dpop::DpopError;
use crate::scope::{self, ScopeSet};
use crate::{Auth, dpop, secret};

/// The successors of a refresh token.
struct Successors {
    access: String,
    refresh: String,
}

impl Successors {
    fn of(presented: &str, seed: &[u8]) -> Self {
        Self {
            access: secret::derive(presented, seed, "access token"),
            refresh: secret::derive(presented, seed, "refresh token"),
        }
    }
}

impl Auth {
    /// Exchanges a refresh token for new tokens (RFC 6749 6, RFC 9700 4.14).
    pub(super) async fn refresh(
        &self,
        asked: &Asked<'_>,
        trail: &mut Trail,
    ) -> Result<TokenResponse, TokenError> {
        let Asked { app, parameters, .. } = asked;
        if app.access_type == DataAccessType::OneTime {
            return Err(TokenError::RefreshNotAllowed);
        }
        let presented = parameters.get("refresh_token").ok_or(TokenError::MissingRefreshToken)?;
        let stored = self.platform.refresh_token(&secret::hash(presented)).await?;
        let stored = stored.ok_or(TokenError::BadRefreshToken)?;
        (trail.grant, trail.person) = (Some(stored.grant.id), Some(stored.grant.person));
        // Recorded with whose it is; the app is told no more than of an unknown one.
        if stored.client_id != app.client_id {
            return Err(TokenError::BadRefreshToken);
        }
        self.check_grant(&stored)?;
        dpop::check_key(stored.key.as_deref(), asked.key.as_deref())?;
        let scope = narrowed(&stored, parameters.get("scope"))?;
        let response = self.rotate(asked, presented, &stored, scope).await?;
        trail.scope = Some(response.scope.clone());
        Ok(response)
    }

    fn check_grant(&self, stored: &RefreshToken) -> Result<(), TokenError> {
        if stored.grant.ended.is_some() {
            Err(TokenError::GrantEnded)
        } else if stored.grant.has_expired(self.now()) {
            Err(TokenError::GrantExpired)
        } else if stored.revoked {
            Err(TokenError::BadRefreshToken)
        } else {
            Ok(())
        }
    }

    async fn rotate(
        &self,
        asked: &Asked<'_>,
        presented: &str,
        stored: &RefreshToken,
        scope: String,
    ) -> Result<TokenResponse, TokenError> {
        let now = self.now();
        let seed = secret::random_bits(self.random.as_ref());
        let successors = Successors::of(presented, &seed);
        let access = asked.new_token(&successors.access, &scope, self.config.token_seconds, now);
        let until = access.expires_at;
        let rotation = Rotation {
            presented: secret::hash(presented),
            refresh: secret::hash(&successors.refresh),
            seed,
            access,
            grace_from: now.plus_seconds(-self.config.refresh_grace_seconds),
            now,
        };
        let (successors, scope, until) = match self.platform.rotate_refresh(&rotation).await? {
            Rotated::Done => (successors, scope, until),
            Rotated::Again { seed } => {
                let earlier = Successors::of(presented, &seed);
                let token = self.platform.token(&secret::hash(&earlier.access)).await?;
                let token = token.ok_or(TokenError::BadRefreshToken)?;
                if token.key != asked.key {
                    return Err(DpopError::Key.into());
                }
                (earlier, token.scope, token.expires_at)
            }
            Rotated::Reused => return Err(TokenError::RefreshReused),
            Rotated::Void => return Err(TokenError::BadRefreshToken),
        };
        Ok(TokenResponse {
            access_token: successors.access,
            token_type: asked.token_type(),
            expires_in: until.seconds() - now.seconds(),
            scope,
            refresh_token: Some(successors.refresh),
            id_token: None,
            patient: Some(stored.grant.person.to_string()),
            access_grant_expiration: Some(Self::grant_expiration(asked.app, &stored.grant, until)),
        })
    }
}

/// The scope of the new access token: what is asked for, at most what the family has, at most what was
/// consented to last.
fn narrowed(stored: &RefreshToken, asked: Option<&str>) -> Result<String, TokenError> {
    let family = ScopeSet::stored(&stored.scope)?;
    let consented = ScopeSet::stored(&stored.grant.scope)?;
    let allowed = family.narrowed_to(&consented);
    let Some(asked) = asked else { return Ok(allowed.to_string()) };
    let asked = scope::parse(asked).map_err(TokenError::Scope)?;
    if asked.others || asked.set.is_empty() || !asked.set.is_within(&allowed) {
        return Err(TokenError::ExcessiveScope);
    }
    Ok(asked.set.to_string())
}
