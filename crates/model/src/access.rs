//! Access: who may see what. The only key to claims.
//!
//! Every read of the claims plane takes an [`Access`] and the store turns it into its query. Only `auth` makes
//! one; `tools/check_architecture.py` holds that.

use crate::id::PersonId;
use crate::label::Labels;
use crate::time::Timestamp;

/// Which people an access reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum People {
    /// One person, under whatever keys the source has them.
    One(PersonId),
    /// Everybody that is loaded.
    All,
}

/// A kind of FHIR resource that rights are given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResourceType {
    /// Demographics.
    Patient,
    /// Insurance coverage.
    Coverage,
    /// Claims.
    ExplanationOfBenefit,
    /// What was done with the person's data.
    AuditEvent,
}

impl ResourceType {
    /// Every type.
    pub const ALL: [Self; 4] = [Self::Patient, Self::Coverage, Self::ExplanationOfBenefit, Self::AuditEvent];

    /// The FHIR name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Patient => "Patient",
            Self::Coverage => "Coverage",
            Self::ExplanationOfBenefit => "ExplanationOfBenefit",
            Self::AuditEvent => "AuditEvent",
        }
    }
}

/// What may be done with a type of resource.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// Read by id (SMART `r`).
    pub read: bool,
    /// Search (SMART `s`).
    pub search: bool,
}

/// Which claims an access reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimScope {
    /// All claims.
    All,
    /// Part D events only.
    PartD,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Client id of the app or organisation.
    pub client_id: String,
    /// The grant behind the token, when a person gave one.
    pub grant: Option<i64>,
}

/// What one request may see. Immutable; made by `auth` from a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    agent: Agent,
    people: People,
    rights: Vec<(ResourceType, Rights)>,
    withheld: Labels,
    claims: ClaimScope,
    until: Timestamp,
}

impl Access {
    /// Makes an access. Called by `auth` alone.
    pub fn grant(
        agent: Agent,
        people: People,
        rights: Vec<(ResourceType, Rights)>,
        withheld: Labels,
        claims: ClaimScope,
        until: Timestamp,
    ) -> Self {
        Self { agent, people, rights, withheld, claims, until }
    }

    /// Who asks.
    pub fn agent(&self) -> &Agent {
        &self.agent
    }

    /// Which people it reaches.
    pub fn people(&self) -> &People {
        &self.people
    }

    /// Rights to a type of resource.
    pub fn rights(&self, resource: ResourceType) -> Rights {
        let found = self.rights.iter().find(|(granted, _)| *granted == resource);
        found.map_or_else(Rights::default, |(_, rights)| *rights)
    }

    /// Claims with any of these labels are absent.
    pub fn withheld(&self) -> Labels {
        self.withheld
    }

    /// Which claims it reaches.
    pub fn claims(&self) -> ClaimScope {
        self.claims
    }

    /// The moment from which it is void.
    pub fn until(&self) -> Timestamp {
        self.until
    }
}
