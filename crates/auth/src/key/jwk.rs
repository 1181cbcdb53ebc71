//! JSON Web Keys (RFC 7517), public ones only.

use std::collections::BTreeMap;

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RsaPublicKeyComponents, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use super::jws::{Algorithm, Jws};
use crate::secret;

/// Keys of one set at most: each may have to be tried.
const MOST_KEYS: usize = 20;

/// Why a text is not a set of public keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeySetError {
    /// Not JSON, or without `keys`.
    #[error("the keys must be a JWK set: {{\"keys\": [...]}}")]
    Malformed,
    /// More keys than anybody needs.
    #[error("a key set may hold at most 20 keys")]
    TooMany,
    /// Somebody gave away a private key.
    #[error("a key of the set has private parts; register public keys only, and make a new pair")]
    Private,
    /// No key fits any algorithm that is accepted.
    #[error("no key of the set can be used: RSA of 2048 bits or more, P-256 or P-384")]
    NoneUsable,
}

/// A set of public keys.
#[derive(Clone, Debug)]
pub struct KeySet(Vec<PublicKey>);

/// A public key.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct PublicKey {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
    d: Option<serde_json::Value>,
    k: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<serde_json::Value>,
}

impl KeySet {
    /// Reads a JWK set. Keys of kinds that are not accepted are left out (RFC 7517 5).
    pub fn parse(text: &str) -> Result<Self, KeySetError> {
        let set: Set = serde_json::from_str(text).map_err(|_| KeySetError::Malformed)?;
        if set.keys.len() > MOST_KEYS {
            return Err(KeySetError::TooMany);
        }
        let keys: Vec<PublicKey> =
            set.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect();
        if keys.iter().any(PublicKey::is_private) {
            return Err(KeySetError::Private);
        }
        let usable: Vec<PublicKey> = keys.into_iter().filter(PublicKey::is_usable).collect();
        if usable.is_empty() { Err(KeySetError::NoneUsable) } else { Ok(Self(usable)) }
    }

    /// Whether one of its keys made the signature. A key takes part only where its kind is the algorithm's: the
    /// header of a token never decides how a key is used (RFC 8725 3.1).
    pub(crate) fn verify(&self, jws: &Jws) -> bool {
        self.candidates(jws).any(|key| key.verify(jws))
    }

    /// Whether one of its keys has the id that the token names.
    pub(crate) fn knows(&self, jws: &Jws) -> bool {
        jws.kid.is_some() && self.candidates(jws).next().is_some()
    }

    fn candidates<'a>(&'a self, jws: &'a Jws) -> impl Iterator<Item = &'a PublicKey> {
        let named = |key: &&PublicKey| jws.kid.is_none() || key.kid == jws.kid;
        self.0.iter().filter(named).filter(|key| key.fits(jws.algorithm))
    }
}

impl PublicKey {
    /// Reads one key; None when it is none that is accepted, or has private parts.
    pub(crate) fn parse(value: &serde_json::Value) -> Option<Self> {
        let key = Self::deserialize(value).ok()?;
        (key.is_usable() && !key.is_private()).then_some(key)
    }

    /// Whether it made the signature, used as its kind allows.
    pub(crate) fn made(&self, jws: &Jws) -> bool {
        self.fits(jws.algorithm) && self.verify(jws)
    }

    /// SHA-256 over its required members, in base64url (RFC 7638 3).
    pub(crate) fn thumbprint(&self) -> String {
        let member = |name: &'static str, value: &Option<String>| (name, value.clone().unwrap_or_default());
        let kind = ("kty", self.kty.clone());
        // In the order of their names, as the map writes them.
        let members: BTreeMap<&str, String> = match self.kty.as_str() {
            "RSA" => [kind, member("e", &self.e), member("n", &self.n)].into(),
            _ => [kind, member("crv", &self.crv), member("x", &self.x), member("y", &self.y)].into(),
        };
        let text = serde_json::json!(members).to_string();
        URL_SAFE_NO_PAD.encode(secret::hash(&text))
    }

    fn is_private(&self) -> bool {
        self.d.is_some() || self.k.is_some()
    }

    fn is_usable(&self) -> bool {
        Algorithm::ALL.into_iter().any(|algorithm| self.fits(algorithm))
    }

