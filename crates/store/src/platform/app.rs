//! Registered apps (OAuth clients).

use bluestem_model::access::ClaimScope;
use bluestem_model::time::Timestamp;

use super::{Hash, SigningAlgorithm};

/// Whether a client can keep a secret (RFC 6749 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ClientKind {
    /// It cannot: an app on a phone or in a browser.
    Public = 0,
    /// It can, and has one or a key pair of its own.
    Confidential = 1,
}

/// For how long a person's consent to an app lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum DataAccessType {
    /// 13 months from the last consent, with refresh tokens.
    ThirteenMonth = 0,
    /// The life of one access token; nothing is refreshed.
    OneTime = 1,
    /// A research study: until it is revoked.
    ResearchStudy = 2,
}

/// Whether an app works with the person's name, address, date of birth, race and sex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum PersonalInformation {
    /// It cannot do without.
    Required = 0,
    /// It can do without: the person chooses.
    Optional = 1,
    /// It never gets it.
    Never = 2,
}

macro_rules! stored_number {
    ($name:ident: $($variant:ident),*) => {
        impl $name {
            /// Its stored number.
            pub const fn number(self) -> u8 {
                self as u8
            }

            /// The value with this stored number.
            pub fn from_number(number: u8) -> Option<Self> {
                [$(Self::$variant),*].into_iter().find(|value| value.number() == number)
            }
        }
    };
}
pub(super) use stored_number;

stored_number!(ClientKind: Public, Confidential);
stored_number!(DataAccessType: ThirteenMonth, OneTime, ResearchStudy);
stored_number!(PersonalInformation: Required, Optional, Never);

/// A registered app.
#[allow(clippy::struct_excessive_bools)] // facts of a registration, each for itself
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// `client_id`.
    pub client_id: String,
    /// What people read.
    pub name: String,
    /// Whether it can keep a secret.
    pub kind: ClientKind,
    /// SHA-256 of its secret; None for public clients and those that sign.
    pub secret: Option<Hash>,
    /// Its public keys as a JWK set, for apps that sign (RFC 7523).
    pub jwks: Option<String>,
    /// Where its public keys are found instead.
    pub jwks_uri: Option<String>,
    /// How its identity tokens are signed.
    pub identity_algorithm: SigningAlgorithm,
    /// Where a browser may be sent back to.
    pub redirect_uris: Vec<String>,
    /// The scopes it may be given, separated by spaces.
    pub scopes: String,
    /// Whether it may use the authorization code grant.
    pub authorization_code: bool,
    /// Whether it may use the client credentials grant.
    pub client_credentials: bool,
    /// For how long consent lasts.
    pub access_type: DataAccessType,
    /// Whether it works with personal information.
    pub personal_information: PersonalInformation,
    /// Which claims it may see.
    pub claims: ClaimScope,
    /// Whether it may do anything at all.
    pub active: bool,
    /// Whether it stands in the public list of apps.
    pub listed: bool,
    /// What it is, in the words of its maker.
    pub description: Option<String>,
    /// Its home page.
    pub website_uri: Option<String>,
    /// Its privacy policy.
    pub policy_uri: Option<String>,
    /// Its terms of use.
    pub terms_uri: Option<String>,
    /// When it was registered.
    pub created_at: Timestamp,
}
