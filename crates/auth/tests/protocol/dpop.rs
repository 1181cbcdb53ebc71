//! Proof of possession (RFC 9449), and the attacks on it.

use aws_lc_rs::digest::{SHA256, digest};
use bluestem_auth::OAuthError as _;
use bluestem_auth::bearer::{BearerError, Presented};
use bluestem_auth::client::ClientRequest;
use bluestem_auth::dpop::{Call, DpopError};
use bluestem_auth::token::{TokenError, TokenResponse};
use bluestem_model::access::Access;
use bluestem_model::time::Timestamp;
use serde_json::{Value, json};

use crate::jwt::{Pair, encode};
use crate::world::{ADDRESS, CALL, SECRET, START, World, basic, exchange};

const CLAIMS: &str = "https://bluestem.example/v3/fhir/ExplanationOfBenefit";

fn thumbprint(pair: &Pair) -> String {
    let key = pair.jwk();
    let text = format!(r#"{{"crv":{},"kty":"EC","x":{},"y":{}}}"#, key["crv"], key["x"], key["y"]);
    encode(digest(&SHA256, text.as_bytes()))
}

/// A proof for the token endpoint, with these claims in the place of its own.
fn proof(pair: &Pair, jti: &str, changes: &Value) -> String {
    let now = Timestamp::parse(START).unwrap().seconds();
    let mut claims = json!({ "jti": jti, "htm": "POST", "htu": CALL.url, "iat": now });
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    pair.sign(&json!({ "typ": "dpop+jwt", "jwk": pair.jwk() }), &claims)
}

/// A proof for a read of claims with this token.
fn read_proof(pair: &Pair, jti: &str, token: &str) -> String {
    let hash = encode(digest(&SHA256, token.as_bytes()));
    proof(pair, jti, &json!({ "htm": "GET", "htu": CLAIMS, "ath": hash }))
}

async fn token(
    world: &World,
    parameters: &[(&str, &str)],
    header: Option<&str>,
    proof: Option<&str>,
) -> Result<TokenResponse, TokenError> {
    let parameters = parameters.iter().copied().collect();
    let call = Call { proof, ..CALL };
    let request = ClientRequest { parameters: &parameters, authorization: header, address: ADDRESS, call };
    world.auth.token(&request).await
}

async fn exchanged(
    world: &World,
    client_id: &str,
    code: &str,
    proof: &str,
) -> Result<TokenResponse, TokenError> {
    let secret = if client_id == "public" { "" } else { SECRET };
    let credentials = [("client_id", client_id), ("client_secret", secret)];
    token(world, &[&exchange(code)[..], &credentials].concat(), None, Some(proof)).await
}

async fn refreshed(
    world: &World,
    client_id: &str,
    refresh: &str,
    proof: Option<&str>,
) -> Result<TokenResponse, TokenError> {
    let header = basic(client_id, SECRET);
    let own: &[(&str, &str)] = if client_id == "public" { &[("client_id", "public")] } else { &[] };
    let asked = [&[("grant_type", "refresh_token"), ("refresh_token", refresh)], own].concat();
    token(world, &asked, Some(header.as_str()).filter(|_| own.is_empty()), proof).await
}

async fn read(world: &World, token: &str, proof: Option<&str>) -> Result<Access, BearerError> {
    let header = format!("DPoP {token}");
    let call = Call { proof, method: "GET", url: CLAIMS };
    world.auth.access(&Presented::from_header(Some(&header), call)?).await
}

fn refused<T>(result: Result<T, TokenError>) -> DpopError {
    match result.map(|_| ()) {
        Err(error @ TokenError::Dpop(reason)) => {
            assert_eq!((error.reply().status, error.reply().error), (400, "invalid_dpop_proof"));
            reason
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_token_of_a_key_is_worth_nothing_without_it() {
    for pair in [Pair::es256(), Pair::es384()] {
        let world = World::new().await;
        let code = world.code(&[]).await;
        let tokens = exchanged(&world, "app", &code, &proof(&pair, "1", &json!({}))).await.unwrap();
        assert_eq!(tokens.token_type, "DPoP");
        let bearer = &tokens.access_token;
        assert!(read(&world, bearer, Some(&read_proof(&pair, "2", bearer))).await.is_ok());
        assert_eq!(world.access(bearer).await, Err(BearerError::Dpop(DpopError::Missing)), "a stolen token");
        assert_eq!(read(&world, bearer, None).await, Err(BearerError::Dpop(DpopError::Missing)));
        let thief = Pair::es256();
        let stolen = read(&world, bearer, Some(&read_proof(&thief, "3", bearer))).await;
        assert_eq!(stolen, Err(BearerError::Dpop(DpopError::Key)));
        let reply = stolen.unwrap_err().reply();
        assert_eq!((reply.status, reply.error), (401, "invalid_dpop_proof"));
        assert!(reply.challenge.unwrap().starts_with("DPoP "));
    }
}

#[tokio::test]
async fn a_proof_is_for_one_request_of_now() {
    let world = World::new().await;
    let pair = Pair::es256();
    let now = Timestamp::parse(START).unwrap().seconds();
    let code = world.code(&[]).await;
    let attempt = async |proof: &str| refused(exchanged(&world, "app", &code, proof).await);
    let cases = [
        (json!({ "htm": "GET" }), DpopError::Elsewhere),
        (json!({ "htm": "post" }), DpopError::Elsewhere),
        (json!({ "htu": "https://bluestem.example/v2/o/token" }), DpopError::Elsewhere),
        (json!({ "htu": "https://evil.example/v3/o/token" }), DpopError::Elsewhere),
        (json!({ "iat": now - 300 }), DpopError::Time),
        (json!({ "iat": now + 61 }), DpopError::Time),
        (json!({ "jti": "" }), DpopError::Malformed),
        (json!({ "jti": "x".repeat(257) }), DpopError::Malformed),
        (json!({ "iat": "now" }), DpopError::Malformed),
    ];
    for (changes, reason) in cases {
        assert_eq!(attempt(&proof(&pair, "1", &changes)).await, reason, "{changes}");
    }
    let good = proof(&pair, "1", &json!({}));
    let tokens = exchanged(&world, "app", &code, &good).await.unwrap();
    let refresh = tokens.refresh_token.unwrap();
    assert_eq!(refused(refreshed(&world, "app", &refresh, Some(&good)).await), DpopError::Replayed);
    world.clock.advance(299);
    assert_eq!(refused(refreshed(&world, "app", &refresh, Some(&good)).await), DpopError::Replayed);
    world.clock.advance(1);
    assert_eq!(refused(refreshed(&world, "app", &refresh, Some(&good)).await), DpopError::Time);
}

#[tokio::test]
async fn what_is_no_proof_is_refused_and_costs_no_code() {
    let world = World::new().await;
    let (pair, other) = (Pair::es256(), Pair::es384());
    let code = world.code(&[]).await;
    let claims = json!({ "jti": "1", "htm": "POST", "htu": CALL.url, "iat": Timestamp::parse(START).unwrap().seconds() });
    let sign = |header: Value| pair.sign(&header, &claims);
    let mut private = pair.jwk();
    private["d"] = json!("AAAA");
    let symmetric = json!({ "kty": "oct", "k": "AAAA" });
    let good = proof(&pair, "1", &json!({}));
    let parts: Vec<&str> = good.split('.').collect();
    let header = encode(json!({ "typ": "dpop+jwt", "alg": "none", "jwk": pair.jwk() }).to_string());
    let cases = [
        ("an empty header, as two headers count", String::new()),
        ("no JWT", "proof".to_owned()),
        ("no type", sign(json!({ "jwk": pair.jwk() }))),
        ("no key", sign(json!({ "typ": "dpop+jwt" }))),
        ("another's key", sign(json!({ "typ": "dpop+jwt", "jwk": Pair::es256().jwk() }))),
        ("a key of another kind", sign(json!({ "typ": "dpop+jwt", "jwk": other.jwk() }))),
        ("a private key", sign(json!({ "typ": "dpop+jwt", "jwk": private }))),
        ("a symmetric key", sign(json!({ "typ": "dpop+jwt", "jwk": symmetric }))),
        ("alg none", format!("{header}.{}.", parts[1])),
    ];
    for (name, proof) in cases {
        let reason = refused(exchanged(&world, "app", &code, &proof).await);
        assert_eq!(reason, DpopError::Malformed, "{name}");
    }
    assert!(exchanged(&world, "app", &code, &good).await.is_ok(), "the code is still good");
}

#[tokio::test]
async fn a_read_proves_the_very_token() {
    let world = World::new().await;
    let pair = Pair::es256();
    let code = world.code(&[]).await;
    let tokens = exchanged(&world, "app", &code, &proof(&pair, "1", &json!({}))).await.unwrap();
    let bearer = &tokens.access_token;
    let without = proof(&pair, "2", &json!({ "htm": "GET", "htu": CLAIMS }));
    assert_eq!(read(&world, bearer, Some(&without)).await, Err(BearerError::Dpop(DpopError::Token)));
    let of_another = read_proof(&pair, "3", "another");
    assert_eq!(read(&world, bearer, Some(&of_another)).await, Err(BearerError::Dpop(DpopError::Token)));
    let once = read_proof(&pair, "4", bearer);
    assert!(read(&world, bearer, Some(&once)).await.is_ok());
    assert_eq!(read(&world, bearer, Some(&once)).await, Err(BearerError::Dpop(DpopError::Replayed)));
    // A bearer token does not become another thing by a proof.
    let plain = world.tokens("other").await.access_token;
    assert_eq!(read(&world, &plain, Some(&read_proof(&pair, "5", &plain))).await, Err(BearerError::Invalid));
}

#[tokio::test]
async fn a_public_app_refreshes_with_its_key_alone() {
    let world = World::new().await;
    let pair = Pair::es256();
    let code = world.code(&[("client_id", "public")]).await;
    let tokens = exchanged(&world, "public", &code, &proof(&pair, "1", &json!({}))).await.unwrap();
    let refresh = tokens.refresh_token.unwrap();
    assert_eq!(refused(refreshed(&world, "public", &refresh, None).await), DpopError::Missing);
    let thief = proof(&Pair::es256(), "2", &json!({}));
    assert_eq!(refused(refreshed(&world, "public", &refresh, Some(&thief)).await), DpopError::Key);
    let next = refreshed(&world, "public", &refresh, Some(&proof(&pair, "3", &json!({})))).await.unwrap();
    assert_eq!(next.token_type, "DPoP");
    let again = refreshed(&world, "public", &refresh, Some(&proof(&pair, "4", &json!({})))).await.unwrap();
    assert_eq!(again.access_token, next.access_token, "within the grace");
}

#[tokio::test]
async fn an_app_with_a_secret_may_change_its_key() {
    let world = World::new().await;
    let (first, second) = (Pair::es256(), Pair::es256());
    let code = world.code(&[]).await;
    let tokens = exchanged(&world, "app", &code, &proof(&first, "1", &json!({}))).await.unwrap();
    let refresh = tokens.refresh_token.unwrap();
    let next = refreshed(&world, "app", &refresh, Some(&proof(&second, "2", &json!({})))).await.unwrap();
    let bearer = &next.access_token;
    assert!(read(&world, bearer, Some(&read_proof(&second, "3", bearer))).await.is_ok());
    // Whoever repeats the refresh with another key does not get the tokens that were made for this one.
    let other = refreshed(&world, "app", &refresh, Some(&proof(&first, "4", &json!({})))).await;
    assert_eq!(refused(other), DpopError::Key);
}

#[tokio::test]
async fn a_code_may_be_bound_beforehand() {
    let world = World::new().await;
    let (pair, thief) = (Pair::es256(), Pair::es256());
    let key = thumbprint(&pair);
    let code = world.code(&[("dpop_jkt", &key)]).await;
    assert_eq!(refused(world.exchange("app", &code).await), DpopError::Missing);
    let stolen = exchanged(&world, "app", &code, &proof(&thief, "1", &json!({}))).await;
    assert_eq!(refused(stolen), DpopError::Key);
    assert!(exchanged(&world, "app", &code, &proof(&pair, "2", &json!({}))).await.is_ok());
}

#[tokio::test]
async fn introspection_names_the_key() {
    let world = World::new().await;
    let pair = Pair::es256();
    let code = world.code(&[]).await;
    let tokens = exchanged(&world, "app", &code, &proof(&pair, "1", &json!({}))).await.unwrap();
    let (parameters, header) =
        ([("token", tokens.access_token.as_str())].into_iter().collect(), basic("app", SECRET));
    let request =
        ClientRequest { parameters: &parameters, authorization: Some(&header), address: ADDRESS, call: CALL };
    let told = serde_json::to_value(world.auth.introspect(&request).await.unwrap()).unwrap();
    assert_eq!((&told["token_type"], &told["cnf"]["jkt"]), (&json!("DPoP"), &json!(thumbprint(&pair))));
}
