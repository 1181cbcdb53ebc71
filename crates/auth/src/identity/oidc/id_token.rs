//! The identity token (OpenID Connect 3.1.3.7).

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::key::{Audience, Jws};

/// Seconds by which the provider's clock may differ.
const SKEW: i64 = 60;
/// Letters of a subject at most (OpenID Connect 2).
const LONGEST_SUBJECT: usize = 255;

/// Why a token is not believed. For the log: neither people nor apps are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unbelieved {
    #[error("the identity token is not a JWT with iss, sub, aud, exp and iat, signed as we accept")]
    Malformed,
    #[error("the identity token is of another issuer")]
    Issuer,
    #[error("the identity token is for somebody else")]
    Audience,
    #[error("the identity token has expired or is not valid yet")]
    Time,
    #[error("the identity token belongs to another sign-in")]
    Nonce,
}

/// What a token must be.
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) nonce: &'a str,
    /// Seconds since 1970.
    pub(super) now: i64,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    nonce: Option<String>,
}

/// The claims of a token whose signature holds, if they are what is expected.
pub(super) fn claims(jws: &Jws, expected: &Expected<'_>) -> Result<Map<String, Value>, Unbelieved> {
    let malformed = |_| Unbelieved::Malformed;
    let all: Map<String, Value> = serde_json::from_slice(&jws.payload).map_err(malformed)?;
    let claims: Claims = serde_json::from_value(Value::Object(all.clone())).map_err(malformed)?;
    if claims.sub.is_empty() || claims.sub.len() > LONGEST_SUBJECT {
        return Err(Unbelieved::Malformed);
    }
    if claims.iss != expected.issuer {
        return Err(Unbelieved::Issuer);
    }
    // Several audiences: then the token says for whom of them it was made (3.1.3.7, 4 and 5).
    let ours = claims.aud.any(|audience| audience == expected.client_id);
    let party = claims.azp.as_deref();
    if !ours || (claims.aud.several() && party.is_none()) || party.is_some_and(|it| it != expected.client_id)
    {
        return Err(Unbelieved::Audience);
    }
    let begun = [Some(claims.iat), claims.nbf].into_iter().flatten().all(|from| from <= expected.now + SKEW);
    if !begun || claims.exp <= expected.now - SKEW {
        return Err(Unbelieved::Time);
    }
    if claims.nonce.as_deref() != Some(expected.nonce) {
        return Err(Unbelieved::Nonce);
    }
    Ok(all)
}
