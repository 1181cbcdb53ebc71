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

/// OpenID Connect Discovery 3; Inferno insists on RS256.
#[tokio::test]
async fn openid_configuration_has_what_openid_demands() {
    let world = World::new().await;
    for version in [Version::V2, Version::V3] {
        let document = world.auth.openid_configuration(version);
        let base = format!("{BASE}/{}", version.segment());
        assert_eq!(document["authorization_endpoint"], format!("{base}/o/authorize"));
        assert_eq!(document["token_endpoint"], format!("{base}/o/token"));
        assert_eq!(document["userinfo_endpoint"], format!("{base}/connect/userinfo"));
        assert_eq!(document["jwks_uri"], format!("{BASE}/.well-known/jwks.json"));
        assert_eq!(document["response_types_supported"], serde_json::json!(["code"]));
        assert_eq!(document["subject_types_supported"], serde_json::json!(["public"]));
        let algorithms = document["id_token_signing_alg_values_supported"].as_array().unwrap();
        assert!(algorithms.iter().any(|algorithm| algorithm == "RS256"));
        assert_eq!(document["authorization_response_iss_parameter_supported"], true);
    }
}
