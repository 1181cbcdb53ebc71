//! Proof of possession (DPoP, RFC 9449): an app proves with every request that it holds a key, and its tokens are
//! worth nothing without that key. Honoured where an app offers it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bluestem_model::time::Timestamp;
use serde::Deserialize;
use url::Url;

use crate::failure::{Failure, fails_with_the_store};
use crate::key::{Jws, PublicKey};
use crate::reply::{OAuthError, Reply};
use crate::{Auth, secret};

/// Seconds for which a proof may be on its way.
const LONGEST: i64 = 300;
/// Seconds by which the app's clock may be ahead.
const SKEW: i64 = 60;
/// Letters of a `jti` at most.
const LONGEST_JTI: usize = 256;
/// `WWW-Authenticate` of resources to those who came with a key.
const CHALLENGE: &str =
    "DPoP realm=\"bluestem\", error=\"invalid_dpop_proof\", algs=\"ES384 RS384 ES256 RS256\"";

/// A call, and the proof that came with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call<'a> {
    /// Value of the `DPoP` header; several of them count as one that does not read.
    pub proof: Option<&'a str>,
    /// Method of the request.
    pub method: &'a str,
    /// Its public URL.
    pub url: &'a str,
}

/// Why a proof proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DpopError {
    /// The token is bound to a key and no proof came.
    #[error("This token is bound to a key: send a DPoP proof.")]
    Missing,
    /// Not a proof, or not signed by its own key.
    #[error(
        "The DPoP proof must be a JWT of type dpop+jwt with htm, htu, iat and jti, signed with ES384, RS384, ES256 or RS256 by the public key in its header."
    )]
    Malformed,
    /// Made for another request.
    #[error("htm and htu of the DPoP proof must be the method and the URL of this request.")]
    Elsewhere,
    /// Made too long ago, or in the future.
    #[error("iat of the DPoP proof must be the present: make a proof for every request.")]
    Time,
    /// Used before.
    #[error("The DPoP proof was used before: make one with a new jti for every request.")]
    Replayed,
    /// Made for another access token.
    #[error("ath of the DPoP proof must be the SHA-256 of the access token.")]
    Token,
    /// Made with another key than the code or token is bound to.
    #[error("The DPoP proof is made with another key than the code or token is bound to.")]
    Key,
    /// The server failed.
    #[error(transparent)]
    Failed(Failure),
}

impl OAuthError for DpopError {
    /// As the token endpoint says it (RFC 9449 5).
    fn reply(&self) -> Reply {
        match self {
            Self::Failed(failure) => failure.reply(),
            _ => Reply::new(400, "invalid_dpop_proof", self.to_string()),
        }
    }
}

impl DpopError {
    /// As a resource says it (RFC 9449 7.1).
    pub(crate) fn resource_reply(self) -> Reply {
        match self {
            Self::Failed(failure) => failure.reply(),
            _ => Reply::new(401, "invalid_dpop_proof", self.to_string()).with_challenge(CHALLENGE),
        }
    }
}

fails_with_the_store!(DpopError, "cannot check a DPoP proof");

#[derive(Deserialize)]
struct Claims {
    jti: String,
    htm: String,
    htu: String,
    iat: i64,
    ath: Option<String>,
}

impl Auth {
    /// Thumbprint of the key that the call proves (RFC 7638); None without a proof. With an access token, the proof
    /// must be made for it. Last of all the proof is used up.
    pub(crate) async fn proven_key(
        &self,
        call: &Call<'_>,
        token: Option<&str>,
    ) -> Result<Option<String>, DpopError> {
        let Some(proof) = call.proof else { return Ok(None) };
        let jws = Jws::parse_as(proof, "dpop+jwt").ok_or(DpopError::Malformed)?;
        let key = jws.jwk.as_ref().and_then(PublicKey::parse).ok_or(DpopError::Malformed)?;
        let claims: Claims = serde_json::from_slice(&jws.payload).map_err(|_| DpopError::Malformed)?;
        let named = !claims.jti.is_empty() && claims.jti.len() <= LONGEST_JTI;
        if !named || !key.made(&jws) {
            return Err(DpopError::Malformed);
        }
        if claims.htm != call.method || !same_place(&claims.htu, call.url) {
            return Err(DpopError::Elsewhere);
        }
        let now = self.now();
        if claims.iat <= now.seconds() - LONGEST || claims.iat > now.seconds() + SKEW {
            return Err(DpopError::Time);
        }
        if token.is_some_and(|token| claims.ath.as_deref() != Some(&*fingerprint(token))) {
            return Err(DpopError::Token);
        }
        let key = key.thumbprint();
        let unique = secret::hash(&format!("dpop\n{key}\n{}", claims.jti));
        let until = Timestamp(claims.iat.saturating_add(LONGEST).saturating_mul(1_000_000));
        if self.platform.use_assertion(&unique, until).await? {
            Ok(Some(key))
        } else {
            Err(DpopError::Replayed)
        }
    }
}

/// Whether `proven` satisfies what something is bound to.
pub(crate) fn check_key(bound: Option<&str>, proven: Option<&str>) -> Result<(), DpopError> {
    match (bound, proven) {
        (Some(_), None) => Err(DpopError::Missing),
        (Some(bound), Some(proven)) if bound != proven => Err(DpopError::Key),
        _ => Ok(()),
    }
}

/// Whether a text looks like the thumbprint of a key: SHA-256 in base64url.
pub(crate) fn is_thumbprint(text: &str) -> bool {
    URL_SAFE_NO_PAD.decode(text).is_ok_and(|hash| hash.len() == 32)
}

/// `ath` of a token.
fn fingerprint(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(secret::hash(token))
}

/// Whether both URLs are the same but for query, fragment, spelling (RFC 3986 6.2) and a slash at the end.
fn same_place(left: &str, right: &str) -> bool {
    let plain = |text: &str| {
        let mut url = Url::parse(text).ok()?;
        url.set_query(None);
        url.set_fragment(None);
        Some(url.as_str().trim_end_matches('/').to_owned())
    };
    plain(left).is_some_and(|left| plain(right) == Some(left))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_compared_as_rfc_9449_says() {
        let ours = "https://a.example/v3/o/token";
        for same in [ours, "https://A.example:443/v3/o/token/", "https://a.example/v3/o/token?x#y"] {
            assert!(same_place(same, ours), "{same}");
        }
        for other in ["", "/v3/o/token", "http://a.example/v3/o/token", "https://a.example/v3/o/tokens"] {
            assert!(!same_place(other, ours), "{other}");
        }
    }
}
