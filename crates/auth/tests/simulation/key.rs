//! The key that some apps bind their tokens to (RFC 9449).

use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::digest::{SHA256, digest};
use bluestem_auth::Auth;
use bluestem_auth::bearer::{BearerError, Presented};
use bluestem_auth::dpop::Call;
use bluestem_model::access::Access;
use bluestem_model::time::Timestamp;
use serde_json::{Value, json};

use crate::jwt::{Pair, encode};

pub(crate) const TOKEN_URL: &str = "https://bluestem.example/v3/o/token";
const CLAIMS_URL: &str = "https://bluestem.example/v3/fhir/ExplanationOfBenefit";

pub(crate) struct Key {
    pair: Pair,
    /// Each proof is another one.
    proofs: AtomicU64,
}

impl Key {
    pub(crate) fn new() -> Self {
        Self { pair: Pair::es256(), proofs: AtomicU64::new(0) }
    }

    fn proof(&self, mut claims: Value, now: Timestamp) -> String {
        claims["jti"] = json!(format!("proof-{}", self.proofs.fetch_add(1, Ordering::SeqCst)));
        claims["iat"] = json!(now.seconds());
        self.pair.sign(&json!({ "typ": "dpop+jwt", "jwk": self.pair.jwk() }), &claims)
    }

    /// A proof for the token endpoint.
    pub(crate) fn token_proof(&self, now: Timestamp) -> String {
        self.proof(json!({ "htm": "POST", "htu": TOKEN_URL }), now)
    }

    /// What a bound token opens to who has the key.
    pub(crate) async fn access(
        &self,
        auth: &Auth,
        token: &str,
        now: Timestamp,
    ) -> Result<Access, BearerError> {
        let hash = encode(digest(&SHA256, token.as_bytes()));
        let proof = self.proof(json!({ "htm": "GET", "htu": CLAIMS_URL, "ath": hash }), now);
        let call = Call { proof: Some(&proof), method: "GET", url: CLAIMS_URL };
        auth.access(&Presented::from_header(Some(&format!("DPoP {token}")), call)?).await
    }
}
