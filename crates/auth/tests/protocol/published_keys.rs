//! Apps that publish their keys (`jwks_uri`).

use bluestem_auth::app::{AppError, NewApp};
use bluestem_auth::client::AssertionError;
use bluestem_store::platform::ClientKind;
use serde_json::json;

use crate::assertions::{backend, claims, refused};
use crate::jwt::Pair;
use crate::world::{CALLBACK, World};

const KEYS: &str = "https://app.example/keys.json";

fn app() -> NewApp {
    NewApp {
        client_id: Some("signer".to_owned()),
        jwks_uri: Some(KEYS.to_owned()),
        scopes: "system/*.rs".to_owned(),
        client_credentials: true,
        ..NewApp::new("signer", vec![CALLBACK.to_owned()])
    }
}

async fn world(pair: &Pair) -> World {
    let world = World::new().await;
    let registered = world.auth.add_app(app()).await.unwrap();
    assert_eq!(registered.secret, None, "an app that signs has no secret");
    world.web.publish(KEYS, 200, &pair.jwks());
    world
}

/// Assertions count the seconds of the world's clock from its start.
fn later(jti: &str, seconds: i64) -> serde_json::Value {
    let exp = claims(jti, &json!({}))["exp"].as_i64().unwrap();
    claims(jti, &json!({ "exp": exp + seconds }))
}

#[tokio::test]
async fn published_keys_are_fetched_once_and_kept_for_ten_minutes() {
    let pair = Pair::es384();
    let world = world(&pair).await;
    for jti in ["1", "2", "3"] {
        assert!(backend(&world, &pair.sign(&json!({}), &later(jti, 0))).await.is_ok());
    }
    assert_eq!(world.web.asked(), 1);
    world.clock.advance(600);
    world.web.publish(KEYS, 200, &Pair::es384().jwks());
    let signed = pair.sign(&json!({}), &later("4", 600));
    assert_eq!(refused(&world, &signed).await, AssertionError::Signature, "the key was withdrawn");
    assert_eq!(world.web.asked(), 2);
}

#[tokio::test]
async fn an_unknown_key_id_makes_it_look_again_but_not_for_everybody() {
    let (old, new) = (Pair::es384(), Pair::es384());
    let world = world(&old).await;
    assert!(backend(&world, &old.sign(&json!({}), &later("1", 0))).await.is_ok());
    let renamed = |pair: &Pair| pair.jwks().replace("\"one\"", "\"two\"");
    world.web.publish(KEYS, 200, &renamed(&new));
    let header = json!({ "kid": "two" });
    // Looked at a moment ago: whoever invents key ids does not make this server knock at every request.
    let early = new.sign(&header, &later("2", 0));
    assert_eq!(refused(&world, &early).await, AssertionError::Signature);
    assert_eq!(world.web.asked(), 1);
    world.clock.advance(30);
    assert!(backend(&world, &new.sign(&header, &later("3", 30))).await.is_ok());
    for number in 0..5 {
        let invented = new.sign(&json!({ "kid": format!("k{number}") }), &later("x", 30));
        assert_eq!(refused(&world, &invented).await, AssertionError::Signature);
    }
    assert_eq!(world.web.asked(), 2);
    // A known key id with a wrong signature is no reason to look again.
    world.clock.advance(30);
    let forged = Pair::es384().sign(&header, &later("y", 60));
    assert_eq!(refused(&world, &forged).await, AssertionError::Signature);
    assert_eq!(world.web.asked(), 2);
}

#[tokio::test]
async fn what_is_no_key_set_proves_nothing() {
    let pair = Pair::es256();
    let world = world(&pair).await;
    let private = pair.jwks().replace("\"kty\"", "\"d\":\"AAAA\",\"kty\"");
    let pages = [(404, pair.jwks()), (302, pair.jwks()), (200, String::new()), (200, private)];
    for (number, (status, body)) in pages.into_iter().enumerate() {
        world.web.publish(KEYS, status, &body);
        let seconds = 30 * i64::try_from(number).unwrap();
        let signed = pair.sign(&json!({}), &later("x", seconds));
        assert_eq!(refused(&world, &signed).await, AssertionError::Keys, "{status} {body}");
        // The next try waits, and does not ask.
        let asked = world.web.asked();
        assert_eq!(refused(&world, &signed).await, AssertionError::Keys);
        assert_eq!(world.web.asked(), asked);
        world.clock.advance(30);
    }
    world.web.publish(KEYS, 200, &pair.jwks());
    assert!(backend(&world, &pair.sign(&json!({}), &later("x", 120))).await.is_ok(), "no jti was used up");
}

#[tokio::test]
async fn a_token_does_not_say_where_its_keys_are() {
    let (pair, evil) = (Pair::es256(), Pair::es256());
    let world = world(&pair).await;
    world.web.publish("https://evil.example/keys", 200, &evil.jwks());
    let header = json!({ "jku": "https://evil.example/keys" });
    assert_eq!(refused(&world, &evil.sign(&header, &later("1", 0))).await, AssertionError::Signature);
    assert_eq!(world.web.asked(), 0);
    assert!(backend(&world, &pair.sign(&json!({ "jku": KEYS }), &later("2", 0))).await.is_ok());
}

#[tokio::test]
async fn only_good_urls_of_keys_are_registered() {
    let world = World::new().await;
    let with = |uri: &str| NewApp { jwks_uri: Some(uri.to_owned()), ..app() };
    for uri in
        ["", "keys.json", "http://app.example/keys", "file:///etc/passwd", "org.app:/keys", "https://u@a.b/"]
    {
        let refused = world.auth.add_app(with(uri)).await.err().unwrap();
        assert!(matches!(refused, AppError::KeysUri), "{uri}: {refused}");
    }
    let superfluous = [
        NewApp { secret: Some("x".to_owned()), ..app() },
        NewApp { kind: ClientKind::Public, client_credentials: false, ..app() },
        NewApp { jwks: Some(Pair::es256().jwks()), ..app() },
    ];
    for app in superfluous {
        assert!(matches!(world.auth.add_app(app).await.err().unwrap(), AppError::SuperfluousKeys));
    }
    let local = with("http://localhost:9000/keys");
    assert!(
        world.auth.add_app(local).await.is_ok(),
        "for trying out; fetched only where the operator allows it"
    );
}
