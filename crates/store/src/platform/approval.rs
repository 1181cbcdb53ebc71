//! Authorization requests on their way through sign-in and consent, and the codes they end in.

use bluestem_model::id::PersonId;
use bluestem_model::label::Labels;
use bluestem_model::time::Timestamp;

use super::Hash;

/// An authorization request that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// SHA-256 of its id.
    pub id: Hash,
    /// SHA-256 of the id of the browser that began it.
    pub browser: Hash,
    /// The app.
    pub client_id: String,
    /// The checked request, as `auth` writes and reads it.
    pub request: String,
    /// Who signed in.
    pub person: Option<PersonId>,
    /// When they did.
    pub signed_in_at: Option<Timestamp>,
    /// When it began.
    pub created_at: Timestamp,
    /// The moment from which it is void.
    pub expires_at: Timestamp,
}

/// Consent: ends an approval, makes or renews the grant and stores the code.
#[derive(Clone, Debug)]
pub struct Consent {
    /// SHA-256 of the approval's id.
    pub approval: Hash,
    /// SHA-256 of the id of the browser that decides.
    pub browser: Hash,
    /// The person who decides; must be the one of the approval.
    pub person: PersonId,
    /// The app.
    pub client_id: String,
    /// The scopes consented to.
    pub scope: String,
    /// Claims with any of these labels are withheld.
    pub withheld: Labels,
    /// Until when the grant holds; None: without end.
    pub grant_until: Option<Timestamp>,
    /// SHA-256 of the code.
    pub code: Hash,
    /// Until when the code holds.
    pub code_until: Timestamp,
    /// Where the code is sent.
    pub redirect_uri: String,
    /// Whether the request named the redirect URI; if so, the token request must name it too (RFC 6749 4.1.3).
    pub redirect_given: bool,
    /// PKCE S256 challenge, without padding.
    pub challenge: String,
    /// `nonce` of the request (OpenID Connect 3.1.2.1).
    pub nonce: Option<String>,
    /// When the person signed in.
    pub signed_in_at: Option<Timestamp>,
    /// Thumbprint of the key that the exchange must prove (`dpop_jkt`, RFC 9449 10).
    pub key: Option<String>,
    /// The moment of consent.
    pub now: Timestamp,
}

/// A stored code and what the token request must show for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The app it was given to.
    pub client_id: String,
    /// The grant behind it.
    pub grant: i64,
    /// The person who consented.
    pub person: PersonId,
    /// The scopes consented to.
    pub scope: String,
    /// Where it was sent.
    pub redirect_uri: String,
    /// Whether the token request must name the redirect URI.
    pub redirect_given: bool,
    /// PKCE S256 challenge, without padding.
    pub challenge: String,
    /// `nonce` of the request (OpenID Connect 3.1.2.1).
    pub nonce: Option<String>,
    /// When the person signed in.
    pub signed_in_at: Option<Timestamp>,
    /// Thumbprint of the key that the exchange must prove.
    pub key: Option<String>,
    /// Until when it holds.
    pub expires_at: Timestamp,
    /// When it was exchanged.
    pub used_at: Option<Timestamp>,
}
