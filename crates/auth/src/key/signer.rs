//! One signing key of the server.

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bluestem_store::platform::SigningAlgorithm;
use serde_json::{Value, json};

use super::der;
use crate::secret::sha256;

/// `alg` of an algorithm.
pub(super) fn name(algorithm: SigningAlgorithm) -> &'static str {
    match algorithm {
        SigningAlgorithm::Rs256 => "RS256",
        SigningAlgorithm::Es256 => "ES256",
    }
}

enum Pair {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
}

/// A private key that signs.
pub(super) struct Signer {
    pub(super) algorithm: SigningAlgorithm,
    pub(super) kid: String,
    pair: Pair,
}

impl Signer {
    /// A new key, and its private part in PKCS#8. Its randomness is the library's own, which alone knows how to
    /// look for primes.
    pub(super) fn generate(algorithm: SigningAlgorithm) -> Option<(Self, Vec<u8>)> {
        let private = match algorithm {
            SigningAlgorithm::Rs256 => {
                RsaKeyPair::generate(KeySize::Rsa2048).ok()?.as_der().ok()?.as_ref().to_vec()
            }
            SigningAlgorithm::Es256 => {
                let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).ok()?;
                pair.to_pkcs8v1().ok()?.as_ref().to_vec()
            }
        };
        Some((Self::read(algorithm, &private)?, private))
    }

    /// The key with this private part.
    pub(super) fn read(algorithm: SigningAlgorithm, private: &[u8]) -> Option<Self> {
        let pair = match algorithm {
            SigningAlgorithm::Rs256 => Pair::Rsa(RsaKeyPair::from_pkcs8(private).ok()?),
            SigningAlgorithm::Es256 => {
                Pair::Ec(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, private).ok()?)
            }
        };
        let kid = URL_SAFE_NO_PAD.encode(sha256(thumbprint(&required(&pair)?).as_bytes()));
        Some(Self { algorithm, kid, pair })
    }

    /// Its public part as a JWK.
    pub(super) fn public(&self) -> Option<Value> {
        let mut key = required(&self.pair)?;
        let members = key.as_object_mut()?;
        members.insert("kid".to_owned(), json!(self.kid));
        members.insert("use".to_owned(), json!("sig"));
        members.insert("alg".to_owned(), json!(name(self.algorithm)));
        Some(key)
    }

    /// A signed token with these claims.
    pub(super) fn sign(&self, claims: &Value) -> Option<String> {
        let header = json!({ "alg": name(self.algorithm), "kid": self.kid, "typ": "JWT" });
        let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let signed = format!("{}.{}", encode(&header), encode(claims));
        let random = SystemRandom::new();
        let signature = match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature).ok()?;
                signature
            }
            Pair::Ec(pair) => pair.sign(&random, signed.as_bytes()).ok()?.as_ref().to_vec(),
        };
        Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

/// The members of the public key that make it what it is (RFC 7638 3.2).
fn required(pair: &Pair) -> Option<Value> {
    match pair {
        Pair::Rsa(pair) => {
            let (n, e) = der::rsa_public_key(pair.public_key().as_ref())?;
            Some(json!({ "e": URL_SAFE_NO_PAD.encode(e), "kty": "RSA", "n": URL_SAFE_NO_PAD.encode(n) }))
        }
        Pair::Ec(pair) => {
            let point = pair.public_key().as_ref().strip_prefix(&[4])?;
            let (x, y) = point.split_at_checked(32)?;
            Some(json!({
                "crv": "P-256", "kty": "EC", "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
            }))
        }
    }
}

/// What is hashed for a thumbprint: members in the order of their names, which is how `Value` writes them.
fn thumbprint(required: &Value) -> String {
    required.to_string()
}

#[cfg(test)]
mod tests {
    use super::super::{Jws, KeySet};
    use super::*;

    #[test]
    fn what_is_signed_verifies_with_the_public_key() {
        for algorithm in [SigningAlgorithm::Rs256, SigningAlgorithm::Es256] {
            let (signer, private) = Signer::generate(algorithm).unwrap();
            let again = Signer::read(algorithm, &private).unwrap();
            assert_eq!(again.kid, signer.kid);
            let token = again.sign(&json!({ "sub": "-1" })).unwrap();
            let jws = Jws::parse(&token).unwrap();
            assert_eq!((jws.algorithm.name(), jws.kid.as_deref()), (name(algorithm), Some(&*signer.kid)));
            let public = json!({ "keys": [signer.public().unwrap()] }).to_string();
            assert!(KeySet::parse(&public).unwrap().verify(&jws));
            let (other, _) = Signer::generate(algorithm).unwrap();
            let other = json!({ "keys": [other.public().unwrap()] }).to_string();
            assert!(!KeySet::parse(&other).unwrap().verify(&Jws { kid: None, ..jws }));
        }
    }

    #[test]
    fn thumbprints_are_those_of_the_standard() {
        // RFC 7638 3.1.
        let key = json!({ "kty": "RSA", "e": "AQAB", "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw" });
        let hash = URL_SAFE_NO_PAD.encode(sha256(thumbprint(&key).as_bytes()));
        assert_eq!(hash, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }
}
