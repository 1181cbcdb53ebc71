//! CMS Aligned Networks: an app presents what a credential provider says of a person, in place of the person's
//! consent at this server.
//!
//! The provider has proven who the person is (identity assurance level 2) and signs an identity token for the app;
//! the app sends it as `extensions.cms_smart` of the assertion that proves the app itself.

mod claims;
pub(crate) mod demographics;
mod error;

pub use error::CredentialError;

use bluestem_model::matching::Demographics;
use bluestem_model::time::{SECOND, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use crate::client_assertion::Assertion;
use crate::config::Version;
use crate::fetch::Reach;
use crate::key::Jws;
use crate::parameters::Parameters;
use crate::{Auth, secret};
use claims::Believed;

/// The name of the extension.
const EXTENSION: &str = "cms_smart";
/// The one purpose that is served: the person asked for it themselves.
const PURPOSE: &str = "PATRQT";

/// A provider's identity tokens that an app may present.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedCredential {
    /// The app.
    pub client_id: String,
    /// Issuer of the tokens, letter by letter.
    pub issuer: String,
    /// The audience that they must be for: the app, as the provider knows it.
    pub audience: String,
    /// Where the provider publishes its keys.
    pub jwks_uri: String,
}

/// What the extension holds.
#[derive(Deserialize)]
struct Extension {
    version: String,
    purpose_of_use: String,
    id_token: String,
}

/// A credential that came with a request. Nothing of it is true yet.
pub(crate) struct Presented(Value);

/// The credential that the assertion of a request carries; None when there is none. The assertion was checked when
/// the app was.
pub(crate) fn presented(parameters: &Parameters) -> Option<Presented> {
    let assertion = Assertion::of(parameters).ok()??;
    assertion.extension(EXTENSION).cloned().map(Presented)
}

impl Auth {
    /// What the credential says of the person, if the app may present it here and it holds. Last of all it is used
    /// up.
    pub(crate) async fn check_credential(
        &self,
        client_id: &str,
        url: &str,
        presented: Presented,
    ) -> Result<Demographics, CredentialError> {
        let trusted: Vec<_> =
            self.config.trusted_credentials.iter().filter(|trusted| trusted.client_id == client_id).collect();
        if trusted.is_empty() || !self.is_v3(url) {
            return Err(CredentialError::NotEnrolled);
        }
        let extension: Extension =
            serde_json::from_value(presented.0).map_err(|_| CredentialError::Extension)?;
        if extension.version != "1" || extension.purpose_of_use != PURPOSE {
            return Err(CredentialError::Extension);
        }
        let jws = Jws::parse(&extension.id_token).ok_or(CredentialError::Malformed)?;
        let believed = Believed::read(&jws, &trusted, self.now().seconds())?;
        let (uri, now) = (&believed.trusted.jwks_uri, self.now());
        // Keys are looked for where they are configured, never where a token says.
        let signed = jws.jku.as_ref().is_none_or(|named| named == uri)
            && self
                .remote_keys
                .verify(uri, Reach::Configured, &jws, now)
                .await
                .map_err(|_| CredentialError::Keys)?;
        if !signed {
            return Err(CredentialError::Signature);
        }
        let known = demographics::of(&believed.all)?;
        let unique = secret::hash(&format!("credential\n{}\n{}", believed.trusted.issuer, believed.jti));
        // Kept for as long as the same token could pass as fresh.
        let until = Timestamp(believed.fresh_until.saturating_mul(SECOND));
        if self.platform.use_assertion(&unique, until).await? {
            Ok(known)
        } else {
            Err(CredentialError::Replayed)
        }
    }

    fn is_v3(&self, url: &str) -> bool {
        let path = url.strip_prefix(&self.config.base_url).unwrap_or_default();
        path.split('/').nth(1) == Some(Version::V3.segment())
    }
}
