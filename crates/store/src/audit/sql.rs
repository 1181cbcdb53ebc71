//! The statements of the audit plane, one text for every backend, their parameters and their rows.

use bluestem_model::id::{Namespace, PersonId};
use bluestem_model::label::Labels;
use bluestem_model::time::Timestamp;

use super::{AuditEvent, AuditQuery, EventKind, Outcome, Party, Purpose, StoredEvent};
use crate::StoreError;
use crate::sql::{Cells, Parameters, Session};

/// How many events a query returns that does not say.
const DEFAULT_LIMIT: u32 = 100;

/// Columns of an event, in the order in which [`stored`] reads them behind the number.
macro_rules! event_columns {
    () => {
        "at, kind, outcome, client_id, person_namespace, person_number, grant_id, address, what, resource_id, \
         count, withheld, scope, party_id, party_name, party_address, purpose"
    };
}

pub(crate) const APPEND: &str = concat!(
    "/* append */ INSERT INTO main.event (",
    event_columns!(),
    ") VALUES (:at, :kind, :outcome, :client_id, :person_namespace, :person_number, :grant, :address, :what, \
     :resource_id, :count, :withheld, :scope, :party_id, :party_name, :party_address, \
     :purpose)"
);

const OF_PERSON: &str = concat!(
    "/* query */ SELECT id, ",
    event_columns!(),
    " FROM main.event WHERE person_namespace = :person_namespace AND person_number = :person_number \
     AND (client_id = :client_id OR :client_id IS NULL) AND id < :before ORDER BY id DESC LIMIT :limit"
);

const OF_APP: &str = concat!(
    "/* query */ SELECT id, ",
    event_columns!(),
    " FROM main.event WHERE client_id = :client_id AND id < :before ORDER BY id DESC LIMIT :limit"
);

const LATEST: &str = concat!(
    "/* query */ SELECT id, ",
    event_columns!(),
    " FROM main.event WHERE id < :before ORDER BY id DESC LIMIT :limit"
);

/// Every query, for a look at its plan.
#[cfg(test)]
pub(crate) const QUERIES: [&str; 3] = [OF_PERSON, OF_APP, LATEST];

/// The parameters of [`APPEND`].
pub(crate) fn event(event: &AuditEvent) -> Parameters {
    let person = event.person;
    vec![
        (":at", event.at.0.into()),
        (":kind", event.kind.word().into()),
        (":outcome", event.outcome.word().into()),
        (":client_id", event.client_id.as_deref().into()),
        (":person_namespace", person.map(|person| i64::from(person.namespace.number())).into()),
        (":person_number", person.map(|person| person.number).into()),
        (":purpose", event.purpose.map(Purpose::word).into()),
        (":grant", event.grant.into()),
        (":address", event.address.as_deref().into()),
        (":what", event.what.as_deref().into()),
        (":resource_id", event.resource_id.as_deref().into()),
        (":count", event.count.map(i64::from).into()),
        (":withheld", event.withheld.bits().into()),
        (":scope", event.scope.as_deref().into()),
        (":party_id", event.party.as_ref().map(|party| party.id.as_str()).into()),
        (":party_name", event.party.as_ref().map(|party| party.name.as_str()).into()),
        (":party_address", event.party.as_ref().map(|party| party.address.as_str()).into()),
    ]
}

/// The statement that answers a query, and its parameters.
pub(crate) fn select(query: &AuditQuery) -> (&'static str, Parameters) {
    let limit = if query.limit == 0 { DEFAULT_LIMIT } else { query.limit };
    let app = query.client_id.as_deref();
    let mut parameters = vec![(":before", query.before.unwrap_or(i64::MAX).into()), (":limit", limit.into())];
    let statement = match (query.person, app) {
        (Some(person), _) => {
            parameters.push((":person_namespace", person.namespace.number().into()));
            parameters.push((":person_number", person.number.into()));
            parameters.push((":client_id", app.into()));
            OF_PERSON
        }
        (None, Some(app)) => {
            parameters.push((":client_id", app.into()));
            OF_APP
        }
        (None, None) => LATEST,
    };
    (statement, parameters)
}

/// A stored event.
pub(crate) fn stored(row: &dyn Cells) -> Result<StoredEvent, StoreError> {
    let event = AuditEvent {
        at: Timestamp(row.number(1)?),
        kind: word(&row.string(2)?, EventKind::from_word)?,
        outcome: word(&row.string(3)?, Outcome::from_word)?,
        purpose: row.text(17)?.map(|text| word(&text, Purpose::from_word)).transpose()?,
        client_id: row.text(4)?,
        person: person(row)?,
        grant: row.integer(7)?,
        address: row.text(8)?,
        what: row.text(9)?,
        resource_id: row.text(10)?,
        count: row.optional(11)?,
        withheld: Labels::from_bits(row.number(12)?),
        scope: row.text(13)?,
        party: party(row)?,
    };
    Ok(StoredEvent { id: row.number(0)?, event })
}

fn person(row: &dyn Cells) -> Result<Option<PersonId>, StoreError> {
    let Some(number) = row.integer(6)? else { return Ok(None) };
    let namespace = Namespace::from_number(row.number(5)?).ok_or_else(unknown)?;
    Ok(Some(PersonId { namespace, number }))
}

fn party(row: &dyn Cells) -> Result<Option<Party>, StoreError> {
    let Some(id) = row.text(14)? else { return Ok(None) };
    Ok(Some(Party { id, name: row.string(15)?, address: row.string(16)? }))
}

fn word<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
    read(text).ok_or_else(unknown)
}

fn unknown() -> StoreError {
    StoreError::Damaged("a word of the audit store has no meaning".to_owned())
}

/// Appends events inside a transaction of the caller's.
pub(crate) async fn append<S: Session>(session: &S, events: &[AuditEvent]) -> Result<(), S::Error> {
    for one in events {
        session.execute(APPEND, event(one)).await?;
    }
    Ok(())
}

/// Answers a query.
pub(crate) async fn query<S: Session>(session: &S, query: &AuditQuery) -> Result<Vec<StoredEvent>, S::Error> {
    let (statement, parameters) = select(query);
    session.rows(statement, parameters, stored).await
}
