//! Registration of apps.

use bluestem_auth::app::{AppError, NewApp};
use bluestem_store::platform::ClientKind;

use crate::world::{CALLBACK, World};

fn app() -> NewApp {
    NewApp::new("New app", vec![CALLBACK.to_owned()])
}

#[tokio::test]
async fn a_new_app_gets_an_id_and_a_secret_that_is_kept_as_a_hash() {
    let world = World::new().await;
    let registered = world.auth.add_app(app()).await.unwrap();
    let secret = registered.secret.unwrap();
    assert!(secret.len() >= 43);
    let stored = world.platform.app(&registered.app.client_id).await.unwrap().unwrap();
    assert!(!format!("{stored:?}").contains(&secret));
    let public = NewApp { kind: ClientKind::Public, ..app() };
    assert!(world.auth.add_app(public).await.unwrap().secret.is_none());
}

#[tokio::test]
async fn bad_registrations_are_refused() {
    let world = World::new().await;
    let link = |uri: &str| Some(uri.to_owned());
    let bad = [
        NewApp { client_id: Some("a b".to_owned()), ..app() },
        NewApp { client_id: Some("app".to_owned()), ..app() },
        NewApp { name: " ".to_owned(), ..app() },
        NewApp { name: "a\nb".to_owned(), ..app() },
        NewApp { redirect_uris: Vec::new(), ..app() },
        NewApp { redirect_uris: vec!["javascript:alert(1)".to_owned()], ..app() },
        NewApp { redirect_uris: vec![format!("{CALLBACK}\nhttps://evil.example/")], ..app() },
        NewApp { scopes: "user/*.*".to_owned(), ..app() },
        NewApp { scopes: String::new(), ..app() },
        NewApp { authorization_code: false, ..app() },
        NewApp { client_credentials: true, kind: ClientKind::Public, ..app() },
        NewApp { policy_uri: link("javascript:alert(1)"), ..app() },
        NewApp { website_uri: link("app.example"), ..app() },
    ];
    let before = world.auth.apps().await.unwrap().len();
    for new in bad {
        assert!(world.auth.add_app(new).await.is_err());
    }
    assert_eq!(world.auth.apps().await.unwrap().len(), before);
    assert!(matches!(world.auth.set_app_active("nobody", false).await, Err(AppError::Unknown)));
}
