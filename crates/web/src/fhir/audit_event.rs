//! AuditEvent: what was done with the data of the person whose token it is.

use axum::extract::{Path, State};
use axum::response::Response;
use bluestem_auth::audit::DataAsked;
use bluestem_fhir::audit_event::{self, Activity, Event};
use bluestem_fhir::bundle::{Head, Searchset};
use bluestem_fhir::search::{self, Problem};
use bluestem_model::access::{People, ResourceType};
use bluestem_model::chance::random_id;
use bluestem_model::id::{PersonId, source_number};
use bluestem_store::audit::{EventKind, Outcome, Purpose, StoredEvent};

use super::answer;
use super::error::FhirError;
use super::request::{Asked, Interaction, Pairs, searched};
use super::url_of_type;
use crate::state::App;

/// Bytes that an event takes as JSON, about.
const EVENT_BYTES: usize = 1024;

/// `GET AuditEvent/{id}`.
pub(super) async fn read(
    State(app): State<App>,
    asked: Asked,
    Path(id): Path<String>,
) -> Result<Response, FhirError> {
    let person = person(&asked, Interaction::Read)?;
    let number = source_number(&id).ok_or(Problem::IdNotNumber)?;
    let found = app.auth().event(&asked.access, number).await?;
    let recorded = DataAsked::Read { id, found: found.is_some() };
    asked.record(&app, ResourceType::AuditEvent, recorded).await?;
    let event = found.ok_or(FhirError::NotFound("AuditEvent"))?;
    let mut body = Vec::with_capacity(EVENT_BYTES);
    audit_event::write(&mut body, &view(person, &event));
    Ok(answer::json(body))
}

/// `GET AuditEvent?...` and `POST AuditEvent/_search`.
pub(super) async fn search(
    State(app): State<App>,
    asked: Asked,
    Pairs(pairs): Pairs,
) -> Result<Response, FhirError> {
    let person = person(&asked, Interaction::Search)?;
    let search = search::events(&pairs, asked.asker(&app))?;
    // Somebody else's events are as absent as those of nobody.
    let foreign = search.patient.is_some_and(|patient| patient != person);
    let page = if foreign {
        None
    } else {
        Some(app.auth().events(&asked.access, search.before, search.count).await?)
    };
    let events = page.as_ref().map(|page| page.events.as_slice()).unwrap_or_default();
    asked.record(&app, ResourceType::AuditEvent, searched(events.len())).await?;
    let url = url_of_type(&app, asked.version, "AuditEvent");
    let links = search.links(&url, page.as_ref().and_then(|page| page.next));
    let head = Head {
        id: &random_id(app.random()),
        complete_until: app.now(),
        // Counting would read the whole history at each page.
        total: None,
        links: &links,
    };
    let mut body = Vec::with_capacity(1024 + events.len() * EVENT_BYTES);
    let mut bundle = Searchset::begin(&mut body, &head);
    for event in events {
        bundle.entry(&format!("{url}/{}", event.id), |out| {
            audit_event::write(out, &view(person, event));
            Ok::<(), FhirError>(())
        })?;
    }
    bundle.end();
    Ok(answer::json(body))
}

/// The person whose token it is. Only people read what was done with their data.
fn person(asked: &Asked, interaction: Interaction) -> Result<PersonId, FhirError> {
    asked.may(ResourceType::AuditEvent, interaction)?;
    match asked.access.people() {
        People::One(person) => Ok(*person),
        People::All => Err(FhirError::Scope("patient/AuditEvent.rs".to_owned())),
    }
}

/// The event as FHIR shows it. Network addresses stay here: where people are is nobody's business.
fn view(person: PersonId, stored: &StoredEvent) -> Event<'_> {
    let event = &stored.event;
    let activity = match event.kind {
        EventKind::Read => Activity::Read,
        EventKind::Search => Activity::Search,
        EventKind::SignIn => Activity::SignIn,
        EventKind::Consent | EventKind::GrantEnd => Activity::Sharing,
        EventKind::Match => Activity::Match,
        _ => Activity::Token,
    };
    let known = ResourceType::ALL.into_iter().map(ResourceType::name);
    Event {
        id: stored.id,
        recorded: event.at,
        activity,
        word: event.kind.word(),
        done: event.outcome == Outcome::Success,
        patient: person,
        client_id: event.client_id.as_deref(),
        resource: event.what.as_deref().and_then(|what| known.into_iter().find(|name| *name == what)),
        resource_id: event.resource_id.as_deref(),
        count: event.count,
        withheld: event.withheld,
        purpose: event.purpose.map(Purpose::word),
        combination: event.what.as_deref().filter(|_| event.kind == EventKind::Match),
        party: event.party.as_ref().map(|party| (party.id.as_str(), party.name.as_str())),
    }
}
