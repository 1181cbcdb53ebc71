//! Grants: what a person has allowed an app.

use bluestem_model::id::PersonId;
use bluestem_model::label::Labels;
use bluestem_model::time::Timestamp;

use super::app::stored_number;

/// Why a grant ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum EndReason {
    /// The person stopped sharing.
    Person = 0,
    /// The app gave it back.
    App = 1,
    /// An operator ended it.
    Operator = 2,
}

stored_number!(EndReason: Person, App, Operator);

/// What a person has allowed an app. At most one per person and app has not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its number.
    pub id: i64,
    /// The app.
    pub client_id: String,
    /// The person, by the surviving key at the time of consent.
    pub person: PersonId,
    /// The scopes that were consented to, separated by spaces.
    pub scope: String,
    /// Claims with any of these labels are withheld.
    pub withheld: Labels,
    /// The first consent.
    pub created_at: Timestamp,
    /// The latest consent.
    pub renewed_at: Timestamp,
    /// The moment from which it is void; None: it has no such moment.
    pub expires_at: Option<Timestamp>,
    /// When it was ended, and why.
    pub ended: Option<(Timestamp, EndReason)>,
}

impl Grant {
    /// Whether it holds at `now`.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.ended.is_none() && !self.has_expired(now)
    }

    /// Whether its time is over at `now`.
    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }
}
