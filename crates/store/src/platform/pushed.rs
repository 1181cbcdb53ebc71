//! Authorization requests that apps push before a browser takes them up (RFC 9126).

use bluestem_model::time::Timestamp;

use super::Hash;

/// A pushed authorization request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushedRequest {
    /// SHA-256 of the secret part of its `request_uri`.
    pub id: Hash,
    /// The app that pushed it.
    pub client_id: String,
    /// The request, as `auth` writes and reads it.
    pub content: String,
    /// The moment from which it is void.
    pub expires_at: Timestamp,
}
