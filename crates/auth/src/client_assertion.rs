//! `private_key_jwt`: an app proves itself by a token that it signed (RFC 7523 3, SMART App Launch 2.2).

use bluestem_model::time::Timestamp;
use bluestem_store::platform::App;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::client::ClientError;
use crate::config::Version;
use crate::fetch::Reach;
use crate::key::{Audience, Jws, KeySet};
use crate::parameters::Parameters;
use crate::{Auth, secret};

/// `client_assertion_type` (RFC 7523 2.2).
const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// Seconds for which an assertion may hold at most (SMART backend services 3.1.2).
const LONGEST: i64 = 300;
/// Seconds by which the app's clock may differ.
const SKEW: i64 = 60;
/// Letters of a `jti` at most.
const LONGEST_JTI: usize = 256;

/// Why an assertion proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssertionError {
    /// `client_assertion_type` is missing or another one.
    #[error("client_assertion_type must be urn:ietf:params:oauth:client-assertion-type:jwt-bearer.")]
    Type,
    /// Not a signed token, or not with the claims it needs.
    #[error(
        "The client assertion must be a JWT signed with ES384, RS384, ES256 or RS256, with iss, sub, aud, exp and jti."
    )]
    Malformed,
    /// `iss`, `sub` and `client_id` differ.
    #[error("iss and sub of the client assertion must both be the client_id.")]
    Issuer,
    /// `aud` is not this server.
    #[error("aud of the client assertion must be the URL of the token endpoint.")]
    Audience,
    /// It has expired, is not valid yet, or holds too long.
    #[error("exp of the client assertion must lie ahead, by five minutes at most.")]
    Time,
    /// It was used before.
    #[error("The client assertion was used before: make one with a new jti for every request.")]
    Replayed,
    /// The app is unknown, has no keys, or none of its keys made the signature; which, is not said.
    #[error("The app is unknown or the signature of its client assertion is wrong.")]
    Signature,
    /// The app's `jwks_uri` gives no keys. What happened there is for the operator's log: the text must not tell
    /// what this server can reach.
    #[error("No keys can be read at the jwks_uri of the app: it must give a JWK set with status 200.")]
    Keys,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: i64,
    nbf: Option<i64>,
    iat: Option<i64>,
    jti: String,
    extensions: Option<Map<String, Value>>,
}

/// An assertion, read. Nothing of it is true yet.
pub(crate) struct Assertion {
    jws: Jws,
    claims: Claims,
}

impl Assertion {
    /// The assertion of a request; None when it has none.
    pub(crate) fn of(parameters: &Parameters) -> Result<Option<Self>, AssertionError> {
        let Some(token) = parameters.get("client_assertion") else {
            // A type without an assertion is a request that went wrong, not one of another kind.
            let stray = parameters.get("client_assertion_type").is_some();
            return if stray { Err(AssertionError::Malformed) } else { Ok(None) };
        };
        if parameters.get("client_assertion_type") != Some(TYPE) {
            return Err(AssertionError::Type);
        }
        let jws = Jws::parse(token).ok_or(AssertionError::Malformed)?;
        let claims: Claims = serde_json::from_slice(&jws.payload).map_err(|_| AssertionError::Malformed)?;
        if claims.jti.is_empty() || claims.jti.len() > LONGEST_JTI {
            return Err(AssertionError::Malformed);
        }
        let same = parameters.get("client_id").is_none_or(|id| id == claims.sub);
        if claims.iss != claims.sub || !same {
            return Err(AssertionError::Issuer);
        }
        Ok(Some(Self { jws, claims }))
    }

    /// The extension of this name (HL7 UDAP Security 5.2.1).
    pub(crate) fn extension(&self, name: &str) -> Option<&Value> {
        self.claims.extensions.as_ref()?.get(name)
    }

    /// The app that it says it is of.
    pub(crate) fn client_id(&self) -> &str {
        &self.claims.sub
    }
}

impl Auth {
    /// Whether the assertion is the app's, for this server, of now and new. Last of all it is used up.
    pub(crate) async fn check_assertion(
        &self,
        assertion: &Assertion,
        app: Option<&App>,
    ) -> Result<(), ClientError> {
        let Assertion { jws, claims } = assertion;
        let now = self.now().seconds();
        if !claims.aud.any(|audience| self.is_token_endpoint(audience)) {
            return Err(AssertionError::Audience.into());
        }
        let begun = [claims.nbf, claims.iat].into_iter().flatten().all(|from| from <= now + SKEW);
        if !begun || claims.exp <= now || claims.exp > now + LONGEST + SKEW {
            return Err(AssertionError::Time.into());
        }
        let app = app.ok_or(AssertionError::Signature)?;
        // Keys are looked for where they were registered, never where a token says.
        if jws.jku.is_some() && jws.jku != app.jwks_uri {
            return Err(AssertionError::Signature.into());
        }
        if !self.signed_by(app, jws).await? {
            return Err(AssertionError::Signature.into());
        }
        let unique = secret::hash(&format!("client_assertion\n{}\n{}", claims.sub, claims.jti));
        let until = Timestamp(claims.exp.saturating_mul(1_000_000));
        if self.platform.use_assertion(&unique, until).await? {
            Ok(())
        } else {
            Err(AssertionError::Replayed.into())
        }
    }

    /// Whether a key of the app, registered or published by it, made the signature.
    async fn signed_by(&self, app: &App, jws: &Jws) -> Result<bool, AssertionError> {
        if let Some(uri) = &app.jwks_uri {
            let verified = self.remote_keys.verify(uri, Reach::Public, jws, self.now()).await;
            return verified.map_err(|_| AssertionError::Keys);
        }
        let keys = app.jwks.as_deref().and_then(|keys| KeySet::parse(keys).ok());
        Ok(keys.is_some_and(|keys| keys.verify(jws)))
    }

    /// Apps name the token endpoint of either version, with or without its slash, or the issuer (RFC 7523bis).
    fn is_token_endpoint(&self, audience: &str) -> bool {
        let Some(path) = audience.strip_prefix(&self.config.base_url) else { return false };
        let endpoints = [Version::V2, Version::V3].map(|version| format!("/{}/o/token", version.segment()));
        let bare = path.strip_suffix('/').unwrap_or(path);
        bare.is_empty() || endpoints.iter().any(|endpoint| endpoint == bare)
    }
}
