//! `private_key_jwt`, and the attacks on it.

use bluestem_auth::OAuthError as _;
use bluestem_auth::app::{AppError, NewApp};
use bluestem_auth::client::{AssertionError, ClientError};
use bluestem_auth::token::{TokenError, TokenResponse};
use bluestem_model::time::Timestamp;
use bluestem_store::platform::ClientKind;
use serde_json::{Value, json};

use crate::jwt::{Pair, decode, encode};
use crate::world::{BASE, CALLBACK, SECRET, START, World, basic, exchange};

pub(crate) const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Registers `id`, for people and as a backend, with this key.
async fn register(world: &World, id: &str, pair: &Pair) {
    let app = NewApp {
        client_id: Some(id.to_owned()),
        jwks: Some(pair.jwks()),
        scopes: format!("{} system/*.rs", bluestem_auth::app::DEFAULT_SCOPES),
        client_credentials: true,
        ..NewApp::new(id, vec![CALLBACK.to_owned()])
    };
    let registered = world.auth.add_app(app).await.unwrap();
    assert_eq!(registered.secret, None, "an app that signs has no secret");
}

/// Good claims of `signer`, with these in the place of its own.
pub(crate) fn claims(jti: &str, changes: &Value) -> Value {
    let now = Timestamp::parse(START).unwrap().seconds();
    let mut claims = json!({
        "iss": "signer", "sub": "signer", "aud": format!("{BASE}/v3/o/token"), "exp": now + 300, "jti": jti,
    });
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

pub(crate) async fn backend(world: &World, assertion: &str) -> Result<TokenResponse, TokenError> {
    let request = [
        ("grant_type", "client_credentials"),
        ("scope", "system/*.rs"),
        ("client_assertion_type", TYPE),
        ("client_assertion", assertion),
    ];
    world.token_with(&request, None).await
}

pub(crate) async fn refused(world: &World, assertion: &str) -> AssertionError {
    match backend(world, assertion).await.map(|_| ()) {
        Err(TokenError::Client(error @ ClientError::Assertion(reason))) => {
            let reply = error.reply();
            assert_eq!((reply.status, reply.error), (401, "invalid_client"));
            reason
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_backend_gets_a_token_for_its_signature() {
    for pair in [Pair::es384(), Pair::es256()] {
        let world = World::new().await;
        register(&world, "signer", &pair).await;
        let response = backend(&world, &pair.sign(&json!({}), &claims("1", &json!({})))).await.unwrap();
        assert_eq!((response.expires_in, response.scope.as_str()), (300, "system/*.rs"));
        assert_eq!((response.refresh_token, response.patient), (None, None));
    }
}

#[tokio::test]
async fn a_persons_app_signs_for_code_and_refresh() {
    let world = World::new().await;
    let pair = Pair::es384();
    register(&world, "signer", &pair).await;
    let code = world.code(&[("client_id", "signer")]).await;
    let sign = |jti| pair.sign(&json!({}), &claims(jti, &json!({})));
    let (first, second) = (sign("1"), sign("2"));
    let proof = |assertion| [("client_assertion_type", TYPE), ("client_assertion", assertion)];
    let tokens = world.token_with(&[&exchange(&code)[..], &proof(&first)].concat(), None).await.unwrap();
    let refresh = tokens.refresh_token.unwrap();
    let request = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())];
    assert!(world.token_with(&[&request[..], &proof(&second)].concat(), None).await.is_ok());
}

#[tokio::test]
async fn every_name_of_this_server_is_an_audience() {
    let world = World::new().await;
    let pair = Pair::es256();
    register(&world, "signer", &pair).await;
    let good = ["/v3/o/token", "/v3/o/token/", "/v2/o/token", "/v2/o/token/", "", "/"];
    for (number, path) in good.into_iter().enumerate() {
        let audience = json!({ "aud": ["https://other.example", format!("{BASE}{path}")] });
        let signed = pair.sign(&json!({}), &claims(&number.to_string(), &audience));
        assert!(backend(&world, &signed).await.is_ok(), "{path}");
    }
    for other in ["https://other.example/v3/o/token", "https://bluestem.example.evil.example", "", "x"] {
        let signed = pair.sign(&json!({}), &claims("x", &json!({ "aud": other })));
        assert_eq!(refused(&world, &signed).await, AssertionError::Audience, "{other}");
    }
    for path in ["/v3/o/authorize", "/v3/o/token/x", "/v3/fhir"] {
        let signed = pair.sign(&json!({}), &claims("x", &json!({ "aud": format!("{BASE}{path}") })));
        assert_eq!(refused(&world, &signed).await, AssertionError::Audience, "{path}");
    }
}

#[tokio::test]
async fn an_assertion_works_once_until_it_expires() {
    let world = World::new().await;
    let pair = Pair::es384();
    register(&world, "signer", &pair).await;
    let signed = pair.sign(&json!({}), &claims("once", &json!({})));
    assert!(backend(&world, &signed).await.is_ok());
    assert_eq!(refused(&world, &signed).await, AssertionError::Replayed);
    world.clock.advance(299);
    assert_eq!(refused(&world, &signed).await, AssertionError::Replayed);
    world.clock.advance(1);
    assert_eq!(refused(&world, &signed).await, AssertionError::Time);
}

#[tokio::test]
async fn assertions_without_proof_are_refused() {
    let world = World::new().await;
    let (pair, stranger) = (Pair::es256(), Pair::es256());
    register(&world, "signer", &pair).await;
    let now = Timestamp::parse(START).unwrap().seconds();
    let sign = |header: Value, changes: Value| pair.sign(&header, &claims("x", &changes));
    let good = sign(json!({}), json!({}));
    let parts: Vec<&str> = good.split('.').collect();
    let none = format!("{}.{}.", encode(r#"{"alg":"none"}"#), parts[1]);
    // `alg` confusion: the public key as the secret of an HMAC.
    let hmac_key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, pair.jwks().as_bytes());
    let forged = format!("{}.{}", encode(r#"{"alg":"HS256","kid":"one"}"#), parts[1]);
    let hmac = format!("{forged}.{}", encode(aws_lc_rs::hmac::sign(&hmac_key, forged.as_bytes())));
    let mut changed = decode(parts[2]);
    changed[5] ^= 1;
    let changed = format!("{}.{}.{}", parts[0], parts[1], encode(changed));
    let without = |name: &str| {
        let mut claims = claims("x", &json!({}));
        claims.as_object_mut().unwrap().remove(name);
        pair.sign(&json!({}), &claims)
    };
    let cases = [
        ("alg none", none, AssertionError::Malformed),
        ("alg HS256", hmac, AssertionError::Malformed),
        ("alg of another key", sign(json!({ "alg": "ES384" }), json!({})), AssertionError::Signature),
        ("changed signature", changed, AssertionError::Signature),
        ("another's key", stranger.sign(&json!({}), &claims("x", &json!({}))), AssertionError::Signature),
        ("unknown kid", sign(json!({ "kid": "two" }), json!({})), AssertionError::Signature),
        ("jku", sign(json!({ "jku": "https://evil.example/keys" }), json!({})), AssertionError::Signature),
        ("crit", sign(json!({ "crit": ["x"] }), json!({})), AssertionError::Malformed),
        ("no sub", without("sub"), AssertionError::Malformed),
        ("no iss", without("iss"), AssertionError::Malformed),
        ("no aud", without("aud"), AssertionError::Malformed),
        ("no exp", without("exp"), AssertionError::Malformed),
        ("no jti", without("jti"), AssertionError::Malformed),
        ("empty jti", sign(json!({}), json!({ "jti": "" })), AssertionError::Malformed),
        ("another iss", sign(json!({}), json!({ "iss": "app" })), AssertionError::Issuer),
        ("expired", sign(json!({}), json!({ "exp": now })), AssertionError::Time),
        ("an hour", sign(json!({}), json!({ "exp": now + 3600 })), AssertionError::Time),
        ("of tomorrow", sign(json!({}), json!({ "nbf": now + 120 })), AssertionError::Time),
    ];
    for (name, assertion, reason) in cases {
        assert_eq!(refused(&world, &assertion).await, reason, "{name}");
    }
    let unknown = sign(json!({}), json!({ "iss": "nobody", "sub": "nobody" }));
    assert_eq!(refused(&world, &unknown).await, AssertionError::Signature, "as with a wrong key");
    // An app with a secret proves nothing by signing.
    let other = sign(json!({}), json!({ "iss": "app", "sub": "app" }));
    assert_eq!(refused(&world, &other).await, AssertionError::Signature);
    assert!(backend(&world, &good).await.is_ok(), "none of it used up the jti");
}

#[tokio::test]
async fn one_proof_and_one_app_a_request() {
    let world = World::new().await;
    let pair = Pair::es256();
    register(&world, "signer", &pair).await;
    let signed = pair.sign(&json!({}), &claims("x", &json!({})));
    let base =
        [("grant_type", "client_credentials"), ("scope", "system/*.rs"), ("client_assertion", &*signed)];
    let attempt = async |more: &[(&str, &str)], header: Option<&str>| {
        let error = world.token_with(&[&base[..], more].concat(), header).await.map(|_| ()).unwrap_err();
        let reply = error.reply();
        (reply.status, reply.error)
    };
    let typed = ("client_assertion_type", TYPE);
    let basic_header = basic("signer", SECRET);
    assert_eq!(attempt(&[], None).await, (401, "invalid_client"), "no type");
    assert_eq!(attempt(&[("client_assertion_type", "saml")], None).await, (401, "invalid_client"));
    assert_eq!(attempt(&[typed, ("client_secret", "x")], None).await, (400, "invalid_request"));
    assert_eq!(attempt(&[typed], Some(&basic_header)).await, (400, "invalid_request"));
    assert_eq!(attempt(&[typed, ("client_id", "app")], None).await, (401, "invalid_client"));
    // Without its signature the app is nobody: it is no public app.
    let unsigned = [&exchange("x")[..], &[("client_id", "signer")]].concat();
    let error = world.token_with(&unsigned, None).await.map(|_| ()).unwrap_err();
    assert_eq!(error, TokenError::Client(ClientError::Wrong));
}

#[tokio::test]
async fn only_usable_public_keys_are_registered() {
    let world = World::new().await;
    let keys = Pair::es256().jwks();
    let new = || NewApp { jwks: Some(keys.clone()), ..NewApp::new("App", vec![CALLBACK.to_owned()]) };
    let private = keys.replace("\"kty\"", "\"d\":\"AAAA\",\"kty\"");
    let cases = [
        NewApp { jwks: Some("{}".to_owned()), ..new() },
        NewApp { jwks: Some(private), ..new() },
        NewApp { kind: ClientKind::Public, ..new() },
        NewApp { secret: Some("x".to_owned()), ..new() },
    ];
    for app in cases {
        let refused = world.auth.add_app(app).await.err().unwrap();
        assert!(matches!(refused, AppError::Keys(_) | AppError::SuperfluousKeys), "{refused}");
    }
    assert!(world.auth.add_app(new()).await.is_ok());
}
