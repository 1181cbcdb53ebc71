//! The public list of apps, and the sandbox's aid to end consent.

use bluestem_auth::OAuthError as _;
use bluestem_auth::app::NewApp;
use bluestem_auth::bearer::BearerError;
use bluestem_auth::client::ClientRequest;
use bluestem_auth::expire::ExpireError;
use bluestem_auth::token::TokenError;

use crate::world::{ADDRESS, CALL, CALLBACK, SECRET, World, basic};

#[tokio::test]
async fn only_active_apps_of_people_that_want_it_are_listed() {
    let world = World::new().await;
    assert_eq!(world.auth.listed_apps().await.unwrap(), []);
    let listed = |name: &str| NewApp {
        client_id: Some(format!("id-of-{name}")),
        listed: true,
        ..NewApp::new(name, vec![CALLBACK.to_owned()])
    };
    let backend = NewApp {
        authorization_code: false,
        client_credentials: true,
        redirect_uris: Vec::new(),
        scopes: "system/*.rs".to_owned(),
        ..listed("Backend")
    };
    for app in [listed("Willow"), listed("Alder"), listed("Off"), backend] {
        world.auth.add_app(app).await.unwrap();
    }
    world.auth.set_app_active("id-of-Off", false).await.unwrap();
    let names: Vec<_> = world.auth.listed_apps().await.unwrap().into_iter().map(|app| app.name).collect();
    assert_eq!(names, ["Alder", "Willow"]);
}

async fn expire(world: &World, client: &str, secret: &str, patient: &str) -> Result<(), ExpireError> {
    let (parameters, header) = ([("x", "y")].into_iter().collect(), basic(client, secret));
    let request =
        ClientRequest { parameters: &parameters, authorization: Some(&header), address: ADDRESS, call: CALL };
    world.auth.expire_person(&request, patient).await
}

#[tokio::test]
async fn an_app_ends_the_consent_of_its_own_people() {
    let world = World::new().await;
    let tokens = world.tokens("app").await;
    assert!(matches!(expire(&world, "app", "wrong", "-1").await, Err(ExpireError::Client(_))));
    assert_eq!(expire(&world, "other", SECRET, "-1").await, Err(ExpireError::NoGrant), "another's person");
    for nobody in ["-77", "x", ""] {
        let error = expire(&world, "app", SECRET, nobody).await.unwrap_err();
        assert_eq!((&error, error.reply().status), (&ExpireError::NoPatient, 404));
    }
    assert!(world.access(&tokens.access_token).await.is_ok());
    assert_eq!(expire(&world, "app", SECRET, "-1").await, Ok(()));
    assert_eq!(world.access(&tokens.access_token).await, Err(BearerError::Invalid));
    let refreshed = world.refresh(&tokens.refresh_token.unwrap()).await;
    assert_eq!(refreshed.map(|_| ()), Err(TokenError::GrantEnded));
    assert_eq!(expire(&world, "app", SECRET, "-1").await, Err(ExpireError::NoGrant));
}
