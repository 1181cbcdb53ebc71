//! The provider's metadata (OpenID Connect Discovery 1.0, 4).

use std::sync::{Arc, Mutex, PoisonError};

use bluestem_model::time::Timestamp;
use serde::Deserialize;
use url::Url;

use crate::fetch::{Ask, Fetch, Reach};
use crate::identity::IdentityError;

/// Seconds for which the metadata are taken as they are.
const FRESH_SECONDS: i64 = 3600;

/// The address of an endpoint.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Endpoint(pub(super) Url);

impl TryFrom<String> for Endpoint {
    type Error = url::ParseError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Url::parse(&text).map(Self)
    }
}

/// What is needed of the metadata.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Metadata {
    issuer: String,
    pub(super) authorization_endpoint: Endpoint,
    pub(super) token_endpoint: Endpoint,
    pub(super) jwks_uri: Endpoint,
    pub(super) userinfo_endpoint: Option<Endpoint>,
    pub(super) end_session_endpoint: Option<Endpoint>,
    #[serde(default)]
    pub(super) token_endpoint_auth_methods_supported: Vec<String>,
    /// RFC 9207 3: then an answer without `iss` is not the provider's.
    #[serde(default)]
    pub(super) authorization_response_iss_parameter_supported: bool,
}

/// The metadata, kept for a while.
#[derive(Default)]
pub(super) struct Discovery {
    known: Mutex<Option<(Timestamp, Arc<Metadata>)>>,
}

impl Discovery {
    /// The metadata of `issuer`. Those known before serve on while the provider does not answer.
    pub(super) async fn metadata(
        &self,
        fetch: &dyn Fetch,
        issuer: &str,
        now: Timestamp,
    ) -> Result<Arc<Metadata>, IdentityError> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, metadata)) =
            known.as_ref().filter(|(since, _)| now < since.plus_seconds(FRESH_SECONDS))
        {
            return Ok(Arc::clone(metadata));
        }
        match discover(fetch, issuer).await {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
                *known = Some((now, Arc::clone(&metadata)));
                Ok(metadata)
            }
            Err(error) => known.map(|(_, metadata)| metadata).ok_or(error),
        }
    }
}

async fn discover(fetch: &dyn Fetch, issuer: &str) -> Result<Metadata, IdentityError> {
    let failed = |what: &str| {
        tracing::error!(issuer, what, "cannot discover the identity provider");
        IdentityError::Unavailable
    };
    let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let url = Url::parse(&url).map_err(|_| failed("the issuer is no URL"))?;
    let told =
        fetch.fetch(Ask::get(url, Reach::Configured)).await.map_err(|error| failed(&error.to_string()))?;
    if told.status != 200 {
        return Err(failed("its metadata are not there"));
    }
    let metadata: Metadata =
        serde_json::from_slice(&told.body).map_err(|_| failed("its metadata do not read"))?;
    // 4.3: another issuer's metadata would lead people and codes elsewhere.
    if metadata.issuer != issuer {
        return Err(failed("its metadata name another issuer"));
    }
    if !is_safe(&metadata.authorization_endpoint.0) {
        return Err(failed("its authorization endpoint is not https"));
    }
    Ok(metadata)
}

/// Whether a browser may be sent there: https, or http to this very machine.
fn is_safe(url: &Url) -> bool {
    let here = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && here)
}
