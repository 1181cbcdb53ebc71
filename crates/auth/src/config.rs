//! What can be set.

use crate::credential::TrustedCredential;

pub use bluestem_model::version::Version;

/// Settings of the authorization server. All times are seconds.
#[derive(Clone, Debug)]
pub struct AuthConfig {
    /// Public base URL without a slash at the end; also the issuer.
    pub base_url: String,
    /// How long a person has from the request to the decision.
    pub approval_seconds: i64,
    /// How long a pushed authorization request waits for the browser (RFC 9126 2.2).
    pub pushed_seconds: i64,
    /// How long a code holds (RFC 6749 4.1.2 asks for at most 10 minutes; Blue Button gives 60 s).
    pub code_seconds: i64,
    /// How long a person's access token holds.
    pub token_seconds: i64,
    /// How long an app's own token holds (SMART backend services advises at most 300 s).
    pub app_token_seconds: i64,
    /// How long a rotated refresh token still answers with its successor: two public SDKs need it.
    pub refresh_grace_seconds: i64,
    /// How long a member stays signed in to the server's own pages.
    pub member_seconds: i64,
    /// How long of that without doing anything.
    pub member_idle_seconds: i64,
    /// Which apps may present whose identity tokens in place of a person's consent here; none unless configured.
    pub trusted_credentials: Vec<TrustedCredential>,
    /// How long an app may go on after it presented one.
    pub credential_seconds: i64,
}

impl AuthConfig {
    /// The base of a version's FHIR resources. A token is good for every base, whatever version gave it.
    pub(crate) fn fhir_base(&self, version: Version) -> String {
        format!("{}/{}/fhir", self.base_url, version.segment())
    }

    /// The usual times, for this base URL.
    pub fn new(base_url: &str) -> Self {
        Self {
            base_url: base_url.trim_end_matches('/').to_owned(),
            approval_seconds: 600,
            pushed_seconds: 60,
            code_seconds: 60,
            token_seconds: 3600,
            app_token_seconds: 300,
            refresh_grace_seconds: 60,
            member_seconds: 4 * 3600,
            member_idle_seconds: 900,
            trusted_credentials: Vec::new(),
            credential_seconds: 90 * 24 * 3600,
        }
    }
}
