//! Signed tokens as an app makes and reads them, written apart from the server's own code.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

pub(crate) fn encode(part: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(part)
}

pub(crate) fn decode(part: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(part).unwrap()
}

/// Header and claims of a token whose signature one of `keys` made. Panics when none did.
pub(crate) fn verified(token: &str, keys: &Value) -> (Value, Value) {
    let parts: Vec<&str> = token.split('.').collect();
    assert_eq!(parts.len(), 3, "{token}");
    let header: Value = serde_json::from_slice(&decode(parts[0])).unwrap();
    let key = keys["keys"].as_array().unwrap().iter().find(|key| key["kid"] == header["kid"]);
    let key = key.unwrap_or_else(|| panic!("{header} is signed by no published key"));
    let (message, signature) = (format!("{}.{}", parts[0], parts[1]), decode(parts[2]));
    let member = |name: &str| decode(key[name].as_str().unwrap());
    match header["alg"].as_str().unwrap() {
        "RS256" => RsaPublicKeyComponents { n: member("n"), e: member("e") }
            .verify(&RSA_PKCS1_2048_8192_SHA256, message.as_bytes(), &signature)
            .unwrap(),
        "ES256" => {
            let point = [&[4][..], &member("x"), &member("y")].concat();
            let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
            key.verify(message.as_bytes(), &signature).unwrap();
        }
        other => panic!("signed with {other}"),
    }
    (header, serde_json::from_slice(&decode(parts[1])).unwrap())
}

/// An app's key pair on a curve.
pub(crate) struct Pair {
    private: EcdsaKeyPair,
    alg: &'static str,
    curve: &'static str,
}

impl Pair {
    pub(crate) fn es384() -> Self {
        Self::new("ES384", "P-384", &ECDSA_P384_SHA384_FIXED_SIGNING)
    }

    pub(crate) fn es256() -> Self {
        Self::new("ES256", "P-256", &ECDSA_P256_SHA256_FIXED_SIGNING)
    }

    fn new(alg: &'static str, curve: &'static str, algorithm: &'static EcdsaSigningAlgorithm) -> Self {
        Self { private: EcdsaKeyPair::generate(algorithm).unwrap(), alg, curve }
    }

    /// The public key as a JWK set.
    pub(crate) fn jwks(&self) -> String {
        json!({ "keys": [self.jwk()] }).to_string()
    }

    /// The public key.
    pub(crate) fn jwk(&self) -> Value {
        let point = self.private.public_key().as_ref()[1..].to_vec();
        let (x, y) = point.split_at(point.len() / 2);
        json!({ "kty": "EC", "crv": self.curve, "kid": "one", "x": encode(x), "y": encode(y) })
    }

    /// A token with these claims, whose header is the usual one with `header` over it.
    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> String {
        let mut whole = json!({ "alg": self.alg, "kid": "one", "typ": "JWT" });
        for (name, value) in header.as_object().unwrap() {
            whole[name] = value.clone();
        }
        let signed = format!("{}.{}", encode(whole.to_string()), encode(claims.to_string()));
        let signature = self.private.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", encode(signature))
    }
}
