//! Signed tokens in the compact form (RFC 7515 7.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

/// Letters of a token at most: more is not looked at.
const LONGEST: usize = 16 * 1024;

/// How a token is signed (RFC 7518 3.1). There is no `none` and nothing symmetric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Rs256,
    Rs384,
    Es256,
    Es384,
}

impl Algorithm {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Es384, Self::Rs384, Self::Es256, Self::Rs256];

    /// `alg`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
        }
    }
}

/// A signed token, taken apart. Nothing of it is true before its signature is verified.
pub(crate) struct Jws {
    pub(crate) algorithm: Algorithm,
    pub(crate) kid: Option<String>,
    /// Where its header says the keys are.
    pub(crate) jku: Option<String>,
    /// The public key that its header brings along.
    pub(crate) jwk: Option<serde_json::Value>,
    /// The bytes that are signed.
    pub(crate) signed: String,
    pub(crate) payload: Vec<u8>,
    pub(crate) signature: Vec<u8>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    jku: Option<String>,
    jwk: Option<serde_json::Value>,
    crit: Option<serde_json::Value>,
}

impl Jws {
    /// Takes a token apart; None when it is none, or is signed in a way that is not accepted. Extensions that
    /// must be understood (`crit`) are not.
    pub(crate) fn parse(token: &str) -> Option<Self> {
        let is_jwt = |kind: Option<&str>| kind.is_none_or(|kind| kind.eq_ignore_ascii_case("JWT"));
        Self::parse_if(token, is_jwt)
    }

    /// The same of a token whose header says that it is of this type (RFC 8725 3.11).
    pub(crate) fn parse_as(token: &str, wanted: &str) -> Option<Self> {
        Self::parse_if(token, |kind| kind.is_some_and(|kind| kind.eq_ignore_ascii_case(wanted)))
    }

    fn parse_if(token: &str, is_wanted: impl Fn(Option<&str>) -> bool) -> Option<Self> {
        if token.len() > LONGEST {
            return None;
        }
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
        let header: Header = serde_json::from_slice(&decode(header)?).ok()?;
        if header.crit.is_some() || !is_wanted(header.typ.as_deref()) {
            return None;
        }
        Some(Self {
            algorithm: Algorithm::ALL.into_iter().find(|known| known.name() == header.alg)?,
            kid: header.kid,
            jku: header.jku,
            jwk: header.jwk,
            payload: decode(payload)?,
            signature: decode(signature)?,
            signed: signed.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(header: &str) -> String {
        format!("{}.{}.AAAA", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode("{}"))
    }

    #[test]
    fn only_good_algorithms_are_read() {
        for name in ["RS256", "RS384", "ES256", "ES384"] {
            let jws = Jws::parse(&token(&format!(r#"{{"alg":"{name}","kid":"a","typ":"JWT"}}"#))).unwrap();
            assert_eq!((jws.algorithm.name(), jws.kid.as_deref()), (name, Some("a")));
        }
        for name in ["none", "None", "HS256", "HS384", "RS512", "PS256", "EdDSA", ""] {
            assert!(Jws::parse(&token(&format!(r#"{{"alg":"{name}"}}"#))).is_none(), "{name}");
        }
    }

    #[test]
    fn a_type_that_is_wanted_must_be_named() {
        let proof = token(r#"{"alg":"ES256","typ":"dpop+jwt","jwk":{}}"#);
        assert!(Jws::parse_as(&proof, "dpop+jwt").unwrap().jwk.is_some());
        for other in [r#"{"alg":"ES256"}"#, r#"{"alg":"ES256","typ":"JWT"}"#] {
            assert!(Jws::parse_as(&token(other), "dpop+jwt").is_none(), "{other}");
        }
    }

    #[test]
    fn malformed_tokens_are_refused() {
        let good = token(r#"{"alg":"RS256"}"#);
        assert!(Jws::parse(&good).is_some());
        let critical = token(r#"{"alg":"RS256","crit":["exp"]}"#);
        let other_kind = token(r#"{"alg":"RS256","typ":"dpop+jwt"}"#);
        let padded = good.replace(".AAAA", ".AAA=");
        for bad in
            ["", "a.b", "..", &critical, &other_kind, &padded, &format!("{good}.AAAA"), &"a".repeat(20_000)]
        {
            assert!(Jws::parse(bad).is_none(), "{bad}");
        }
    }
}
