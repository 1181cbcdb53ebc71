//! Grants from consent to their end, by moving the clock.

use bluestem_auth::bearer::BearerError;
use bluestem_auth::token::TokenError;
use bluestem_store::platform::{EndReason, Grant};

use crate::people::PERSON;
use crate::world::{SECRET, World, basic};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

async fn refresh(world: &World, client: &str, token: &str) -> Result<String, TokenError> {
    let request = [("grant_type", "refresh_token"), ("refresh_token", token)];
    let answer = world.token_with(&request, Some(&basic(client, SECRET))).await?;
    Ok(answer.refresh_token.unwrap())
}

async fn grant(world: &World, client: &str) -> Grant {
    let grants = world.auth.grants_of(PERSON).await.unwrap();
    grants.into_iter().find(|grant| grant.client_id == client).unwrap()
}

#[tokio::test]
async fn one_time_access_ends_with_its_token() {
    let world = World::new().await;
    let tokens = world.tokens("once").await;
    world.clock.advance(HOUR - 1);
    assert!(world.access(&tokens.access_token).await.is_ok());
    world.clock.advance(1);
    assert_eq!(world.access(&tokens.access_token).await, Err(BearerError::Invalid));
    let refreshed = refresh(&world, "once", &tokens.refresh_token.unwrap()).await;
    assert_eq!(refreshed, Err(TokenError::RefreshNotAllowed));
    world.clock.advance(HOUR);
    assert!(grant(&world, "once").await.has_expired(world.now()), "the consent itself is over");
    assert!(world.access(&world.tokens("once").await.access_token).await.is_ok(), "until it is given again");
}

#[tokio::test]
async fn a_study_lasts_until_the_person_stops_it() {
    let world = World::new().await;
    let mut token = world.tokens("study").await.refresh_token.unwrap();
    for _ in 0..10 {
        world.clock.advance(365 * DAY);
        token = refresh(&world, "study", &token).await.unwrap();
    }
    let study = grant(&world, "study").await;
    assert_eq!((study.expires_at, study.has_expired(world.now())), (None, false));
    assert!(world.auth.end_grant(&study, EndReason::Person).await.unwrap());
    assert_eq!(refresh(&world, "study", &token).await, Err(TokenError::GrantEnded));
}

#[tokio::test]
async fn thirteen_months_begin_anew_with_every_consent() {
    let world = World::new().await;
    let first = world.tokens("app").await;
    assert_eq!(first.access_grant_expiration.as_deref(), Some("2027-02-28T12:00:00Z"));
    world.clock.advance(200 * DAY);
    let second = world.tokens("app").await;
    assert_eq!(second.access_grant_expiration.as_deref(), Some("2027-09-19T12:00:00Z"));
    let grant = grant(&world, "app").await;
    assert!(grant.created_at < grant.renewed_at, "the first consent is remembered");
    // Past the end of the first consent, within the second.
    world.clock.advance(250 * DAY);
    let third = world.refresh(&second.refresh_token.unwrap()).await.unwrap();
    assert_eq!(
        third.access_grant_expiration.as_deref(),
        Some("2027-09-19T12:00:00Z"),
        "a refresh renews nothing"
    );
    world.clock.advance(200 * DAY);
    assert_eq!(world.refresh(&third.refresh_token.unwrap()).await.map(|_| ()), Err(TokenError::GrantExpired));
    assert_eq!(world.access(&third.access_token).await, Err(BearerError::Invalid));
}

#[tokio::test]
async fn a_token_never_outlives_the_consent_behind_it() {
    let world = World::new().await;
    let tokens = world.tokens("app").await;
    let months = grant(&world, "app").await.expires_at.unwrap().seconds() - world.now().seconds();
    world.clock.advance(months - HOUR / 2);
    let last = world.refresh(&tokens.refresh_token.unwrap()).await.unwrap().access_token;
    let access = world.access(&last).await.unwrap();
    assert_eq!(access.until(), world.now().plus_seconds(HOUR / 2));
    world.clock.advance(HOUR / 2);
    assert_eq!(world.access(&last).await, Err(BearerError::GrantExpired));
}

#[tokio::test]
async fn a_revoked_family_stays_revoked_and_the_consent_stays() {
    let world = World::new().await;
    let first = world.tokens("app").await.refresh_token.unwrap();
    let second = world.refresh(&first).await.unwrap().refresh_token.unwrap();
    world.clock.advance(61);
    assert_eq!(world.refresh(&first).await.map(|_| ()), Err(TokenError::RefreshReused));
    for _ in 0..3 {
        world.clock.advance(DAY);
        assert_eq!(world.refresh(&second).await.map(|_| ()), Err(TokenError::BadRefreshToken));
    }
    assert_eq!(grant(&world, "app").await.ended, None, "the person has not stopped anything");
    assert!(world.refresh(&world.tokens("app").await.refresh_token.unwrap()).await.is_ok());
}
