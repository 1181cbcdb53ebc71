//! Recording what happened.
//!
//! Sign-ins, decisions and tokens are durable before they are answered. Data responses are gathered and written
//! twice a second: a kill loses those of the last second at most, a clean stop none.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bluestem_model::access::{Access, People, ResourceType};
use bluestem_store::StoreError;
use bluestem_store::audit::{Audit, AuditEvent, AuditQuery, EventKind, Outcome, Purpose, StoredEvent};

use crate::{Auth, metric};

/// Data responses that are gathered at most before one of them waits for the store.
const GATHERED: usize = 10_000;
/// Time between two flushes. With the time that one takes it stays well below the second that may be lost.
const FLUSH_TIME: Duration = Duration::from_millis(500);

/// Writes to the audit plane.
pub(crate) struct Recorder {
    audit: Arc<dyn Audit>,
    gathered: Mutex<Vec<AuditEvent>>,
}

impl Recorder {
    pub(crate) fn new(audit: Arc<dyn Audit>) -> Self {
        Self { audit, gathered: Mutex::default() }
    }

    /// Writes an event; it is durable when this returns.
    pub(crate) async fn append(&self, event: AuditEvent) -> Result<(), StoreError> {
        let (kind, outcome) = (event.kind, event.outcome);
        self.audit.append(vec![event]).await?;
        metric::event(kind, outcome);
        Ok(())
    }

    /// Events that match, the latest first; without what is still gathered.
    pub(crate) async fn query(&self, query: &AuditQuery) -> Result<Vec<StoredEvent>, StoreError> {
        self.audit.query(query).await
    }

    /// Whether the plane answers.
    pub(crate) async fn probe(&self) -> Result<(), StoreError> {
        self.audit.probe().await
    }

    /// Keeps an event for the next flush; flushes by itself when there are too many.
    async fn gather(&self, event: AuditEvent) -> Result<(), StoreError> {
        metric::event(event.kind, event.outcome);
        let full = {
            let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
            gathered.push(event);
            metric::backlog(gathered.len());
            gathered.len() >= GATHERED
        };
        if full { self.flush().await } else { Ok(()) }
    }

    async fn flush(&self) -> Result<(), StoreError> {
        let events = std::mem::take(&mut *self.gathered.lock().unwrap_or_else(PoisonError::into_inner));
        if events.is_empty() {
            return Ok(());
        }
        let result = self.audit.append(events.clone()).await;
        if result.is_err() {
            let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
            gathered.splice(0..0, events);
        }
        metric::backlog(self.gathered.lock().unwrap_or_else(PoisonError::into_inner).len());
        result
    }
}

/// A response with a person's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataResponse {
    /// Type of the resources.
    pub resource: ResourceType,
    /// What was asked.
    pub asked: DataAsked,
    /// Network address of the client.
    pub address: String,
}

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DataAsked {
    /// The resource with this id.
    Read {
        /// Its id.
        id: String,
        /// Whether it was given.
        found: bool,
    },
    /// A search.
    Search {
        /// How many resources the page held.
        count: u32,
    },
}

/// Why an app does something: with a token for one person that person let it, with every other it is an
/// organisation's own work.
pub(crate) fn purpose(of_one_person: bool) -> Purpose {
    if of_one_person { Purpose::PatientRequest } else { Purpose::Operations }
}

impl Auth {
    /// Records a response with data. An error means that it cannot be recorded: the data must not be sent.
    pub async fn record_data(&self, access: &Access, response: DataResponse) -> Result<(), StoreError> {
        let (kind, resource_id, count, found) = match response.asked {
            DataAsked::Read { id, found } => (EventKind::Read, Some(id), None, found),
            DataAsked::Search { count } => (EventKind::Search, None, Some(count), true),
        };
        let outcome = if found { Outcome::Success } else { Outcome::Refused };
        let person = match access.people() {
            People::One(person) => Some(*person),
            People::All => None,
        };
        let event = AuditEvent {
            purpose: Some(purpose(person.is_some())),
            client_id: Some(access.agent().client_id.clone()),
            person,
            grant: access.agent().grant,
            address: Some(response.address),
            what: Some(response.resource.name().to_owned()),
            resource_id,
            count,
            withheld: access.withheld(),
            ..AuditEvent::new(self.now(), kind, outcome)
        };
        self.recorder.gather(event).await
    }

    /// Writes the data responses gathered so far. Call it on a clean stop.
    pub async fn flush(&self) -> Result<(), StoreError> {
        self.recorder.flush().await
    }

    /// Flushes twice a second. Runs until it is dropped.
    pub async fn maintain(&self) {
        let mut time = tokio::time::interval(FLUSH_TIME);
        loop {
            time.tick().await;
            if let Err(error) = self.flush().await {
                tracing::error!(%error, "cannot write the audit trail");
            }
        }
    }
}
