//! Attacks that have no home in the tests of one endpoint. `docs/threat-model.md` lists them all.

use bluestem_auth::OAuthError as _;
use bluestem_auth::authorize::{ApprovalError, Choices, Decision};
use bluestem_auth::bearer::BearerError;
use bluestem_auth::token::TokenError;

use crate::world::{BASE, CHALLENGE, SECRET, World, answer, basic, exchange};

#[tokio::test]
async fn a_pkce_downgrade_fails_both_ways() {
    let world = World::new().await;
    // The request loses its challenge on the way, or its method.
    for lost in [
        &[("code_challenge", "")][..],
        &[("code_challenge_method", "")],
        &[("code_challenge_method", "plain")],
    ] {
        assert_eq!(world.refused(lost).await["error"], "invalid_request", "{lost:?}");
    }
    // The token request loses its verifier, or sends the challenge in its place.
    let code = world.code(&[]).await;
    for verifier in ["", CHALLENGE] {
        let mut request = exchange(&code);
        request[3].1 = verifier;
        assert!(world.token(&request).await.is_err(), "{verifier}");
    }
    assert!(world.exchange("app", &code).await.is_ok());
}

#[tokio::test]
async fn a_code_injected_into_another_session_has_the_wrong_verifier() {
    let world = World::new().await;
    let stolen = world.code(&[]).await;
    let mut request = exchange(&stolen);
    // The verifier of the attacker's own session.
    let verifier = "A".repeat(43);
    request[3].1 = &verifier;
    assert_eq!(world.token(&request).await.map(|_| ()), Err(TokenError::BadCode));
}

#[tokio::test]
async fn mix_up_is_told_by_iss_in_every_answer() {
    let world = World::new().await;
    let browser = world.signed_in(&[]).await;
    let shared = answer(&world.decide(&browser, Decision::Share(Choices::default())).await);
    let browser = world.signed_in(&[]).await;
    let denied = answer(&world.decide(&browser, Decision::Cancel).await);
    let refused = world.refused(&[("response_type", "token")]).await;
    for parameters in [shared, denied, refused] {
        assert_eq!(parameters["iss"], BASE);
    }
}

#[tokio::test]
async fn one_kind_of_secret_is_never_taken_for_another() {
    let world = World::new().await;
    let code = world.code(&[]).await;
    assert_eq!(world.userinfo(&code).await, Err(BearerError::Invalid), "a code is no access token");
    assert_eq!(world.refresh(&code).await.map(|_| ()), Err(TokenError::BadRefreshToken));
    let tokens = world.exchange("app", &code).await.unwrap();
    let (access, refresh) = (tokens.access_token, tokens.refresh_token.unwrap());
    assert_eq!(world.userinfo(&refresh).await, Err(BearerError::Invalid), "nor is a refresh token");
    assert_eq!(world.userinfo(&tokens.id_token.unwrap()).await, Err(BearerError::Invalid));
    assert_eq!(world.refresh(&access).await.map(|_| ()), Err(TokenError::BadRefreshToken));
    assert_eq!(world.token(&exchange(&refresh)).await.map(|_| ()), Err(TokenError::BadCode));
    assert!(world.userinfo(&access).await.is_ok());
}

#[tokio::test]
async fn a_stolen_refresh_token_is_of_no_use_to_another_app() {
    let world = World::new().await;
    let refresh = world.tokens("app").await.refresh_token.unwrap();
    let request = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())];
    for (client, secret) in [("other", SECRET), ("system", SECRET)] {
        let refused = world.token_with(&request, Some(&basic(client, secret))).await.map(|_| ());
        assert_eq!(refused, Err(TokenError::BadRefreshToken), "{client}");
    }
    let public = [&request[..], &[("client_id", "public")]].concat();
    assert_eq!(world.token_with(&public, None).await.map(|_| ()), Err(TokenError::BadRefreshToken));
    assert!(world.refresh(&refresh).await.is_ok(), "its owner still has it");
}

#[tokio::test]
async fn the_form_of_one_approval_decides_no_other() {
    let world = World::new().await;
    let (mine, theirs) = (world.signed_in(&[]).await, world.signed_in(&[("client_id", "other")]).await);
    let csrf = world.view(&mine).await.csrf;
    let share = Decision::Share(Choices::default());
    let crossed = world.auth.decide(&theirs.approval, &theirs.cookie, &csrf, share).await;
    assert_eq!(crossed, Err(ApprovalError::Forged));
    let planted = world.auth.decide(&theirs.approval, &mine.cookie, &csrf, share).await;
    assert_eq!(planted, Err(ApprovalError::Gone));
    assert!(world.auth.decide(&mine.approval, &mine.cookie, &csrf, share).await.is_ok());
}

#[tokio::test]
async fn every_parameter_stands_once() {
    let world = World::new().await;
    for (name, value) in
        [("state", "x"), ("scope", "openid"), ("code_challenge", CHALLENGE), ("nonce", "n"), ("aud", "x")]
    {
        let repeated = world.refused(&[(name, value), (name, value)]).await;
        assert_eq!(repeated["error"], "invalid_request", "{name}");
    }
    let code = world.code(&[]).await;
    for pair in exchange(&code) {
        let request = [&exchange(&code)[..], &[pair]].concat();
        assert_eq!(world.token(&request).await.map(|_| ()).unwrap_err().reply().error, "invalid_request");
    }
}

#[tokio::test]
async fn no_flow_but_the_code_flow_is_offered() {
    let world = World::new().await;
    for response_type in ["token", "id_token", "code token", "none"] {
        let refused = world.refused(&[("response_type", response_type)]).await;
        assert_eq!(refused["error"], "unsupported_response_type", "{response_type}");
    }
    let request = [("grant_type", "password"), ("username", "BBUser00000"), ("password", "PW00000!")];
    assert_eq!(world.token(&request).await.map(|_| ()), Err(TokenError::UnsupportedGrantType));
    let jwt = [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", "x")];
    assert_eq!(world.token(&jwt).await.map(|_| ()), Err(TokenError::UnsupportedGrantType));
}
