//! Identity tokens, the keys that sign them, and their rotation.

use bluestem_auth::Failure;
use bluestem_auth::app::NewApp;
use bluestem_auth::key::MasterKey;
use bluestem_auth::token::TokenError;
use bluestem_model::time::Timestamp;
use bluestem_store::audit::EventKind;
use bluestem_store::platform::SigningAlgorithm;

use crate::jwt::verified;
use crate::world::{BASE, CALLBACK, SECRET, START, World};

async fn id_token(world: &World, app: &str) -> String {
    world.tokens(app).await.id_token.unwrap()
}

#[tokio::test]
async fn it_says_who_signed_in_when_and_for_which_app() {
    let world = World::new().await;
    let browser = world.signed_in(&[("nonce", "n-0S6_WzA2Mj")]).await;
    world.clock.advance(20);
    let code = world.share(&browser).await;
    world.clock.advance(10);
    let token = world.exchange("app", &code).await.unwrap().id_token.unwrap();
    let keys = world.auth.jwks().await.unwrap();
    let (header, claims) = verified(&token, &keys);
    assert_eq!((&header["alg"], &header["typ"]), (&"RS256".into(), &"JWT".into()));
    let start = Timestamp::parse(START).unwrap().seconds();
    let expected = serde_json::json!({
        "iss": BASE, "sub": "-1", "aud": "app", "nonce": "n-0S6_WzA2Mj", "auth_time": start,
        "iat": start + 30, "exp": start + 30 + 3600, "fhirUser": format!("{BASE}/v3/fhir/Patient/-1"),
    });
    assert_eq!(claims, expected);
}

#[tokio::test]
async fn it_comes_with_openid_only_and_never_with_a_refresh() {
    let world = World::new().await;
    let code = world.code(&[("scope", "launch/patient patient/*.rs")]).await;
    assert_eq!(world.exchange("app", &code).await.unwrap().id_token, None);
    let code = world.code(&[("scope", "openid patient/*.rs")]).await;
    let tokens = world.exchange("app", &code).await.unwrap();
    let (_, claims) = verified(&tokens.id_token.unwrap(), &world.auth.jwks().await.unwrap());
    assert!(claims.get("fhirUser").is_none() && claims.get("nonce").is_none());
    assert_eq!(world.refresh(&tokens.refresh_token.unwrap()).await.unwrap().id_token, None);
}

#[tokio::test]
async fn an_app_may_have_it_signed_on_a_curve() {
    let world = World::new().await;
    let app = NewApp {
        client_id: Some("curve".to_owned()),
        secret: Some(SECRET.to_owned()),
        identity_algorithm: SigningAlgorithm::Es256,
        ..NewApp::new("curve", vec![CALLBACK.to_owned()])
    };
    world.auth.add_app(app).await.unwrap();
    let (header, claims) = verified(&id_token(&world, "curve").await, &world.auth.jwks().await.unwrap());
    assert_eq!((&header["alg"], &claims["aud"]), (&"ES256".into(), &"curve".into()));
}

#[tokio::test]
async fn the_published_keys_are_public() {
    let world = World::new().await;
    let keys = world.auth.jwks().await.unwrap();
    let keys = keys["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 2);
    for key in keys {
        assert_eq!(key["use"], "sig");
        for private in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert!(key.get(private).is_none(), "{private}");
        }
    }
}

#[tokio::test]
async fn after_a_rotation_old_tokens_verify_for_a_day() {
    let world = World::new().await;
    let old = id_token(&world, "app").await;
    let kids = world.auth.rotate_signing_keys().await.unwrap();
    assert_eq!(world.latest().await.kind, EventKind::Key);
    verified(&old, &world.auth.jwks().await.unwrap());
    let new = id_token(&world, "app").await;
    let keys = world.auth.jwks().await.unwrap();
    let (header, _) = verified(&new, &keys);
    assert!(kids.iter().any(|kid| header["kid"] == kid.as_str()));
    assert_ne!(verified(&old, &keys).0["kid"], header["kid"]);
    world.clock.advance(86_400);
    let keys = world.auth.jwks().await.unwrap();
    assert_eq!(keys["keys"].as_array().unwrap().len(), 2, "the old ones are gone");
    verified(&id_token(&world, "app").await, &keys);
}

#[tokio::test]
async fn a_rotation_by_another_process_holds_at_once() {
    let world = World::new().await;
    let other = world.elsewhere();
    for _ in 0..2 {
        id_token(&world, "app").await;
        let kids = other.auth.rotate_signing_keys().await.unwrap();
        let published = other.auth.jwks().await.unwrap();
        let (header, _) = verified(&id_token(&world, "app").await, &published);
        assert!(kids.iter().any(|kid| header["kid"] == kid.as_str()));
    }
}

#[tokio::test]
async fn private_keys_are_sealed_and_a_wrong_master_key_costs_no_code() {
    let world = World::new().await;
    world.auth.jwks().await.unwrap();
    let stored = world.platform.signing_keys(Timestamp(0)).await.unwrap();
    assert_eq!(stored.len(), 2);
    let other = MasterKey::parse("BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA").unwrap();
    let wrong = world.with_master_key(other);
    let code = world.code(&[]).await;
    let refused = wrong.exchange("app", &code).await.map(|_| ());
    assert_eq!(refused, Err(TokenError::Failed(Failure::Broken)));
    assert!(world.exchange("app", &code).await.is_ok(), "the code was not spent");
}
