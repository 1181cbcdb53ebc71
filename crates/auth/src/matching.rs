//! Finding a person by what is known of them. Every attempt is recorded, without what was known.

use bluestem_model::access::Access;
use bluestem_model::id::PersonId;
use bluestem_model::matching::{Demographics, Verdict, keys, verdict};
use bluestem_model::version::Version;
use bluestem_store::StoreError;
use bluestem_store::audit::{AuditEvent, EventKind, Outcome, Party};

use crate::Auth;

/// A question for a person.
pub struct Inquiry<'a> {
    /// The app that asks.
    pub client_id: &'a str,
    /// What is known of them.
    pub known: &'a Demographics,
    /// On whose behalf it is asked, where that is somebody else than who asks.
    pub party: Option<Party>,
    /// Network address of who asks.
    pub address: &'a str,
}

impl Auth {
    /// The person whom the inquiry is about, by their surviving key: None when there is nobody, somebody who is not
    /// served, or not exactly one. Which of these is told to the audit trail alone; its record is durable when this
    /// returns.
    pub async fn find_person(
        &self,
        access: &Access,
        inquiry: Inquiry<'_>,
    ) -> Result<Option<PersonId>, StoreError> {
        let keys: Vec<_> = keys(inquiry.known).into_iter().collect();
        let found = verdict(&self.claims.people_by_keys(access, &keys).await?, Version::V3.home());
        let (outcome, what, person) = match found {
            Verdict::Matched { person, combination } => (Outcome::Success, combination.code(), Some(person)),
            Verdict::Nobody => (Outcome::Refused, "nobody", None),
            Verdict::Ambiguous => (Outcome::Refused, "ambiguous", None),
        };
        let event = AuditEvent {
            client_id: Some(inquiry.client_id.to_owned()),
            person,
            address: Some(inquiry.address.to_owned()),
            what: Some(what.to_owned()),
            party: inquiry.party,
            ..AuditEvent::new(self.now(), EventKind::Match, outcome)
        };
        self.recorder.append(event).await?;
        Ok(person)
    }
}
