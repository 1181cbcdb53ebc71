//! Discovery documents tell the truth.

use bluestem_auth::Version;

use crate::world::{BASE, World};

#[tokio::test]
async fn smart_configuration_has_what_smart_demands() {
    let world = World::new().await;
    let document = world.auth.smart_configuration(Version::V3);
    assert_eq!(document["authorization_endpoint"], format!("{BASE}/v3/o/authorize"));
    assert_eq!(document["token_endpoint"], format!("{BASE}/v3/o/token"));
    assert_eq!(document["code_challenge_methods_supported"], serde_json::json!(["S256"]));
    let capabilities = document["capabilities"].as_array().unwrap();
    let has = |name: &str| capabilities.iter().any(|capability| capability == name);
    for name in ["launch-standalone", "client-public", "client-confidential-symmetric", "permission-v2"] {
        assert!(has(name), "{name}");
    }
    // What is not built is not promised; issuer and keys belong to sso-openid-connect.
    assert!(!has("sso-openid-connect") && !has("client-confidential-asymmetric"));
    assert!(document.get("issuer").is_none() && document.get("jwks_uri").is_none());
}

#[tokio::test]
async fn every_scope_that_is_advertised_can_be_read() {
    let world = World::new().await;
    let document = world.auth.openid_configuration(Version::V3);
    assert_eq!(document["issuer"], BASE);
    for scope in document["scopes_supported"].as_array().unwrap() {
        let text = scope.as_str().unwrap();
        let set = bluestem_auth::scope::ScopeSet::parse(text).unwrap();
        assert_eq!(set.to_string(), text);
    }
}