    fn fits(&self, algorithm: Algorithm) -> bool {
        let kind = match algorithm {
            Algorithm::Rs256 | Algorithm::Rs384 => self.kty == "RSA" && self.modulus_bytes() >= 256,
            Algorithm::Es256 => self.kty == "EC" && self.crv.as_deref() == Some("P-256"),
            Algorithm::Es384 => self.kty == "EC" && self.crv.as_deref() == Some("P-384"),
        };
        kind && self.purpose.as_deref().is_none_or(|purpose| purpose == "sig")
            && self.alg.as_deref().is_none_or(|named| named == algorithm.name())
    }

    fn modulus_bytes(&self) -> usize {
        bytes(self.n.as_deref()).map_or(0, |modulus| modulus.len())
    }

    fn verify(&self, jws: &Jws) -> bool {
        let (message, signature) = (jws.signed.as_bytes(), jws.signature.as_slice());
        let verified = match jws.algorithm {
            Algorithm::Rs256 => {
                self.rsa().map(|key| key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature))
            }
            Algorithm::Rs384 => {
                self.rsa().map(|key| key.verify(&RSA_PKCS1_2048_8192_SHA384, message, signature))
            }
            Algorithm::Es256 => self.point(32).map(|point| {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature)
            }),
            Algorithm::Es384 => self.point(48).map(|point| {
                UnparsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, point).verify(message, signature)
            }),
        };
        verified.is_some_and(|verified| verified.is_ok())
    }

    fn rsa(&self) -> Option<RsaPublicKeyComponents<Vec<u8>>> {
        Some(RsaPublicKeyComponents { n: bytes(self.n.as_deref())?, e: bytes(self.e.as_deref())? })
    }

    /// The point of the curve, uncompressed (SEC 1 2.3.3), with coordinates of `size` bytes.
    fn point(&self, size: usize) -> Option<Vec<u8>> {
        let (x, y) = (bytes(self.x.as_deref())?, bytes(self.y.as_deref())?);
        (x.len() == size && y.len() == size).then(|| [&[4][..], &x, &y].concat())
    }
}

fn bytes(text: Option<&str>) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 7515 A.2 (RS256) and A.3 (ES256): keys and signatures of the standard.
    const RSA: &str = r#"{"keys":[{"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"}]}"#;
    const RS256: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    const EC: &str = r#"{"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}"#;
    const ES256: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    #[test]
    fn the_signatures_of_the_standard_verify() {
        for (keys, token) in [(RSA, RS256), (EC, ES256)] {
            let jws = Jws::parse(token).unwrap();
            assert!(KeySet::parse(keys).unwrap().verify(&jws));
            let changed = token.replacen(".eyJp", ".eyJq", 1);
            assert!(!KeySet::parse(keys).unwrap().verify(&Jws::parse(&changed).unwrap()));
        }
    }

    #[test]
    fn the_thumbprint_is_that_of_the_standard() {
        // RFC 7638 3.1.
        let key = serde_json::json!({
            "kty": "RSA", "alg": "RS256", "kid": "2011-04-29", "e": "AQAB",
            "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
        });
        let thumbprint = PublicKey::parse(&key).unwrap().thumbprint();
        assert_eq!(thumbprint, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    #[test]
    fn a_key_is_used_for_nothing_but_its_kind() {
        assert!(!KeySet::parse(RSA).unwrap().verify(&Jws::parse(ES256).unwrap()));
        assert!(!KeySet::parse(EC).unwrap().verify(&Jws::parse(RS256).unwrap()));
        let other = EC.replace("\"kty\"", "\"kid\":\"a\",\"alg\":\"ES384\",\"kty\"");
        assert_eq!(KeySet::parse(&other).unwrap_err(), KeySetError::NoneUsable);
        let encryption = EC.replace("\"kty\"", "\"use\":\"enc\",\"kty\"");
        assert_eq!(KeySet::parse(&encryption).unwrap_err(), KeySetError::NoneUsable);
    }

    #[test]
    fn bad_sets_are_refused() {
        let cases = [
            ("", KeySetError::Malformed),
            ("[]", KeySetError::Malformed),
            (r#"{"keys":[]}"#, KeySetError::NoneUsable),
            (r#"{"keys":[{"kty":"oct","k":"AAAA"}]}"#, KeySetError::Private),
            (r#"{"keys":[{"kty":"EC","crv":"P-256","x":"a","y":"b","d":"c"}]}"#, KeySetError::Private),
            (r#"{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}"#, KeySetError::NoneUsable),
        ];
        for (text, error) in cases {
            assert_eq!(KeySet::parse(text).unwrap_err(), error, "{text}");
        }
        let many = format!(r#"{{"keys":[{}]}}"#, vec!["{}"; 21].join(","));
        assert_eq!(KeySet::parse(&many).unwrap_err(), KeySetError::TooMany);
    }
}
