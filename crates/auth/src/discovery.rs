//! Discovery documents. They say what this server does, no more.

use serde_json::{Value, json};

use crate::Auth;
use crate::config::Version;

/// Scopes that apps may ask for, both forms of SMART.
const SCOPES: [&str; 16] = [
    "openid",
    "profile",
    "fhirUser",
    "launch/patient",
    "offline_access",
    "patient/*.rs",
    "patient/Patient.rs",
    "patient/Coverage.rs",
    "patient/ExplanationOfBenefit.rs",
    "patient/AuditEvent.rs",
    "patient/*.read",
    "patient/Patient.read",
    "patient/Coverage.read",
    "patient/ExplanationOfBenefit.read",
    "system/*.rs",
    "system/*.read",
];

const GRANT_TYPES: [&str; 3] = ["authorization_code", "refresh_token", "client_credentials"];
const CLIENT_AUTHENTICATION: [&str; 4] =
    ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"];
/// How client assertions and proofs of keys may be signed.
const SIGNING_ALGORITHMS: [&str; 4] = ["ES384", "RS384", "ES256", "RS256"];

impl Auth {
    /// `openid-configuration` and RFC 8414 metadata of a version.
    pub fn openid_configuration(&self, version: Version) -> Value {
        let issuer = &self.config.base_url;
        let base = format!("{issuer}/{}", version.segment());
        json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{base}/o/authorize"),
            "token_endpoint": format!("{base}/o/token"),
            "revocation_endpoint": format!("{base}/o/revoke_token"),
            "introspection_endpoint": format!("{base}/o/introspect"),
            "pushed_authorization_request_endpoint": format!("{base}/o/par"),
            "dpop_signing_alg_values_supported": SIGNING_ALGORITHMS,
            "jwks_uri": format!("{issuer}/.well-known/jwks.json"),
            "userinfo_endpoint": format!("{base}/connect/userinfo"),
            "fhir_metadata_uri": format!("{}/metadata", self.config.fhir_base(version)),
            "scopes_supported": SCOPES,
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": GRANT_TYPES,
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256"],
            "token_endpoint_auth_methods_supported": CLIENT_AUTHENTICATION,
            "token_endpoint_auth_signing_alg_values_supported": SIGNING_ALGORITHMS,
            "revocation_endpoint_auth_methods_supported": CLIENT_AUTHENTICATION,
            "revocation_endpoint_auth_signing_alg_values_supported": SIGNING_ALGORITHMS,
            "introspection_endpoint_auth_methods_supported": CLIENT_AUTHENTICATION,
            "introspection_endpoint_auth_signing_alg_values_supported": SIGNING_ALGORITHMS,
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": true,
            "require_pushed_authorization_requests": false,
            "request_parameter_supported": false,
            "request_uri_parameter_supported": false,
            "claims_supported": [
                "iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "fhirUser", "name", "given_name",
                "family_name", "email", "patient",
            ],
            "ui_locales_supported": ["en-US", "es-US"],
        })
    }

    /// `smart-configuration` of a version (SMART App Launch 2.2).
    pub fn smart_configuration(&self, version: Version) -> Value {
        let issuer = &self.config.base_url;
        let base = format!("{issuer}/{}", version.segment());
        json!({
            "issuer": issuer,
            "jwks_uri": format!("{issuer}/.well-known/jwks.json"),
            "authorization_endpoint": format!("{base}/o/authorize"),
            "token_endpoint": format!("{base}/o/token"),
            "revocation_endpoint": format!("{base}/o/revoke_token"),
            "introspection_endpoint": format!("{base}/o/introspect"),
            "pushed_authorization_request_endpoint": format!("{base}/o/par"),
            "dpop_signing_alg_values_supported": SIGNING_ALGORITHMS,
            "grant_types_supported": GRANT_TYPES,
            "response_types_supported": ["code"],
            "scopes_supported": SCOPES,
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": CLIENT_AUTHENTICATION,
            "token_endpoint_auth_signing_alg_values_supported": SIGNING_ALGORITHMS,
            "capabilities": [
                "launch-standalone",
                "authorize-post",
                "client-public",
                "client-confidential-symmetric",
                "client-confidential-asymmetric",
                "sso-openid-connect",
                "context-standalone-patient",
                "permission-offline",
                "permission-patient",
                "permission-v1",
                "permission-v2",
            ],
        })
    }
}
