//! What a member shares with which app, and what the app did with it.

use bluestem_model::access::{Access, ClaimScope, People, ResourceType};
use bluestem_model::id::PersonId;
use bluestem_model::label::Labels;
use bluestem_model::time::Timestamp;
use bluestem_store::StoreError;
use bluestem_store::audit::{AuditQuery, EventKind, StoredEvent};
use bluestem_store::platform::{EndReason, Grant};

use super::session::{Member, MemberError};
use crate::Auth;
use crate::authorize::AppSummary;
use crate::scope::{Context, ScopeSet};

/// Events that are looked through for the latest read.
const LOOKED_THROUGH: u32 = 200;

/// Something that an app may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// Who the person is.
    Personal,
    /// Coverage.
    Coverage,
    /// Claims.
    Claims,
    /// Claims of Part D alone.
    DrugClaims,
    /// Claims about substance use (42 CFR Part 2), among those.
    SubstanceUse,
    /// What was done with the person's data.
    Activity,
}

/// An app that a member shares with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Number of the grant.
    pub id: i64,
    /// The app.
    pub app: AppSummary,
    /// The first consent.
    pub since: Timestamp,
    /// The latest consent.
    pub renewed: Timestamp,
    /// The moment from which it is void; None: it has no such moment.
    pub until: Option<Timestamp>,
    /// Whether its time is over.
    pub expired: bool,
    /// What the app may see.
    pub sees: Vec<Shared>,
    /// When it last got data, as far as its latest doings tell.
    pub last_read: Option<Timestamp>,
}

/// A page of what an app did, the latest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// The events.
    pub events: Vec<StoredEvent>,
    /// Pass as `before` for the next page; None on the last.
    pub next: Option<i64>,
}

impl Auth {
    /// What the member shares, the latest consent first. Grants whose time is over are among them until they
    /// are ended.
    pub async fn connections(&self, member: &Member) -> Result<Vec<Connection>, MemberError> {
        self.flush().await?;
        let mut connections = Vec::new();
        for grant in self.member_grants(member).await? {
            connections.extend(self.connection_of(grant).await?);
        }
        Ok(connections)
    }

    /// One of them.
    pub async fn connection(&self, member: &Member, id: i64) -> Result<Connection, MemberError> {
        self.flush().await?;
        let grant = self.member_grant(member, id).await?;
        self.connection_of(grant).await?.ok_or(MemberError::Unknown)
    }

    /// What the app of a connection did with the person's data: events numbered below `before`, `limit` of them.
    pub async fn activity(
        &self,
        member: &Member,
        id: i64,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Activity, MemberError> {
        let grant = self.member_grant(member, id).await?;
        let (person, client_id) = (Some(grant.person), Some(grant.client_id));
        // One more than the page tells whether there is a next one.
        let query = AuditQuery { person, client_id, before, limit: limit.saturating_add(1) };
        Ok(page(self.recorder.query(&query).await?, limit))
    }

    /// What was done with the data of the person whose access it is, by anybody: events numbered below `before`,
    /// `limit` of them, the latest first. Nothing for an access that reaches everybody.
    pub async fn events(
        &self,
        access: &Access,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Activity, StoreError> {
        let People::One(person) = access.people() else { return Ok(page(Vec::new(), limit)) };
        self.flush().await?;
        let limit = limit.max(1);
        let mut events = Vec::new();
        // What was recorded before two keys of one person were merged stands under the other key.
        for key in self.keys_of(*person).await? {
            let query =
                AuditQuery { person: Some(key), client_id: None, before, limit: limit.saturating_add(1) };
            events.extend(self.recorder.query(&query).await?);
        }
        events.sort_by_key(|event| std::cmp::Reverse(event.id));
        Ok(page(events, limit))
    }

    /// One of these events.
    pub async fn event(&self, access: &Access, id: i64) -> Result<Option<StoredEvent>, StoreError> {
        let found = self.events(access, id.checked_add(1), 1).await?;
        Ok(found.events.into_iter().next().filter(|event| event.id == id))
    }

    /// Stops sharing: when this returns, every token of the app for this person is void.
    pub async fn stop_sharing(&self, member: &Member, id: i64, csrf: &str) -> Result<(), MemberError> {
        member.check_csrf(csrf)?;
        let grant = self.member_grant(member, id).await?;
        self.end_grant(&grant, EndReason::Person).await?;
        Ok(())
    }

    async fn member_grant(&self, member: &Member, id: i64) -> Result<Grant, MemberError> {
        let grants = self.member_grants(member).await?;
        grants.into_iter().find(|grant| grant.id == id).ok_or(MemberError::Unknown)
    }

    /// A grant keeps the key under which the person consented, which may have been merged into another since.
    async fn member_grants(&self, member: &Member) -> Result<Vec<Grant>, StoreError> {
        let mut grants = Vec::new();
        for key in self.keys_of(member.person).await? {
            grants.extend(self.grants_of(key).await?);
        }
        grants.sort_by_key(|grant| std::cmp::Reverse(grant.renewed_at));
        Ok(grants)
    }

    async fn connection_of(&self, grant: Grant) -> Result<Option<Connection>, StoreError> {
        let Some(app) = self.platform.app(&grant.client_id).await? else { return Ok(None) };
        // What the app may have now: less than was consented to where its own scopes were narrowed since.
        let allowed = ScopeSet::stored(&app.scopes)?;
        let scope = ScopeSet::stored(&grant.scope)?.narrowed_to(&allowed);
        Ok(Some(Connection {
            id: grant.id,
            since: grant.created_at,
            renewed: grant.renewed_at,
            until: grant.expires_at,
            expired: grant.has_expired(self.now()),
            sees: shared(&scope, app.claims, grant.withheld),
            last_read: self.last_read(grant.person, &app.client_id).await?,
            app: app.into(),
        }))
    }

    async fn last_read(&self, person: PersonId, client_id: &str) -> Result<Option<Timestamp>, StoreError> {
        let query = AuditQuery {
            person: Some(person),
            client_id: Some(client_id.to_owned()),
            before: None,
            limit: LOOKED_THROUGH,
        };
        let events = self.recorder.query(&query).await?;
        let read = |found: &&StoredEvent| matches!(found.event.kind, EventKind::Read | EventKind::Search);
        Ok(events.iter().find(read).map(|found| found.event.at))
    }
}

/// What these scopes let an app see.
fn shared(scope: &ScopeSet, claims: ClaimScope, withheld: Labels) -> Vec<Shared> {
    let sees = |resource| {
        let rights = scope.rights_to(Context::Patient, resource);
        rights.read || rights.search
    };
    let any_claims = sees(ResourceType::ExplanationOfBenefit);
    let claims = match claims {
        ClaimScope::All => Shared::Claims,
        ClaimScope::PartD => Shared::DrugClaims,
    };
    let things = [
        (scope.personal(), Shared::Personal),
        (sees(ResourceType::Coverage), Shared::Coverage),
        (any_claims, claims),
        (any_claims && !withheld.intersects(Labels::PART2), Shared::SubstanceUse),
        (sees(ResourceType::AuditEvent), Shared::Activity),
    ];
    things.into_iter().filter_map(|(seen, thing)| seen.then_some(thing)).collect()
}

/// The first `limit` of these events, and where the next page begins.
fn page(mut events: Vec<StoredEvent>, limit: u32) -> Activity {
    let more = events.len() > limit as usize;
    events.truncate(limit as usize);
    let next = events.last().map(|last| last.id).filter(|_| more);
    Activity { events, next }
}
