//! The claims of a provider's identity token.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{CredentialError, TrustedCredential};
use crate::key::{Audience, Jws};

/// Seconds since the token was made and since the person proved themselves, at most.
const FRESH: i64 = 300;
/// Seconds by which the provider's clock may be ahead.
const SKEW: i64 = 60;
/// The identity assurance level that is needed (NIST SP 800-63).
const ASSURANCE: f64 = 2.0;
/// Letters of a `jti` and of a `sub` at most.
const LONGEST: usize = 256;

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    auth_time: i64,
    jti: String,
    identity_assurance_level: Value,
}

/// Claims that are believed once the signature holds.
pub(super) struct Believed<'t> {
    /// By whom and for whom.
    pub(super) trusted: &'t TrustedCredential,
    /// What makes the token unique.
    pub(super) jti: String,
    /// Until when it could pass as fresh, in seconds since 1970.
    pub(super) fresh_until: i64,
    /// Every claim.
    pub(super) all: Map<String, Value>,
}

impl<'t> Believed<'t> {
    /// Reads the claims of a token that one of `trusted` must allow; `now` in seconds since 1970.
    pub(super) fn read(
        jws: &Jws,
        trusted: &[&'t TrustedCredential],
        now: i64,
    ) -> Result<Self, CredentialError> {
        let malformed = |_| CredentialError::Malformed;
        let all: Map<String, Value> = serde_json::from_slice(&jws.payload).map_err(malformed)?;
        let claims: Claims = serde_json::from_value(Value::Object(all.clone())).map_err(malformed)?;
        let fits = |text: &str| (1..=LONGEST).contains(&text.len());
        if !fits(&claims.jti) || !fits(&claims.sub) {
            return Err(CredentialError::Malformed);
        }
        let of_issuer: Vec<_> = trusted.iter().filter(|trusted| trusted.issuer == claims.iss).collect();
        if of_issuer.is_empty() {
            return Err(CredentialError::Issuer);
        }
        let trusted = of_issuer.into_iter().find(|trusted| claims.is_for(&trusted.audience));
        let trusted = trusted.ok_or(CredentialError::Audience)?;
        claims.check_times(now)?;
        if !is_assured(&claims.identity_assurance_level) {
            return Err(CredentialError::Assurance);
        }
        Ok(Self { trusted, jti: claims.jti, fresh_until: claims.iat.saturating_add(FRESH + SKEW), all })
    }
}

impl Claims {
    /// Whether the token is for this audience: of several, it says for whom of them it was made (OpenID Connect
    /// 3.1.3.7).
    fn is_for(&self, audience: &str) -> bool {
        let named = self.aud.any(|named| named == audience);
        let party = self.azp.as_deref();
        named && (!self.aud.several() || party.is_some()) && party.is_none_or(|party| party == audience)
    }

    fn check_times(&self, now: i64) -> Result<(), CredentialError> {
        let starts = [Some(self.iat), Some(self.auth_time), self.nbf];
        let begun = starts.into_iter().flatten().all(|start| start <= now + SKEW);
        if !begun || self.exp <= now {
            return Err(CredentialError::Time);
        }
        let fresh = [self.iat, self.auth_time].into_iter().all(|at| now.saturating_sub(at) <= FRESH);
        if fresh { Ok(()) } else { Err(CredentialError::Stale) }
    }
}

/// Providers write the level as a number or as a text.
fn is_assured(level: &Value) -> bool {
    let level = level.as_f64().or_else(|| level.as_str()?.parse().ok());
    level.is_some_and(|level| level >= ASSURANCE)
}
