//! Userinfo.

use bluestem_auth::bearer::BearerError;

use crate::world::{SECRET, World, basic};

#[tokio::test]
async fn who_the_person_is_needs_profile() {
    let world = World::new().await;
    let tokens = world.tokens("app").await;
    let info = world.userinfo(&tokens.access_token).await.unwrap();
    let json = serde_json::to_value(&info).unwrap();
    let expected = serde_json::json!({
        "sub": "-1", "patient": "-1", "name": "Given Family", "given_name": "Given", "family_name": "Family",
        "email": "", "iat": "2026-01-31", "fhirUser": "https://bluestem.example/v3/fhir/Patient/-1",
    });
    assert_eq!(json, expected);
    let code = world.code(&[("scope", "openid patient/*.rs")]).await;
    let bearer = world.exchange("app", &code).await.unwrap().access_token;
    let refused = world.userinfo(&bearer).await;
    assert_eq!(refused, Err(BearerError::InsufficientScope));
}

#[tokio::test]
async fn an_apps_own_token_is_nobody() {
    let world = World::new().await;
    let request = [("grant_type", "client_credentials"), ("scope", "system/*.rs")];
    let bearer = world.token_with(&request, Some(&basic("system", SECRET))).await.unwrap().access_token;
    let refused = world.userinfo(&bearer).await;
    assert_eq!(refused, Err(BearerError::InsufficientScope));
    assert_eq!(world.userinfo("unknown").await, Err(BearerError::Invalid));
}
