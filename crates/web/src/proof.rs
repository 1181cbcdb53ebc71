//! What a request says to prove a key (DPoP, RFC 9449).

use bluestem_auth::dpop::Call;
use http::{HeaderMap, Method};

use crate::base_url::BaseUrl;

/// A call, as its proof must name it.
pub(crate) struct ProvenCall {
    proof: Option<String>,
    method: Method,
    url: String,
}

impl ProvenCall {
    /// The call of a request to this path below the public base URL.
    pub(crate) fn of(base: &BaseUrl, method: &Method, path: &str, headers: &HeaderMap) -> Self {
        let mut values = headers.get_all("dpop").iter();
        let proof = match (values.next(), values.next()) {
            (None, _) => None,
            (Some(one), None) => Some(one.to_str().unwrap_or_default().to_owned()),
            // Two are one too many (RFC 9449 4.3): an empty proof never reads.
            (Some(_), Some(_)) => Some(String::new()),
        };
        Self { proof, method: method.clone(), url: base.join(path) }
    }

    /// As `auth` takes it.
    pub(crate) fn call(&self) -> Call<'_> {
        Call { proof: self.proof.as_deref(), method: self.method.as_str(), url: &self.url }
    }
}
