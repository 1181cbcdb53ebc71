//! Why a credential is not taken.

use crate::failure::{Failure, fails_with_the_store};
use crate::reply::{OAuthError, Reply};

/// Why a credential is not taken in place of a person's consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CredentialError {
    /// The app is not enrolled for it, nobody is, or the request went to an endpoint of another version.
    #[error(
        "This application does not yet have access to this authorization method: extensions.cms_smart is for \
         enrolled apps, at /v3/o/token."
    )]
    NotEnrolled,
    /// The extension is not one.
    #[error(
        "extensions.cms_smart must have version \"1\", purpose_of_use \"PATRQT\" and an id_token, each as a text."
    )]
    Extension,
    /// Not a signed token, or not with the claims it needs.
    #[error(
        "The id_token must be a JWT signed with RS256, RS384, ES256 or ES384, with iss, sub, aud, exp, iat, auth_time, jti and identity_assurance_level."
    )]
    Malformed,
    /// Another issuer than those whose tokens the app may present.
    #[error("The id_token is of an issuer that this app is not enrolled with.")]
    Issuer,
    /// Made for another app.
    #[error("The id_token was made for another app: aud, and azp where there is one, must be yours.")]
    Audience,
    /// Expired, or of the future.
    #[error("The id_token has expired or is not valid yet.")]
    Time,
    /// Made, or the person seen, too long ago.
    #[error("iat and auth_time of the id_token must lie five minutes back at most.")]
    Stale,
    /// The person was not proven well enough.
    #[error("identity_assurance_level of the id_token must be 2 or more.")]
    Assurance,
    /// It does not say who the person is.
    #[error("The id_token must have given_name, family_name and birthdate (YYYY-MM-DD).")]
    Person,
    /// None of the issuer's keys made the signature.
    #[error("The signature of the id_token is wrong.")]
    Signature,
    /// It was presented before.
    #[error("The id_token was presented before: the person must prove themselves anew.")]
    Replayed,
    /// The issuer's keys cannot be had.
    #[error("The keys of the id_token's issuer cannot be read at the moment.")]
    Keys,
    /// Nobody, more than one person, or somebody who is not served.
    #[error("Your patient data cannot be found at this time.")]
    NoPatient,
    /// The server failed.
    #[error(transparent)]
    Failed(Failure),
}

impl OAuthError for CredentialError {
    fn reply(&self) -> Reply {
        let (status, error) = match self {
            Self::NotEnrolled => (403, "unauthorized_client"),
            Self::Extension => (400, "invalid_request"),
            // Blue Button's status.
            Self::NoPatient => (401, "invalid_grant"),
            Self::Keys => return Failure::Away.reply(),
            Self::Failed(failure) => return failure.reply(),
            _ => (400, "invalid_grant"),
        };
        Reply::new(status, error, self.to_string())
    }
}

fails_with_the_store!(CredentialError, "cannot check a credential");
