//! What a member shares with which app, and what the app did with it.

use bluestem_model::access::{ClaimScope, ResourceType};
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
    /// Whether the app may see who the person is.
    pub personal: bool,
    /// Whether it may see coverage.
    pub coverage: bool,
    /// Which claims it may see.
    pub claims: Option<ClaimScope>,
    /// Whether these include claims about substance use (42 CFR Part 2).
    pub substance_use: bool,
    /// Whether it may see what was done with the person's data.
    pub activity: bool,
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
        let damaged = |_| StoreError::Damaged("a stored scope does not read".to_owned());
        // What the app may have now: less than was consented to where its own scopes were narrowed since.
        let allowed = ScopeSet::parse(&app.scopes).map_err(damaged)?;
        let scope = ScopeSet::parse(&grant.scope).map_err(damaged)?.narrowed_to(&allowed);
        let sees = |resource| {
            let rights = scope.rights_to(Context::Patient, resource);
            rights.read || rights.search
        };
        let claims = sees(ResourceType::ExplanationOfBenefit);
        Ok(Some(Connection {
            id: grant.id,
            since: grant.created_at,
            renewed: grant.renewed_at,
            until: grant.expires_at,
            expired: grant.has_expired(self.now()),
            personal: scope.personal(),
            coverage: sees(ResourceType::Coverage),
            claims: claims.then_some(app.claims),
            substance_use: claims && !grant.withheld.intersects(Labels::PART2),
            activity: sees(ResourceType::AuditEvent),
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

/// The first `limit` of these events, and where the next page begins.
pub(crate) fn page(mut events: Vec<StoredEvent>, limit: u32) -> Activity {
    let more = events.len() > limit as usize;
    events.truncate(limit as usize);
    let next = events.last().map(|last| last.id).filter(|_| more);
    Activity { events, next }
}
