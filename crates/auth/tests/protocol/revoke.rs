//! Revocation and introspection.

use bluestem_auth::OAuthError as _;
use bluestem_auth::bearer::BearerError;
use bluestem_auth::client::ClientRequest;
use bluestem_auth::introspect::Introspection;
use bluestem_auth::revoke::{Revocation, RevokeError};
use bluestem_auth::token::TokenError;
use bluestem_store::audit::{EventKind, Outcome, Purpose};

use crate::people::PERSON;
use crate::world::{ADDRESS, CALL, SECRET, World, basic};

async fn revoke(world: &World, client: &str, token: &str, what: Revocation) -> Result<(), RevokeError> {
    let parameters = [("token", token)].into_iter().collect();
    let header = basic(client, SECRET);
    let request =
        ClientRequest { parameters: &parameters, authorization: Some(&header), address: ADDRESS, call: CALL };
    world.auth.revoke(&request, what).await
}

async fn introspect(world: &World, client: &str, token: &str) -> Introspection {
    let parameters = [("token", token)].into_iter().collect();
    let header = basic(client, SECRET);
    let request =
        ClientRequest { parameters: &parameters, authorization: Some(&header), address: ADDRESS, call: CALL };
    world.auth.introspect(&request).await.unwrap()
}

#[tokio::test]
async fn a_refresh_token_takes_its_family_along() {
    let world = World::new().await;
    let tokens = world.tokens("app").await;
    let refresh = tokens.refresh_token.as_deref().unwrap();
    revoke(&world, "app", refresh, Revocation::Token).await.unwrap();
    assert_eq!(world.latest().await.kind, EventKind::TokenRevoke);
    assert_eq!(world.access(&tokens.access_token).await, Err(BearerError::Invalid));
    assert_eq!(world.refresh(refresh).await.map(|_| ()), Err(TokenError::BadRefreshToken));
    assert_eq!(world.auth.grants_of(PERSON).await.unwrap().len(), 1, "the consent remains");
}

#[tokio::test]
async fn the_end_of_a_token_is_recorded_for_the_reason_it_was_given_for() {
    let world = World::new().await;
    let request = [("grant_type", "client_credentials"), ("scope", "system/*.rs")];
    let own = world.token_with(&request, Some(&basic("system", SECRET))).await.unwrap();
    assert_eq!(world.latest().await.purpose, Some(Purpose::Operations));
    revoke(&world, "system", &own.access_token, Revocation::Token).await.unwrap();
    assert_eq!(world.latest().await.purpose, Some(Purpose::Operations));
    let tokens = world.tokens("app").await;
    assert_eq!(world.latest().await.purpose, Some(Purpose::PatientRequest));
    revoke(&world, "app", &tokens.access_token, Revocation::Token).await.unwrap();
    assert_eq!(world.latest().await.purpose, Some(Purpose::PatientRequest));
}

#[tokio::test]
async fn an_access_token_goes_alone() {
    let world = World::new().await;
    let tokens = world.tokens("app").await;
    revoke(&world, "app", &tokens.access_token, Revocation::Token).await.unwrap();
    assert_eq!(world.access(&tokens.access_token).await, Err(BearerError::Invalid));
    assert!(world.refresh(tokens.refresh_token.as_deref().unwrap()).await.is_ok());
}

#[tokio::test]
async fn revoking_the_grant_ends_the_consent_whichever_token_is_shown() {
    let world = World::new().await;
    for by_refresh in [false, true] {
        let tokens = world.tokens("app").await;
        let refresh = tokens.refresh_token.as_deref().unwrap();
        let shown = if by_refresh { refresh } else { tokens.access_token.as_str() };
        revoke(&world, "app", shown, Revocation::Grant).await.unwrap();
        assert_eq!(world.auth.grants_of(PERSON).await.unwrap(), []);
        assert_eq!(world.refresh(refresh).await.map(|_| ()), Err(TokenError::GrantEnded));
        assert_eq!(world.access(&tokens.access_token).await, Err(BearerError::Invalid));
    }
}

#[tokio::test]
async fn unknown_tokens_are_no_error_and_foreign_ones_stay() {
    let world = World::new().await;
    let tokens = world.tokens("app").await;
    assert_eq!(revoke(&world, "app", "unknown", Revocation::Token).await, Ok(()));
    assert_eq!(revoke(&world, "app", "unknown", Revocation::Grant).await, Ok(()));
    let foreign = revoke(&world, "other", &tokens.access_token, Revocation::Grant).await.unwrap_err();
    assert_eq!((foreign.reply().status, foreign.reply().error), (400, "invalid_grant"));
    let event = world.latest().await;
    assert_eq!((event.kind, event.outcome), (EventKind::TokenRevoke, Outcome::Refused));
    assert!(event.client_id.as_deref() == Some("other") && event.grant.is_some());
    assert!(world.access(&tokens.access_token).await.is_ok());
    assert_eq!(revoke(&world, "app", "", Revocation::Token).await, Err(RevokeError::MissingToken));
    assert!(matches!(revoke(&world, "nobody", "x", Revocation::Token).await, Err(RevokeError::Client(_))));
}

#[tokio::test]
async fn introspection_describes_the_clients_own_tokens_only() {
    let world = World::new().await;
    let tokens = world.tokens("app").await;
    let own = introspect(&world, "app", &tokens.access_token).await;
    assert_eq!(
        (own.active, own.client_id.as_deref(), own.patient.as_deref()),
        (true, Some("app"), Some("-1"))
    );
    assert_eq!(own.exp.unwrap() - own.iat.unwrap(), 3600);
    for (client, token) in [("other", tokens.access_token.as_str()), ("app", "unknown")] {
        let seen = serde_json::to_string(&introspect(&world, client, token).await).unwrap();
        assert_eq!(seen, "{\"active\":false}");
    }
}
