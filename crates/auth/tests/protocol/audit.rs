//! What is recorded of data responses.

use bluestem_auth::Failure;
use bluestem_auth::audit::{DataAsked, DataResponse};
use bluestem_model::access::ResourceType;
use bluestem_model::time::Clock as _;
use bluestem_store::audit::{AuditEvent, AuditQuery, EventKind, Outcome, Purpose};

use bluestem_auth::token::TokenError;
use metrics_exporter_prometheus::PrometheusBuilder;

use crate::people::{MERGED, PERSON};
use crate::world::{ADDRESS, SECRET, World, basic};

#[tokio::test]
async fn data_responses_are_gathered_and_written_by_a_flush() {
    let world = World::new().await;
    let tokens = world.tokens("app").await;
    let access = world.access(&tokens.access_token).await.unwrap();
    let query = AuditQuery { person: Some(PERSON), ..AuditQuery::default() };
    let before = world.audit.query(&query).await.unwrap().len();
    let asked = [DataAsked::Search { count: 10 }, DataAsked::Read { id: "-7".to_owned(), found: false }];
    for asked in asked {
        let resource = ResourceType::ExplanationOfBenefit;
        let response = DataResponse { resource, asked, address: ADDRESS.to_owned() };
        world.auth.record_data(&access, response).await.unwrap();
    }
    assert_eq!(world.audit.query(&query).await.unwrap().len(), before);
    world.auth.flush().await.unwrap();
    let events = world.audit.query(&query).await.unwrap();
    assert_eq!(events.len(), before + 2);
    let (read, search) = (&events[0].event, &events[1].event);
    assert_eq!((read.kind, read.outcome), (EventKind::Read, Outcome::Refused));
    assert_eq!(
        (read.resource_id.as_deref(), read.what.as_deref()),
        (Some("-7"), Some("ExplanationOfBenefit"))
    );
    assert_eq!(
        (search.kind, search.count, search.client_id.as_deref()),
        (EventKind::Search, Some(10), Some("app"))
    );
    assert_eq!(search.grant, access.agent().grant);
}

#[tokio::test]
async fn every_event_says_why() {
    let world = World::new().await;
    let access = world.access(&world.tokens("app").await.access_token).await.unwrap();
    world.auth.record_data(&access, searched()).await.unwrap();
    world.auth.flush().await.unwrap();
    let mine = AuditQuery { person: Some(PERSON), ..AuditQuery::default() };
    for stored in world.audit.query(&mine).await.unwrap() {
        assert_eq!(stored.event.purpose, Some(Purpose::PatientRequest), "{:?}", stored.event);
    }
    world.auth.set_app_active("app", false).await.unwrap();
    assert_eq!(world.latest().await.purpose, Some(Purpose::Administration));
}

#[tokio::test]
async fn what_was_recorded_under_a_merged_key_is_told_too() {
    let world = World::new().await;
    let access = world.access(&world.tokens("app").await.access_token).await.unwrap();
    let earlier = AuditEvent {
        person: Some(MERGED),
        ..AuditEvent::new(world.clock.now(), EventKind::Search, Outcome::Success)
    };
    world.audit.append(vec![earlier]).await.unwrap();
    world.auth.record_data(&access, searched()).await.unwrap();
    let all = world.auth.events(&access, None, 100).await.unwrap().events;
    assert!(all.is_sorted_by(|one, other| one.id > other.id));
    let people: Vec<_> = all.iter().take(2).map(|event| event.event.person.unwrap()).collect();
    assert_eq!(people, [PERSON, MERGED]);
    let mut paged = Vec::new();
    let mut before = None;
    loop {
        let page = world.auth.events(&access, before, 1).await.unwrap();
        paged.extend(page.events);
        let Some(next) = page.next else { break };
        before = Some(next);
    }
    assert_eq!(paged, all);
    let merged = all[1].id;
    assert!(world.auth.event(&access, merged).await.unwrap().is_some());
}

#[tokio::test]
async fn a_token_in_foreign_hands_is_recorded_with_whose_it_is() {
    let world = World::new().await;
    let tokens = world.tokens("app").await;
    let grant = world.latest().await.grant;
    let refresh = tokens.refresh_token.unwrap();
    let request = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())];
    let refused = world.token_with(&request, Some(&basic("other", SECRET))).await;
    assert_eq!(refused.map(|_| ()), Err(TokenError::BadRefreshToken));
    let event = world.latest().await;
    assert_eq!((event.kind, event.outcome), (EventKind::TokenRefresh, Outcome::Refused));
    assert_eq!((event.client_id.as_deref(), event.person, event.grant), (Some("other"), Some(PERSON), grant));
    let code = world.code(&[]).await;
    assert!(world.exchange("other", &code).await.is_err());
    let event = world.latest().await;
    assert_eq!((event.kind, event.outcome), (EventKind::TokenIssue, Outcome::Refused));
    assert_eq!((event.client_id.as_deref(), event.person, event.grant), (Some("other"), Some(PERSON), grant));
}

#[tokio::test]
async fn what_cannot_be_recorded_costs_no_code_and_no_token() {
    let world = World::new().await;
    let code = world.code(&[]).await;
    world.refuse_records(true);
    assert_eq!(world.exchange("app", &code).await.map(|_| ()), Err(TokenError::Failed(Failure::Broken)));
    world.refuse_records(false);
    let tokens = world.exchange("app", &code).await.unwrap();
    let refresh = tokens.refresh_token.unwrap();
    world.refuse_records(true);
    assert_eq!(world.refresh(&refresh).await.map(|_| ()), Err(TokenError::Failed(Failure::Broken)));
    world.refuse_records(false);
    assert!(world.refresh(&refresh).await.is_ok(), "asked again, it gives what it would have given");
    let query = AuditQuery { person: Some(PERSON), ..AuditQuery::default() };
    let kinds: Vec<_> =
        world.audit.query(&query).await.unwrap().iter().map(|event| event.event.kind).collect();
    assert_eq!(kinds[..2], [EventKind::TokenRefresh, EventKind::TokenIssue], "each is recorded once");
}

#[tokio::test]
async fn what_could_not_be_recorded_is_not_counted_as_recorded() {
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    let _counted = metrics::set_default_local_recorder(&recorder);
    let world = World::new().await;
    let code = world.code(&[]).await;
    let issued = "bluestem_events_total{event=\"token-issue\"";
    world.refuse_records(true);
    assert!(world.exchange("app", &code).await.is_err());
    assert!(!handle.render().contains(issued), "{}", handle.render());
    world.refuse_records(false);
    assert!(world.exchange("app", &code).await.is_ok());
    assert!(handle.render().contains(&format!("{issued},outcome=\"success\"}} 1")), "{}", handle.render());
}

fn searched() -> DataResponse {
    let (resource, asked) = (ResourceType::ExplanationOfBenefit, DataAsked::Search { count: 1 });
    DataResponse { resource, asked, address: ADDRESS.to_owned() }
}
