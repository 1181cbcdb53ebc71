//! From token to access.

use bluestem_auth::OAuthError as _;
use bluestem_auth::authorize::{Choices, Decision};
use bluestem_auth::bearer::{BearerError, Presented};
use bluestem_auth::token::TokenError;
use bluestem_model::access::{ClaimScope, People, ResourceType, Rights};
use bluestem_model::label::Labels;
use bluestem_store::audit::Purpose;
use bluestem_store::platform::EndReason;

use crate::people::PERSON;
use crate::world::{CALL, SECRET, World, answer, basic};

const BOTH: Rights = Rights { read: true, search: true };
const NONE: Rights = Rights { read: false, search: false };

async fn app_token(world: &World, scope: &str) -> Result<String, TokenError> {
    let request = [("grant_type", "client_credentials"), ("scope", scope)];
    let answer = world.token_with(&request, Some(&basic("system", SECRET))).await?;
    assert!(answer.refresh_token.is_none() && answer.patient.is_none());
    assert!(answer.access_grant_expiration.is_none());
    assert_eq!(answer.expires_in, 300);
    assert_eq!(world.latest().await.purpose, Some(Purpose::Operations));
    Ok(answer.access_token)
}

#[tokio::test]
async fn a_persons_token_reaches_that_person_with_the_rights_of_its_scopes() {
    let world = World::new().await;
    let code = world.code(&[("scope", "patient/Patient.r patient/Coverage.read")]).await;
    let tokens = world.exchange("app", &code).await.unwrap();
    let access = world.access(&tokens.access_token).await.unwrap();
    assert_eq!(*access.people(), People::One(PERSON));
    assert_eq!(access.rights(ResourceType::Patient), Rights { read: true, search: false });
    assert_eq!(access.rights(ResourceType::Coverage), BOTH);
    assert_eq!(access.rights(ResourceType::ExplanationOfBenefit), NONE);
    assert_eq!((access.withheld(), access.claims()), (Labels::NONE, ClaimScope::All));
    assert_eq!(access.agent().client_id, "app");
    assert_eq!(access.until().to_rfc3339_seconds(), "2026-01-31T13:00:00Z");
}

#[tokio::test]
async fn substance_use_claims_are_withheld_unless_chosen_and_the_choice_is_obeyed_at_once() {
    let world = World::new().await;
    let browser = world.signed_in(&[]).await;
    let uri = world.decide(&browser, Decision::Share(Choices::default())).await;
    let tokens = world.exchange("app", &answer(&uri)["code"]).await.unwrap();
    let access = world.access(&tokens.access_token).await.unwrap();
    assert_eq!(access.withheld(), Labels::PART2);
    world.code(&[]).await;
    let access = world.access(&tokens.access_token).await.unwrap();
    assert_eq!(access.withheld(), Labels::NONE, "even before the new code is exchanged");
    let narrower = world.signed_in(&[("scope", "patient/Coverage.rs")]).await;
    world.decide(&narrower, Decision::Share(Choices::default())).await;
    let access = world.access(&tokens.access_token).await.unwrap();
    assert_eq!((access.rights(ResourceType::Patient), access.withheld()), (NONE, Labels::PART2));
}

#[tokio::test]
async fn what_another_process_revokes_is_void_at_once() {
    let world = World::new().await;
    let other = world.elsewhere();
    let tokens = world.tokens("app").await;
    let bearer = tokens.access_token;
    assert!(world.access(&bearer).await.is_ok());
    other.auth.set_app_active("app", false).await.unwrap();
    assert_eq!(world.access(&bearer).await, Err(BearerError::Invalid));
    other.auth.set_app_active("app", true).await.unwrap();
    assert!(world.access(&bearer).await.is_ok());
    let next = other.refresh(&tokens.refresh_token.unwrap()).await.unwrap().access_token;
    assert_eq!(world.access(&bearer).await, Err(BearerError::Invalid), "replaced by the refresh");
    assert!(world.access(&next).await.is_ok());
    let grant = world.auth.grants_of(PERSON).await.unwrap().remove(0);
    other.auth.end_grant(&grant, EndReason::Person).await.unwrap();
    assert_eq!(world.access(&next).await, Err(BearerError::Invalid));
}

#[tokio::test]
async fn void_tokens_open_nothing() {
    let world = World::new().await;
    let tokens = world.tokens("app").await;
    let bearer = tokens.access_token.as_str();
    let refresh = tokens.refresh_token.as_deref().unwrap();
    for other in ["", "unknown", refresh] {
        assert_eq!(world.access(other).await, Err(BearerError::Invalid), "{other}");
    }
    world.auth.set_app_active("app", false).await.unwrap();
    assert_eq!(world.access(bearer).await, Err(BearerError::Invalid));
    world.auth.set_app_active("app", true).await.unwrap();
    assert!(world.access(bearer).await.is_ok());
    world.clock.advance(3600);
    assert_eq!(world.access(bearer).await, Err(BearerError::Invalid));
}

#[tokio::test]
async fn an_apps_own_token_reaches_everybody() {
    let world = World::new().await;
    let bearer = app_token(&world, "system/*.rs").await.unwrap();
    let access = world.access(&bearer).await.unwrap();
    assert_eq!((access.people(), access.withheld()), (&People::All, Labels::NONE));
    assert_eq!(access.rights(ResourceType::ExplanationOfBenefit), BOTH);
    let narrow = app_token(&world, "system/Coverage.s").await.unwrap();
    let access = world.access(&narrow).await.unwrap();
    assert_eq!(access.rights(ResourceType::Coverage), Rights { read: false, search: true });
    assert_eq!(access.rights(ResourceType::Patient), NONE);
    world.clock.advance(300);
    assert_eq!(world.access(&bearer).await, Err(BearerError::Invalid));
}

#[tokio::test]
async fn only_apps_that_may_get_a_token_of_their_own() {
    let world = World::new().await;
    assert_eq!(app_token(&world, "").await, Err(TokenError::MissingScope));
    assert_eq!(app_token(&world, "patient/*.rs").await, Err(TokenError::ExcessiveScope));
    assert_eq!(app_token(&world, "system/Observation.rs").await, Err(TokenError::ExcessiveScope));
    let request = [("grant_type", "client_credentials"), ("scope", "system/*.rs")];
    assert_eq!(world.token(&request).await.map(|_| ()), Err(TokenError::GrantNotAllowed));
    let public = [&request[..], &[("client_id", "public")]].concat();
    assert_eq!(world.token_with(&public, None).await.map(|_| ()), Err(TokenError::GrantNotAllowed));
}

#[test]
fn the_header_is_that_of_rfc_6750() {
    let from_header = |header| Presented::from_header(header, CALL);
    assert_eq!(from_header(Some("Bearer abc-._~+/=")), Ok(Presented::bearer("abc-._~+/=")));
    assert_eq!(from_header(Some("bearer abc")), Ok(Presented::bearer("abc")));
    for missing in [None, Some(""), Some("Bearer"), Some("Basic abc"), Some("abc")] {
        assert_eq!(from_header(missing), Err(BearerError::Missing), "{missing:?}");
    }
    let long = format!("Bearer {}", "a".repeat(513));
    for invalid in ["Bearer ", "Bearer a b", "Bearer a,b", "Bearer a\u{e9}", &long] {
        assert_eq!(from_header(Some(invalid)), Err(BearerError::Invalid), "{invalid}");
    }
    assert_eq!(BearerError::Missing.reply().status, 401);
    assert_eq!(BearerError::InsufficientScope.reply().status, 403);
}
