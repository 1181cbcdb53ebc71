//! The assertions.

use bluestem_model::id::PersonId;
use bluestem_model::label::Labels;
use bluestem_model::time::Timestamp;
use bluestem_store::audit::{Audit, AuditEvent, AuditQuery, EventKind, Outcome, Party, Purpose};

fn event(at: i64, person: i64, app: &str) -> AuditEvent {
    AuditEvent {
        client_id: Some(app.to_owned()),
        person: Some(PersonId::idr(person)),
        ..AuditEvent::new(Timestamp(at), EventKind::Read, Outcome::Success)
    }
}

pub(crate) async fn a_plane_that_is_there_answers(room: &dyn Audit) {
    room.probe().await.unwrap();
}

async fn times(room: &dyn Audit, query: AuditQuery) -> Vec<i64> {
    room.query(&query).await.unwrap().iter().map(|stored| stored.event.at.0).collect()
}

pub(crate) async fn events_read_back_as_they_were_written(room: &dyn Audit) {
    let full = AuditEvent {
        at: Timestamp(5),
        kind: EventKind::Consent,
        outcome: Outcome::Refused,
        purpose: Some(Purpose::Operations),
        client_id: Some("app".to_owned()),
        person: Some(PersonId::ccw(7)),
        grant: Some(3),
        address: Some("192.0.2.1".to_owned()),
        what: Some("Patient".to_owned()),
        resource_id: Some("-1".to_owned()),
        count: Some(10),
        withheld: Labels::PART2,
        scope: Some("patient/*.rs".to_owned()),
        party: Some(Party { id: "b".to_owned(), name: "B".to_owned(), address: "192.0.2.2".to_owned() }),
    };
    let bare = AuditEvent::new(Timestamp(6), EventKind::App, Outcome::Success);
    room.append(vec![full.clone(), bare.clone()]).await.unwrap();
    let stored = room.query(&AuditQuery::default()).await.unwrap();
    let events: Vec<_> = stored.into_iter().map(|stored| stored.event).collect();
    assert_eq!(events, [bare, full]);
}

pub(crate) async fn the_latest_come_first_and_pages_follow_each_other(room: &dyn Audit) {
    room.append((1..=5).map(|at| event(at, 1, "app")).collect()).await.unwrap();
    let first = room.query(&AuditQuery { limit: 3, ..AuditQuery::default() }).await.unwrap();
    let second = AuditQuery { before: Some(first[2].id), limit: 3, ..AuditQuery::default() };
    assert_eq!(first.iter().map(|stored| stored.event.at.0).collect::<Vec<_>>(), [5, 4, 3]);
    assert_eq!(times(room, second).await, [2, 1]);
}

pub(crate) async fn queries_are_about_a_person_or_an_app_or_both(room: &dyn Audit) {
    let events = vec![event(1, 1, "a"), event(2, 1, "b"), event(3, 2, "a")];
    room.append(events).await.unwrap();
    let person = Some(PersonId::idr(1));
    let app = Some("a".to_owned());
    assert_eq!(times(room, AuditQuery { person, ..AuditQuery::default() }).await, [2, 1]);
    assert_eq!(times(room, AuditQuery { client_id: app.clone(), ..AuditQuery::default() }).await, [3, 1]);
    assert_eq!(times(room, AuditQuery { person, client_id: app, ..AuditQuery::default() }).await, [1]);
    let namesake = Some(PersonId::ccw(1));
    assert_eq!(times(room, AuditQuery { person: namesake, ..AuditQuery::default() }).await, [0; 0]);
}
