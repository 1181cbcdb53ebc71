//! `grant_type=refresh_token`: rotation, grace, replay.

use std::sync::Arc;

use bluestem_auth::OAuthError as _;
use bluestem_auth::bearer::BearerError;
use bluestem_auth::token::TokenError;
use bluestem_store::audit::EventKind;
use bluestem_store::platform::EndReason;

use crate::people::PERSON;
use crate::world::{World, basic};

#[tokio::test]
async fn a_refresh_rotates() {
    let world = World::new().await;
    let first = world.tokens("app").await;
    world.clock.advance(10);
    let old = first.refresh_token.as_deref().unwrap();
    let second = world.refresh(old).await.unwrap();
    assert_ne!(second.refresh_token, first.refresh_token);
    assert_ne!(second.access_token, first.access_token);
    assert_eq!((second.expires_in, &second.scope, &second.patient), (3600, &first.scope, &first.patient));
    assert_eq!(second.access_grant_expiration, first.access_grant_expiration, "the grant is not extended");
    assert!(world.access(&second.access_token).await.is_ok());
    assert_eq!(world.latest().await.kind, EventKind::TokenRefresh);
}

#[tokio::test]
async fn within_the_grace_the_same_successor_comes_back() {
    let world = World::new().await;
    let first = world.tokens("app").await.refresh_token.unwrap();
    let second = world.refresh(&first).await.unwrap();
    world.clock.advance(60);
    let again = world.refresh(&first).await.unwrap();
    assert_eq!(again.access_token, second.access_token);
    assert_eq!((again.refresh_token, again.expires_in), (second.refresh_token, 3540));
}

#[tokio::test]
async fn a_later_replay_revokes_the_family_and_is_recorded() {
    let world = World::new().await;
    let first = world.tokens("app").await.refresh_token.unwrap();
    let second = world.refresh(&first).await.unwrap();
    world.clock.advance(61);
    let replay = world.refresh(&first).await.map(|_| ()).unwrap_err();
    assert_eq!((replay.reply().status, replay.reply().error), (400, "invalid_grant"));
    let event = world.latest().await;
    assert_eq!((event.kind, event.person), (EventKind::TokenReplay, Some(PERSON)));
    assert_eq!(world.access(&second.access_token).await, Err(BearerError::Invalid));
    let successor = world.refresh(&second.refresh_token.unwrap()).await.map(|_| ());
    assert_eq!(successor, Err(TokenError::BadRefreshToken));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_at_once_get_one_family_and_no_token_is_lost() {
    let world = Arc::new(World::new().await);
    let first = Arc::new(world.tokens("app").await.refresh_token.unwrap());
    let racing = (0..100).map(|_| {
        let (world, first) = (world.clone(), first.clone());
        tokio::spawn(async move { world.refresh(&first).await.unwrap() })
    });
    let mut answers = Vec::new();
    for one in racing.collect::<Vec<_>>() {
        answers.push(one.await.unwrap());
    }
    for answer in &answers {
        assert_eq!(answer.access_token, answers[0].access_token);
        assert_eq!(answer.refresh_token, answers[0].refresh_token);
    }
    assert!(world.access(&answers[0].access_token).await.is_ok());
    assert!(world.refresh(answers[0].refresh_token.as_deref().unwrap()).await.is_ok());
}

#[tokio::test]
async fn the_scope_only_narrows() {
    let world = World::new().await;
    let code = world.code(&[("scope", "openid patient/Patient.rs patient/Coverage.read")]).await;
    let mut token = world.exchange("app", &code).await.unwrap().refresh_token.unwrap();
    let ask = async |token: &str, scope: &str| {
        world.token(&[("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)]).await
    };
    let wider =
        ["patient/*.rs", "patient/ExplanationOfBenefit.r", "profile", "patient/Coverage.rs user/*.*", "x"];
    for wider in wider {
        let reply = ask(&token, wider).await.map(|_| ()).unwrap_err().reply();
        assert_eq!((reply.status, reply.error), (400, "invalid_scope"), "{wider}");
    }
    for narrower in ["patient/Patient.r", "patient/Coverage.rs openid", "openid patient/Patient.rs"] {
        let answer = ask(&token, narrower).await.unwrap();
        assert_eq!(answer.scope, narrower);
        token = answer.refresh_token.unwrap();
    }
    // The refresh token itself is not narrowed (RFC 6749 6).
    assert_eq!(world.refresh(&token).await.unwrap().scope, "openid patient/Patient.rs patient/Coverage.read");
}

#[tokio::test]
async fn the_errors_are_those_of_the_reference() {
    let world = World::new().await;
    let tokens = world.tokens("app").await;
    let token = tokens.refresh_token.as_deref().unwrap();
    let refused = async |token: &str, client: &str| {
        let request = [("grant_type", "refresh_token"), ("refresh_token", token)];
        let header = basic(client, crate::world::SECRET);
        let reply = world.token_with(&request, Some(&header)).await.map(|_| ()).unwrap_err().reply();
        (reply.status, reply.error)
    };
    assert_eq!(refused("", "app").await, (400, "invalid_request"));
    assert_eq!(refused("unknown", "app").await, (400, "invalid_grant"));
    assert_eq!(refused(token, "other").await, (400, "invalid_grant"));
    let once = world.tokens("once").await.refresh_token.unwrap();
    assert_eq!(refused(&once, "once").await, (403, "invalid_client"));
    world.clock.advance(400 * 24 * 3600);
    assert_eq!(refused(token, "app").await, (401, "invalid_grant"), "13 months are over");
    let fresh = world.tokens("app").await.refresh_token.unwrap();
    let grant =
        world.auth.grants_of(PERSON).await.unwrap().into_iter().find(|grant| grant.client_id == "app");
    assert!(world.auth.end_grant(&grant.unwrap(), EndReason::Person).await.unwrap());
    assert_eq!(world.latest().await.kind, EventKind::GrantEnd);
    assert_eq!(refused(&fresh, "app").await, (403, "invalid_grant"));
}

#[tokio::test]
async fn thirteen_months_of_refreshing() {
    let world = World::new().await;
    let mut token = world.tokens("app").await.refresh_token.unwrap();
    for _ in 0..39 {
        world.clock.advance(10 * 24 * 3600);
        token = world.refresh(&token).await.unwrap().refresh_token.unwrap();
    }
    world.clock.advance(10 * 24 * 3600);
    assert_eq!(world.refresh(&token).await.map(|_| ()), Err(TokenError::GrantExpired));
    // Consenting again renews the grant.
    assert_eq!(world.tokens("app").await.access_grant_expiration.unwrap(), "2028-04-07T12:00:00Z");
}
