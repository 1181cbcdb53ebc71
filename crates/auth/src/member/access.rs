//! What a member sees of their own record on the server's own pages.

use bluestem_model::access::{Access, Agent, ClaimScope, People, ResourceType, Rights};
use bluestem_model::label::Labels;

use super::Member;
use crate::Auth;

/// The pages, where the audit trail names who read.
const AGENT: &str = "member-pages";

impl Auth {
    /// The access of a member who is signed in, to who they are and how they are covered. It reaches no claims, and
    /// holds for a minute: every page asks anew.
    pub fn member_access(&self, member: &Member) -> Access {
        let read = Rights { read: true, search: false };
        Access::grant(
            Agent { client_id: AGENT.to_owned(), grant: None },
            People::One(member.person),
            vec![(ResourceType::Patient, read), (ResourceType::Coverage, read)],
            Labels::PART2,
            ClaimScope::All,
            self.now().plus_seconds(60),
        )
    }
}
