//! What the server remembers of browsers: people who are signed in to its own pages, and sign-ins on their way.

use bluestem_model::id::PersonId;
use bluestem_model::time::Timestamp;

use super::Hash;

/// A browser's session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowserSession {
    /// SHA-256 of its id.
    pub id: Hash,
    /// What it is about, as `auth` writes and reads it.
    pub content: String,
    /// Who is signed in.
    pub person: Option<PersonId>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// The moment from which it is void, used or not.
    pub expires_at: Timestamp,
}
