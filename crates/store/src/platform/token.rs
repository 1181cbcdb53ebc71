//! Access tokens, refresh tokens, and the families that tie them to one exchange of a code.

use bluestem_model::access::ClaimScope;
use bluestem_model::id::PersonId;
use bluestem_model::label::Labels;
use bluestem_model::time::Timestamp;

use super::{Grant, Hash};

/// The exchange of a code for the first tokens of a family.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// SHA-256 of the code.
    pub code: Hash,
    /// The new access token.
    pub access: NewToken,
    /// SHA-256 of the new refresh token.
    pub refresh: Hash,
    /// Thumbprint of the key that every refresh must prove (RFC 9449 5); None: of none.
    pub refresh_key: Option<String>,
    /// The moment of exchange.
    pub now: Timestamp,
}

/// What came of exchanging a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exchanged {
    /// The tokens are stored; every earlier token of the grant is void.
    Done(Grant),
    /// The code was used before; what it gave is void now.
    Replayed {
        /// The grant of the code.
        grant: i64,
    },
    /// The code is unknown or expired, or its grant is.
    Void,
}

/// An access token to store.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// SHA-256 of it.
    pub hash: Hash,
    /// The app it is given to.
    pub client_id: String,
    /// Its scopes.
    pub scope: String,
    /// When it is issued.
    pub issued_at: Timestamp,
    /// The moment from which it is void.
    pub expires_at: Timestamp,
    /// Thumbprint of the key that whoever presents it must prove (RFC 9449 6); None: a bearer token.
    pub key: Option<String>,
}

/// A stored access token with the grant and the app behind it, as one lookup returns it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The app it was given to.
    pub client_id: String,
    /// Its scopes.
    pub scope: String,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// The moment from which it is void.
    pub expires_at: Timestamp,
    /// Whether its family was revoked or replaced.
    pub revoked: bool,
    /// The grant behind it; None for the app's own (client credentials).
    pub grant: Option<Grant>,
    /// Whether the app is active.
    pub app_active: bool,
    /// The app's name.
    pub app_name: String,
    /// The scopes that the app may be given now.
    pub app_scopes: String,
    /// The claims that the app may see now.
    pub app_claims: ClaimScope,
    /// Thumbprint of the key that whoever presents it must prove; None: a bearer token.
    pub key: Option<String>,
}

/// A stored refresh token with the grant behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    /// The app it was given to.
    pub client_id: String,
    /// Number of its family.
    pub family: i64,
    /// The scopes of its family.
    pub scope: String,
    /// When its successor was made.
    pub rotated_at: Option<Timestamp>,
    /// Whether its family was revoked or replaced.
    pub revoked: bool,
    /// Thumbprint of the key that its refresh must prove; None: of none.
    pub key: Option<String>,
    /// The grant behind it.
    pub grant: Grant,
}

/// Tokens for what a person has asked an app to fetch, without a consent page: a credential of the person that the
/// app presented stands for it. Makes the grant, or leads on the one that there is.
#[derive(Clone, Debug)]
pub struct Entrusted {
    /// The person.
    pub person: PersonId,
    /// The app.
    pub client_id: String,
    /// The scopes of a new grant. A live grant keeps its own: what the person chose holds.
    pub scope: String,
    /// What a new grant withholds. A live grant keeps its own.
    pub withheld: Labels,
    /// Until when the grant holds at least.
    pub grant_until: Timestamp,
    /// The new access token.
    pub access: NewToken,
    /// SHA-256 of the new refresh token, where there is one.
    pub refresh: Option<Hash>,
    /// The moment.
    pub now: Timestamp,
}

/// The rotation of a refresh token.
///
/// Tokens are stored as hashes, yet a client that asks twice must get the same successor: so successors are
/// derived from the token presented and `seed`, and the seed alone is stored.
#[derive(Clone, Debug)]
pub struct Rotation {
    /// SHA-256 of the token presented.
    pub presented: Hash,
    /// SHA-256 of its successor.
    pub refresh: Hash,
    /// What the successors were derived from, besides the token presented.
    pub seed: Hash,
    /// The new access token.
    pub access: NewToken,
    /// A token rotated at or after this moment answers with the successor it has; one rotated earlier revokes
    /// its family.
    pub grace_from: Timestamp,
    /// The moment of rotation.
    pub now: Timestamp,
}

/// What came of rotating a refresh token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rotated {
    /// The successors are stored and the access tokens before them are void.
    Done,
    /// It was rotated a moment ago: derive the same successors from this seed.
    Again {
        /// The stored seed.
        seed: Hash,
    },
    /// It was rotated long ago: its family is revoked now.
    Reused,
    /// It is unknown, its family was revoked, or its grant has ended or expired.
    Void,
}

/// What came of revoking a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revoked {
    /// No such token.
    Unknown,
    /// It was given to another app; nothing was done.
    Foreign {
        /// The grant behind it.
        grant: Option<i64>,
    },
    /// An access token; it alone is void now.
    Access {
        /// The grant behind it.
        grant: Option<i64>,
    },
    /// A refresh token; it and every token of its family are void now.
    Family {
        /// The grant behind it.
        grant: i64,
    },
}
