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
    let promised = [
        "launch-standalone",
        "client-public",
        "client-confidential-symmetric",
        "client-confidential-asymmetric",
        "sso-openid-connect",
        "permission-v2",
    ];
    for name in promised {
        assert!(has(name), "{name}");
    }
    // sso-openid-connect demands these two.
    assert_eq!(document["issuer"], BASE);
    assert_eq!(document["jwks_uri"], format!("{BASE}/.well-known/jwks.json"));
    // What is not built is not promised.
    assert!(!has("launch-ehr") && !has("permission-user"));
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
