//! The server's own signing keys, and the assertions of apps that were used.

use bluestem_model::time::Timestamp;

use super::app::stored_number;

/// How a token of identity is signed (RFC 7518 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum SigningAlgorithm {
    /// RSA PKCS#1 1.5 with SHA-256.
    Rs256 = 0,
    /// ECDSA over P-256 with SHA-256.
    Es256 = 1,
}

stored_number!(SigningAlgorithm: Rs256, Es256);

/// A signing key of the server. At most one of an algorithm is in use; retired ones are kept, since what they
/// signed must still verify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKey {
    /// `kid`.
    pub kid: String,
    /// What it signs with.
    pub algorithm: SigningAlgorithm,
    /// The private key, sealed by `auth`.
    pub sealed: Vec<u8>,
    /// The public key as a JWK.
    pub public: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it signs no more.
    pub retired_at: Option<Timestamp>,
}
