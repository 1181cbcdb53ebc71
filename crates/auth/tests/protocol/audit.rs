//! What is recorded of data responses.

use bluestem_auth::audit::{DataAsked, DataResponse};
use bluestem_model::access::ResourceType;
use bluestem_store::audit::{AuditQuery, EventKind, Outcome};

use crate::people::PERSON;
use crate::world::{ADDRESS, World};

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
