//! What a token request is answered with.

use bluestem_model::id::PersonId;
use bluestem_model::version::Version;
use serde::Serialize;

/// The token response (RFC 6749 5.1, SMART, Blue Button). It never has `expires_at`: two public SDKs want
/// different types of it.
#[derive(Clone, Serialize)]
pub struct TokenResponse {
    /// The access token.
    pub access_token: String,
    /// `Bearer`, or `DPoP` where the token is bound to a key.
    pub token_type: &'static str,
    /// Seconds until the access token is void.
    pub expires_in: i64,
    /// Its scopes.
    pub scope: String,
    /// The refresh token; absent for an app's own tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// The identity token; with the scope `openid`, when a code is exchanged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// FHIR id of the person in v3; absent for an app's own tokens. See [`TokenResponse::in_version`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patient: Option<String>,
    /// Until when the person shares, `YYYY-MM-DDTHH:MM:SSZ`, or empty when without end; absent for an app's own
    /// tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_grant_expiration: Option<String>,
}

impl TokenResponse {
    /// The response as the token endpoint of a version gives it: `patient` is the person's id there.
    #[must_use]
    pub fn in_version(self, version: Version) -> Self {
        let person = self.patient.as_deref().and_then(|id| PersonId::parse(id, Version::V3.home()));
        Self { patient: person.map(|person| person.text(version.home())), ..self }
    }
}
