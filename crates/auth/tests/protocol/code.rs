//! `grant_type=authorization_code`, and the attacks on codes.

use bluestem_auth::OAuthError as _;
use bluestem_auth::bearer::BearerError;
use bluestem_auth::token::TokenError;
use bluestem_store::audit::{EventKind, Outcome};

use crate::people::PERSON;
use crate::world::{CALLBACK, VERIFIER, World, exchange};

#[tokio::test]
async fn the_response_has_exactly_the_members_that_clients_know() {
    let world = World::new().await;
    let response = world.tokens("app").await;
    let json = serde_json::to_value(&response).unwrap();
    let mut members: Vec<&String> = json.as_object().unwrap().keys().collect();
    members.sort();
    let expected = [
        "access_grant_expiration",
        "access_token",
        "expires_in",
        "id_token",
        "patient",
        "refresh_token",
        "scope",
        "token_type",
    ];
    assert_eq!(members, expected);
    assert_eq!(json["expires_in"], 3600);
    assert_eq!((json["token_type"].as_str(), json["patient"].as_str()), (Some("Bearer"), Some("-1")));
    assert_eq!(json["access_grant_expiration"], "2027-02-28T12:00:00Z");
    assert!(json["scope"].is_string());
    let event = world.latest().await;
    assert_eq!(
        (event.kind, event.outcome, event.person),
        (EventKind::TokenIssue, Outcome::Success, Some(PERSON))
    );
}

#[tokio::test]
async fn the_grant_lasts_as_long_as_the_apps_type_says() {
    let world = World::new().await;
    assert_eq!(world.tokens("once").await.access_grant_expiration.unwrap(), "2026-01-31T13:00:00Z");
    assert_eq!(world.tokens("study").await.access_grant_expiration.unwrap(), "");
}

#[tokio::test]
async fn a_wrong_exchange_gives_nothing_and_leaves_the_code() {
    let world = World::new().await;
    let code = world.code(&[]).await;
    let other_verifier = VERIFIER.replace('d', "e");
    let long = "a".repeat(129);
    let cases: &[(&str, &str, &str)] = &[
        ("code", "", "invalid_request"),
        ("code", "unknown", "invalid_grant"),
        ("code_verifier", "", "invalid_request"),
        ("code_verifier", "short", "invalid_request"),
        ("code_verifier", &long, "invalid_request"),
        ("code_verifier", &other_verifier, "invalid_grant"),
        ("redirect_uri", "", "invalid_grant"),
        ("redirect_uri", "https://app.example/callback", "invalid_grant"),
        ("grant_type", "", "invalid_request"),
        ("grant_type", "password", "unsupported_grant_type"),
        ("grant_type", "client_credentials", "unauthorized_client"),
    ];
    for (name, value, error) in cases {
        let mut request = exchange(&code);
        request.iter_mut().filter(|(found, _)| found == name).for_each(|pair| pair.1 = value);
        let reply = world.token(&request).await.map(|_| ()).unwrap_err().reply();
        assert_eq!((reply.status, reply.error), (400, *error), "{name}={value}");
    }
    for repeated in exchange(&code) {
        let request = [&exchange(&code)[..], &[repeated]].concat();
        let reply = world.token(&request).await.map(|_| ()).unwrap_err().reply();
        assert_eq!((reply.status, reply.error), (400, "invalid_request"), "{repeated:?} twice");
    }
    // Code injection: another app, with its own good secret, does not get it.
    assert_eq!(world.exchange("other", &code).await.map(|_| ()), Err(TokenError::BadCode));
    assert!(world.exchange("app", &code).await.is_ok());
}

#[tokio::test]
async fn a_padded_verifier_is_accepted() {
    let world = World::new().await;
    let code = world.code(&[]).await;
    let padded = format!("{VERIFIER}=");
    let mut request = exchange(&code);
    request[3].1 = &padded;
    assert!(world.token(&request).await.is_ok());
}

#[tokio::test]
async fn the_redirect_uri_may_be_left_out_both_times() {
    let world = World::new().await;
    let code = world.code(&[("redirect_uri", "")]).await;
    let request =
        exchange(&code).map(|(name, value)| if value == CALLBACK { (name, "") } else { (name, value) });
    assert!(world.token(&request).await.is_ok());
}

#[tokio::test]
async fn a_code_lasts_sixty_seconds() {
    let world = World::new().await;
    let code = world.code(&[]).await;
    world.clock.advance(60);
    assert_eq!(world.exchange("app", &code).await.map(|_| ()), Err(TokenError::BadCode));
    let code = world.code(&[]).await;
    world.clock.advance(59);
    assert!(world.exchange("app", &code).await.is_ok());
}

#[tokio::test]
async fn a_code_used_twice_revokes_what_it_gave() {
    let world = World::new().await;
    let code = world.code(&[]).await;
    let tokens = world.exchange("app", &code).await.unwrap();
    assert!(world.access(&tokens.access_token).await.is_ok());
    assert_eq!(world.exchange("other", &code).await.map(|_| ()), Err(TokenError::BadCode));
    assert!(world.access(&tokens.access_token).await.is_ok(), "another app revokes nothing");
    let replay = world.exchange("app", &code).await.map(|_| ()).unwrap_err();
    assert_eq!((replay.clone(), replay.reply().error), (TokenError::CodeReplayed, "invalid_grant"));
    assert_eq!(world.latest().await.kind, EventKind::TokenReplay);
    assert_eq!(world.access(&tokens.access_token).await, Err(BearerError::Invalid));
    let refreshed = world.refresh(tokens.refresh_token.as_deref().unwrap()).await;
    assert_eq!(refreshed.map(|_| ()), Err(TokenError::BadRefreshToken));
}

#[tokio::test]
async fn consenting_again_replaces_the_tokens_before() {
    let world = World::new().await;
    let first = world.tokens("app").await;
    let elsewhere = world.tokens("public").await;
    let second = world.tokens("app").await;
    assert_eq!(world.access(&first.access_token).await, Err(BearerError::Invalid));
    assert!(world.access(&second.access_token).await.is_ok());
    assert!(world.access(&elsewhere.access_token).await.is_ok());
}
